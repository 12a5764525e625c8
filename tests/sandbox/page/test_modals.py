"""Modals in Chromium: filled in, refused, stacked, closed, and changed by the app while one types."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from sandbox.seen import View
from sandbox.server import SandboxServer
from tests.sandbox.conftest import button, client_of, external_menu, form, option, text_input
from tests.sandbox.listening_app import Answer, ListeningApp, Received
from tests.sandbox.page.test_shell import come

HINT = {"type": "section", "text": {"type": "plain_text", "text": "Please be brief"}}


@pytest.fixture
def front(window: Page, sandbox: SandboxServer, app: ListeningApp) -> Locator:
    """The modal in front, after Rosa typed a command that opens one."""
    web = client_of(sandbox)

    def answer(request: Received) -> Answer:
        if request.kind == "slash_command":
            web.views_open(trigger_id=request.payload["trigger_id"], view=form(text_input()))
        return answer_to_submission(request) if request.kind == "view_submission" else Answer()

    app.answer = answer
    field = come(window, "rosa")
    field.fill("/desk new")
    field.press("Enter")
    expect(window.get_by_role("dialog")).to_be_visible()
    return window.get_by_role("dialog")


def test_the_first_field_has_the_focus_and_enter_sends(front: Locator, window: Page) -> None:
    expect(front.get_by_label("Summary")).to_be_focused()
    window.keyboard.type("My laptop")
    window.keyboard.press("Enter")
    expect(front).to_have_count(0)
    expect(window.get_by_role("textbox", name="Message #it-help")).to_be_focused()


def test_an_empty_required_field_is_not_sent(front: Locator, app: ListeningApp) -> None:
    front.get_by_role("button", name="Send").click()
    expect(front.get_by_text("Please complete this required field.")).to_be_visible()
    expect(front.get_by_label("Summary")).to_have_attribute("aria-invalid", "true")
    assert [each.kind for each in app.received if each.kind == "view_submission"] == []


def test_the_apps_complaint_stands_at_its_field_and_nothing_typed_is_lost(front: Locator) -> None:
    send(front, "refuse me")
    expect(front.get_by_text("Say more, please.")).to_be_visible()
    expect(front.get_by_label("Summary")).to_have_value("refuse me")


def test_an_app_that_fails_leaves_the_form_open_and_says_so(front: Locator) -> None:
    send(front, "fail")
    expect(front.get_by_role("alert").filter(has_text="trouble connecting")).to_be_visible()
    expect(front.get_by_label("Summary")).to_have_value("fail")


def test_escape_goes_back_one_modal_at_a_time(front: Locator, window: Page) -> None:
    send(front, "push another")
    expect(front.get_by_label("Details")).to_be_focused()
    window.keyboard.press("Escape")
    expect(front.get_by_label("Summary")).to_have_value("push another")
    window.keyboard.press("Escape")
    expect(front).to_have_count(0)


def test_what_is_being_typed_survives_a_change_by_the_app(front: Locator, sandbox: SandboxServer) -> None:
    front.get_by_label("Summary").fill("half a sen")
    view = open_view(sandbox)
    client_of(sandbox).views_update(view_id=view.id, view=form(HINT, text_input()))
    expect(front.get_by_text("Please be brief")).to_be_visible()
    expect(front.get_by_label("Summary")).to_have_value("half a sen")
    expect(front.get_by_label("Summary")).to_be_focused()


def test_a_press_in_a_form_tells_the_app_what_else_is_typed(
    front: Locator, sandbox: SandboxServer, app: ListeningApp
) -> None:
    client_of(sandbox).views_update(view_id=open_view(sandbox).id, view=form(text_input(), button("form.more")))
    front.get_by_label("Summary").fill("half a sentence")
    front.get_by_role("button", name="Claim").click()
    expect(front.get_by_role("button", name="Claim")).not_to_have_attribute("aria-busy", "true")

    pressed = app.last("block_actions")
    assert pressed["view"]["state"]["values"]["summary"]["typed"]["value"] == "half a sentence"
    expect(front.get_by_label("Summary")).to_have_value("half a sentence")


def test_what_somebody_else_fills_in_is_seen(front: Locator, sandbox: SandboxServer) -> None:
    front.get_by_label("Summary").fill("mine")
    sandbox.actor("rosa").fill({"summary": "filled in elsewhere"})

    expect(front.get_by_label("Summary")).to_have_value("filled in elsewhere")


def test_a_menu_of_the_app_suggests_while_one_types(front: Locator, sandbox: SandboxServer, app: ListeningApp) -> None:
    label = {"type": "plain_text", "text": "Ticket"}
    menu = external_menu("ticket", min_query_length=2)["elements"][0]
    picked = {"type": "input", "block_id": "which", "label": label, "element": menu}
    app.answer = lambda request: Answer(
        body={"options": [option("it-1", "IT-1 Printer")]} if request.kind == "block_suggestion" else None
    )
    client_of(sandbox).views_update(view_id=open_view(sandbox).id, view=form(picked))
    front.get_by_role("combobox", name="Ticket").press_sequentially("pr")
    front.get_by_role("option", name="IT-1 Printer").click()
    front.get_by_role("button", name="Send").click()
    expect(front).to_have_count(0)

    values = app.last("view_submission")["view"]["state"]["values"]
    assert values["which"]["ticket"]["selected_option"]["value"] == "it-1"
    assert app.last("block_suggestion")["value"] == "pr"


def test_an_open_modal_is_still_there_after_a_reload(front: Locator, window: Page) -> None:
    expect(front).to_be_visible()
    window.reload()
    expect(front.get_by_role("heading", name="New request")).to_be_visible()


def answer_to_submission(request: Received) -> Answer:
    """Answer as the words ask for."""
    values = request.payload["view"]["state"]["values"]
    words = values["summary"]["typed"]["value"] if "summary" in values else ""
    answers: dict[str, Answer] = {
        "refuse": Answer(body={"response_action": "errors", "errors": {"summary": "Say more, please."}}),
        "fail": Answer(500),
        "push": Answer(body={"response_action": "push", "view": form(details())}),
    }
    return answers.get(words.split()[0] if words else "", Answer())


def details() -> dict[str, Any]:
    """Return a field of another name."""
    return text_input("details") | {"label": {"type": "plain_text", "text": "Details"}}


def send(front: Locator, words: str) -> None:
    """Fill in the summary and send it."""
    front.get_by_label("Summary").fill(words)
    front.get_by_role("button", name="Send").click()


def open_view(sandbox: SandboxServer) -> View:
    """Return the modal Rosa has open."""
    view = sandbox.actor("rosa").modal
    assert view is not None
    return view
