"""Modals: what a form holds, what is wrong with it, and what is kept when it is drawn anew."""

import pytest
from playwright.sync_api import FilePayload, expect

from tests.sandbox.blockkit.samples import Json, asks, element, plain, rich_text, sentence, words
from tests.sandbox.blockkit_page.gallery import PRIORITIES, choice
from tests.sandbox.blockkit_page.stage import NOON, Stage

TITLE = asks(element("plain_text_input", action_id="title"), block_id="title", label=plain("Title"))
EMAIL = asks(element("email_text_input", action_id="email"), block_id="email", label=plain("Email"), optional=True)
LOG: FilePayload = {"name": "log.txt", "mimeType": "text/plain", "buffer": b"log"}
MORE: FilePayload = {"name": "more.txt", "mimeType": "text/plain", "buffer": b"more"}


def field(kind: str, **fields: object) -> Json:
    return asks(element(kind, action_id="it", **fields), block_id="field", label=plain("Field"))


def holds(stage: Stage) -> object:
    return stage.state()["field"]["it"]


@pytest.mark.parametrize(
    ("kind", "fields", "held"),
    [
        ("plain_text_input", {"initial_value": "a"}, "a"),
        ("plain_text_input", {"initial_value": "a\nb", "multiline": True}, "a\nb"),
        ("plain_text_input", {}, None),
        ("number_input", {"is_decimal_allowed": True, "initial_value": "3.5"}, "3.5"),
        ("url_text_input", {}, None),
        ("datepicker", {"initial_date": "2026-11-24"}, "2026-11-24"),
        ("timepicker", {"initial_time": "09:05"}, "09:05"),
        ("datetimepicker", {"initial_date_time": NOON}, NOON),
        ("datetimepicker", {}, None),
        ("static_select", {"options": PRIORITIES, "initial_option": PRIORITIES[0]}, "p1"),
        ("static_select", {"options": PRIORITIES}, None),
        ("multi_static_select", {"options": PRIORITIES, "initial_options": PRIORITIES[:2]}, ["p1", "p2"]),
        ("external_select", {"initial_option": choice("A", "a")}, choice("A", "a")),
        ("users_select", {"initial_user": "U1"}, "U1"),
        ("multi_users_select", {}, []),
        ("channels_select", {"initial_channel": "C1"}, "C1"),
        ("multi_conversations_select", {"initial_conversations": ["C1", "C2"]}, ["C1", "C2"]),
        ("checkboxes", {"options": PRIORITIES, "initial_options": [PRIORITIES[2]]}, ["p3"]),
        ("radio_buttons", {"options": PRIORITIES, "initial_option": PRIORITIES[1]}, "p2"),
        ("radio_buttons", {"options": PRIORITIES}, None),
        ("rich_text_input", {}, None),
        ("file_input", {}, []),
    ],
)
def test_a_field_nobody_touched_holds_what_the_app_put_there(
    stage: Stage, kind: str, fields: Json, held: object
) -> None:
    stage.show_view(field(kind, **fields))

    assert holds(stage) == held


def test_every_field_has_its_label_and_says_whether_it_is_needed(stage: Stage) -> None:
    drawn = stage.show_view(TITLE, EMAIL, field("static_select", options=PRIORITIES))

    title = drawn.get_by_label("Title")
    expect(title).to_have_attribute("aria-required", "true")
    expect(title).to_have_accessible_description("Hint")
    expect(drawn.get_by_role("textbox", name="Email (optional)")).not_to_have_attribute("aria-required", "true")
    expect(drawn.get_by_role("combobox", name="Field")).to_have_count(1)


def test_what_is_typed_is_held_and_not_sent(stage: Stage) -> None:
    drawn = stage.show_view(TITLE, field("static_select", options=PRIORITIES))

    drawn.get_by_label("Title").fill("VPN")
    drawn.get_by_role("combobox").click()
    drawn.get_by_role("option", name="High").click()

    assert stage.state() == {"title": {"title": "VPN"}, "field": {"it": "p2"}}
    assert stage.acts() == []


def test_what_is_wrong_stands_beside_its_field_and_takes_the_focus(stage: Stage) -> None:
    drawn = stage.show_view(TITLE, EMAIL)

    stage.show_errors({"email": "Write an address", "elsewhere": "Something else"})

    email = drawn.get_by_label("Email")
    expect(email).to_be_focused()
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(email).to_have_accessible_description("Write an address Hint")
    expect(drawn.get_by_label("Title")).not_to_have_attribute("aria-invalid", "true")
    expect(drawn.get_by_role("alert")).to_have_text("Something else")


def test_errors_go_when_there_are_none_any_more(stage: Stage) -> None:
    drawn = stage.show_view(TITLE)

    stage.show_errors({"title": "Say what it is", "elsewhere": "No"})
    stage.show_errors({})

    expect(drawn.get_by_text("Say what it is")).to_have_count(0)
    expect(drawn.get_by_role("alert")).to_have_count(0)
    expect(drawn.get_by_label("Title")).not_to_have_attribute("aria-invalid", "true")


