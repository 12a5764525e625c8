"""What people do to elements of messages, by mouse and by keyboard, and what is sent."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.sandbox.blockkit.samples import Json, actions, button, context, element, mrkdwn, plain, section
from tests.sandbox.blockkit_page.gallery import CONFIRMED, OVERFLOW, PRIORITIES, choice
from tests.sandbox.blockkit_page.stage import Stage

CLAIM = {key: value for key, value in button(action_id="claim", value="7").items() if key != "confirm"}
PRIORITY = element("static_select", action_id="priority", placeholder=plain("Priority"), options=PRIORITIES)


def row(*elements: Json) -> Json:
    return actions(*elements, block_id="row")


def sent(action_id: str, **meaning: object) -> Json:
    return {"action_id": action_id, "block_id": "row", **meaning}


def option(stage: Stage, name: str) -> Locator:
    return stage.drawn.get_by_role("option", name=name)


def test_a_button_sends_its_value_under_its_spoken_name(stage: Stage) -> None:
    stage.show_message(row(CLAIM)).get_by_role("button", name="Claim IT-1").click()

    stage.await_acts(sent("claim", value="7"))


def test_a_button_waits_until_its_act_is_done_and_is_not_sent_twice(stage: Stage) -> None:
    stage.prepare(
        "stage.context.act = (act) => { stage.acts.push(act); return new Promise((done) => stage.done = done); }"
    )
    claim = stage.show_message(row(CLAIM)).get_by_role("button")

    claim.click()
    expect(claim).to_have_attribute("aria-busy", "true")
    claim.click()
    stage.prepare("stage.done()")

    expect(claim).not_to_have_attribute("aria-busy", "true")
    stage.await_acts(sent("claim", value="7"))


def test_a_failure_is_said_beside_the_button_until_it_is_pressed_again(stage: Stage) -> None:
    stage.prepare("stage.context.act = () => Promise.reject(new Error('No answer came in time'))")
    drawn = stage.show_message(row(CLAIM))

    drawn.get_by_role("button").click()
    expect(drawn.get_by_role("alert")).to_have_text("No answer came in time")

    stage.prepare("stage.context.act = async () => {}")
    drawn.get_by_role("button").click()
    expect(drawn.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize(
    ("answer", "acts"),
    [
        (lambda stage: stage.page.get_by_role("button", name="Close", exact=True).click(), 1),
        (lambda stage: stage.page.get_by_role("button", name="Keep Open").click(), 0),
        (lambda stage: stage.page.keyboard.press("Escape"), 0),
    ],
    ids=["yes", "no", "escape"],
)
def test_a_confirmation_is_asked_before_anything_is_sent(
    stage: Stage, answer: Callable[[Stage], None], acts: int
) -> None:
    close = stage.show_message(row(CONFIRMED)).get_by_role("button")

    close.click()
    dialog = stage.page.get_by_role("dialog", name="Close IT-42")
    expect(dialog).to_contain_text("It cannot be reopened.")
    answer(stage)

    expect(dialog).to_have_count(0)
    expect(close).to_be_focused()
    stage.await_acts(*[sent("ticket.close", value="7")] * acts)


def test_a_button_with_an_address_is_a_link_that_is_sent_too(stage: Stage) -> None:
    stage.prepare("stage.context.follow = () => true")

    stage.show_message(row({**CLAIM, "url": "https://a.example/"})).get_by_role("link").click()

    stage.await_acts(sent("claim", value="7"))


def test_a_button_with_a_dangerous_address_is_only_a_button(stage: Stage) -> None:
    drawn = stage.show_message(row({**CLAIM, "url": "javascript:alert(1)"}))

    assert drawn.get_by_role("link").count() == 0
    assert drawn.get_by_role("button").count() == 1


def test_an_overflow_menu_works_by_keyboard(stage: Stage) -> None:
    more = stage.show_message(section(block_id="row", accessory=OVERFLOW)).get_by_role("button", name="More choices")

    more.press("ArrowDown")
    expect(stage.drawn.get_by_role("menuitem", name="Set to waiting")).to_be_focused()
    stage.page.keyboard.press("ArrowUp")
    expect(stage.drawn.get_by_role("menuitem", name="Merge into…")).to_be_focused()
    stage.page.keyboard.press("Enter")

    stage.await_acts(sent("use.overflow", choice="merge"))
    expect(stage.drawn.get_by_role("menu")).to_be_hidden()
    expect(more).to_be_focused()


def test_an_overflow_menu_is_put_away_without_a_choice(stage: Stage) -> None:
    more = stage.show_message(section(block_id="row", accessory=OVERFLOW)).get_by_role("button", name="More choices")

    more.click()
    stage.page.keyboard.press("Escape")
    expect(stage.drawn.get_by_role("menu")).to_be_hidden()
    more.click()
    stage.page.get_by_role("heading", name="Stage").click()
    expect(stage.drawn.get_by_role("menu")).to_be_hidden()

    assert stage.acts() == []


def test_a_select_filters_and_chooses_by_keyboard(stage: Stage) -> None:
    field = stage.show_message(row(PRIORITY)).get_by_role("combobox", name="Priority")

    field.press_sequentially("o")
    expect(stage.drawn.get_by_role("option")).to_have_count(1)
    field.press("Enter")

    stage.await_acts(sent("priority", choice="p3"))
    expect(field).to_have_value("Normal")
    expect(field).to_have_attribute("aria-expanded", "false")


def test_a_select_tells_screen_readers_where_one_is(stage: Stage) -> None:
    field = stage.show_message(row({**PRIORITY, "initial_option": PRIORITIES[1]})).get_by_role("combobox")

    field.press("ArrowDown")
    expect(option(stage, "High")).to_have_attribute("aria-selected", "true")
    field.press("ArrowDown")

    active = field.get_attribute("aria-activedescendant")
    assert stage.page.locator(f"#{active}").inner_text() == "Normal"
    expect(stage.drawn.get_by_role("status")).to_have_text("3 choices")


def test_a_select_left_without_a_choice_keeps_what_it_had(stage: Stage) -> None:
    field = stage.show_message(row({**PRIORITY, "initial_option": PRIORITIES[1]})).get_by_role("combobox")

    field.press_sequentially("Urg")
    field.press("Escape")

    expect(field).to_have_value("High")
    assert stage.acts() == []


def test_a_choice_taken_back_in_its_confirmation_is_not_shown(stage: Stage) -> None:
    asking = {**PRIORITY, "initial_option": PRIORITIES[1], "confirm": CONFIRMED["confirm"]}
    field = stage.show_message(row(asking)).get_by_role("combobox")

    field.click()
    option(stage, "Urgent").click()
    stage.page.get_by_role("button", name="Keep Open").click()

    expect(field).to_have_value("High")
    assert stage.acts() == []


@pytest.mark.parametrize(
    ("kind", "name", "chosen"),
    [
        ("users_select", "Rosa Diaz", "U1"),
        ("channels_select", "#it-help", "C1"),
        ("conversations_select", "#it-triage", "C2"),
    ],
)
def test_people_and_channels_are_chosen_by_name(stage: Stage, kind: str, name: str, chosen: str) -> None:
    field = stage.show_message(row(element(kind))).get_by_role("combobox")

    field.click()
    option(stage, name).click()

    stage.await_acts(sent(f"use.{kind}", choice=chosen))


def test_only_public_channels_are_offered_as_channels_and_nobody_who_left(stage: Stage) -> None:
    drawn = stage.show_message(row(element("channels_select"), element("users_select")))

    drawn.get_by_role("combobox", name="Choose a channel").click()
    expect(drawn.get_by_role("option")).to_have_text(["#it-help"])
    drawn.get_by_role("combobox", name="Choose a person").click()
    expect(drawn.get_by_role("option")).to_have_text(["Ben Okafor", "Rosa DiazSales"])


def test_an_external_select_asks_the_app_once_enough_is_typed(stage: Stage) -> None:
    found = {"options": [choice("Laptop 12", "a12")]}
    stage.prepare(f"stage.context.suggest = async (ask) => {{ stage.asked = ask.value; return {found!r}; }}")
    field = stage.show_message(row(element("external_select", min_query_length=2))).get_by_role("combobox")

    field.press_sequentially("l")
    expect(stage.drawn.get_by_role("listbox").get_by_text("Type 2 letters or more")).to_be_visible()
    field.press_sequentially("a")
    option(stage, "Laptop 12").click()

    assert stage.page.evaluate("stage.asked") == "la"
    stage.await_acts(sent("use.external_select", choice=choice("Laptop 12", "a12")))


def test_an_app_that_suggests_nothing_it_may_is_told_of_in_the_menu(stage: Stage) -> None:
    stage.prepare("stage.context.suggest = async () => { throw new Error('The app did not answer in time.'); }")
    field = stage.show_message(row(element("external_select", min_query_length=1))).get_by_role("combobox")

    field.press_sequentially("a")

    expect(stage.drawn.get_by_role("listbox").get_by_text("The app did not answer in time.")).to_be_visible()


def test_several_choices_are_shown_as_chips_and_removed_by_backspace(stage: Stage) -> None:
    many = element("multi_static_select", options=PRIORITIES, max_selected_items=2, placeholder=plain("Priorities"))
    field = stage.show_message(row(many)).get_by_role("combobox", name="Priorities")

    field.click()
    option(stage, "Urgent").click()
    option(stage, "High").click()
    option(stage, "Normal").click()
    expect(stage.drawn.locator(".bk-chip")).to_have_text(["UrgentRemove Urgent", "HighRemove High"])
    field.press("Backspace")

    stage.await_acts(
        sent("use.multi_static_select", choice=["p1"]),
        sent("use.multi_static_select", choice=["p1", "p2"]),
        sent("use.multi_static_select", choice=["p1"]),
    )


def test_checkboxes_and_radio_buttons_send_what_is_chosen(stage: Stage) -> None:
    drawn = stage.show_message(
        row(element("checkboxes", options=PRIORITIES), element("radio_buttons", options=PRIORITIES))
    )

    drawn.get_by_role("checkbox", name="Urgent").check()
    drawn.get_by_role("checkbox", name="Normal").check()
    drawn.get_by_role("radio", name="High").check()

    stage.await_acts(
        sent("use.checkboxes", choice=["p1"]),
        sent("use.checkboxes", choice=["p1", "p3"]),
        sent("use.radio_buttons", choice="p2"),
    )


def test_a_date_is_sent_once_it_is_whole(stage: Stage) -> None:
    field = stage.show_message(row(element("datepicker", placeholder=plain("Due")))).get_by_label("Due")

    field.fill("2026-12-24")

    stage.await_acts(sent("use.datepicker", choice="2026-12-24"))


def test_an_instant_is_picked_in_the_readers_zone(stage: Stage) -> None:
    stage.prepare("stage.context.zone = 'Asia/Tokyo'")
    field = stage.show_message(row(element("datetimepicker"))).get_by_label("Choose a date and time")

    field.fill("2026-11-23T21:00")
    field.press("Enter")

    stage.await_acts(sent("use.datetimepicker", choice=1795435200))


def test_feedback_and_icons_are_sent_with_their_values(stage: Stage) -> None:
    feedback = element(
        "feedback_buttons",
        positive_button={"text": plain("Good"), "value": "1"},
        negative_button={"text": plain("Bad"), "value": "0"},
    )
    remove = element("icon_button", icon="trash", text=plain("Remove"), value="x")
    drawn = stage.show_message({"type": "context_actions", "block_id": "row", "elements": [feedback, remove]})

    drawn.get_by_role("button", name="Bad").click()
    drawn.get_by_role("button", name="Remove").click()

    stage.await_acts(sent("use.feedback_buttons", value="0"), sent("use.icon_button", value="x"))


def test_an_act_carries_what_else_is_filled_in(stage: Stage) -> None:
    drawn = stage.show_message(row({**PRIORITY, "initial_option": PRIORITIES[1]}, CLAIM))

    drawn.get_by_role("button", name="Claim IT-1").click()
    stage.await_acts(sent("claim", value="7"))

    assert stage.page.evaluate("stage.acts[0].state") == {"row": {"priority": "p2"}}


def test_what_is_not_known_is_named(stage: Stage) -> None:
    drawn = stage.show_message({"type": "hologram"}, row({"type": "slider"}), context(mrkdwn("after")))

    expect(drawn).to_contain_text("A block of type hologram")
    expect(drawn).to_contain_text("An element of type slider")
    expect(drawn).to_contain_text("after")