def test_what_was_filled_in_is_kept_where_the_ids_are_the_same(stage: Stage) -> None:
    kept = {"title": {"title": "typed"}, "field": {"it": None}, "gone": {"old": "x"}}

    stage.show_view(TITLE, EMAIL, field("static_select", options=PRIORITIES, initial_option=PRIORITIES[0]), kept=kept)

    assert stage.state() == {"title": {"title": "typed"}, "email": {"email": None}, "field": {"it": None}}


def test_a_form_that_is_drawn_anew_holds_what_it_held(stage: Stage) -> None:
    blocks = [
        TITLE,
        field("multi_users_select", initial_users=["U1"]),
        asks(element("checkboxes", options=PRIORITIES), block_id="boxes"),
        asks(element("datetimepicker", initial_date_time=NOON), block_id="when"),
        asks(element("rich_text_input", initial_value=rich_text()), block_id="rich"),
    ]
    stage.show_view(*blocks).get_by_role("checkbox", name="High").check()
    before = stage.state()

    stage.show_view(*blocks, kept=before)

    assert stage.state() == before


@pytest.mark.parametrize(("when", "typed", "acts"), [("on_enter_pressed", 0, 1), ("on_character_entered", 1, 1)])
def test_a_field_that_dispatches_is_sent_when_its_app_wants(stage: Stage, when: str, typed: int, acts: int) -> None:
    text = field("plain_text_input", dispatch_action_config={"trigger_actions_on": [when]}) | {"dispatch_action": True}
    words = stage.show_view(text).get_by_label("Field")
    act = {"action_id": "it", "block_id": "field", "choice": "abc"}

    words.fill("abc")
    stage.await_acts(*[act] * typed)
    words.press("Enter")

    stage.await_acts(*[act] * acts)


def test_near_its_limit_a_field_counts_what_is_left(stage: Stage) -> None:
    drawn = stage.show_view(field("plain_text_input", max_length=30))

    drawn.get_by_label("Field").fill("x" * 25)
    expect(drawn.locator(".bk-counter")).to_have_text("5")
    drawn.get_by_label("Field").fill("x")
    expect(drawn.locator(".bk-counter")).to_have_text("")


def test_formatted_text_is_read_back_as_rich_text(stage: Stage) -> None:
    area = stage.show_view(field("rich_text_input")).get_by_role("textbox", name="Field")

    area.click()
    stage.page.keyboard.type("one ")
    stage.drawn.get_by_role("button", name="Bold").click()
    stage.page.keyboard.type("two")
    stage.drawn.get_by_role("button", name="Bold").click()
    stage.page.keyboard.press("Enter")
    stage.page.keyboard.type("three")

    held = sentence(words("one "), words("two", bold=True), words("\nthree"))
    assert holds(stage) == {"type": "rich_text", "elements": [held]}


def test_lists_are_read_back_as_lists(stage: Stage) -> None:
    area = stage.show_view(field("rich_text_input")).get_by_role("textbox", name="Field")

    area.click()
    stage.drawn.get_by_role("button", name="Numbered list").click()
    stage.page.keyboard.type("a")
    stage.page.keyboard.press("Enter")
    stage.page.keyboard.type("b")

    items = [sentence(words("a")), sentence(words("b"))]
    listed = {"type": "rich_text_list", "style": "ordered", "indent": 0, "elements": items}
    assert holds(stage) == {"type": "rich_text", "elements": [listed]}


def test_files_are_uploaded_when_they_are_chosen_and_held_by_id(stage: Stage) -> None:
    stage.prepare("stage.context.upload = async (file) => `F-${file.name}`")
    drawn = stage.show_view(field("file_input", max_files=2))

    drawn.get_by_label("Field").set_input_files([LOG, MORE])
    expect(drawn.get_by_text("uploading…")).to_have_count(0)
    drawn.get_by_role("button", name="Remove more.txt").click()

    assert holds(stage) == ["F-log.txt"]


def test_an_upload_that_fails_is_said_and_not_held(stage: Stage) -> None:
    stage.prepare("stage.context.upload = () => Promise.reject(new Error('too large'))")
    drawn = stage.show_view(field("file_input"))

    drawn.get_by_label("Field").set_input_files([LOG])

    expect(drawn.get_by_role("status")).to_have_text("failed: too large")
    assert holds(stage) == []


def test_files_are_kept_when_the_form_is_drawn_anew(stage: Stage) -> None:
    kept = {"field": {"it": ["F1", {"name": "log.txt"}]}}

    drawn = stage.show_view(field("file_input"), kept=kept)

    expect(drawn.get_by_role("listitem")).to_have_text(["F1Remove F1", "log.txtRemove log.txt"])
    assert stage.state() == kept
