"""The bar of a scene in Chromium: whoever watches can stop it, whatever is open."""

import pytest
from playwright.sync_api import Page, expect

from sandbox.scenes import Caption, Scene, Teller
from sandbox.server import SandboxServer
from tests.sandbox.conftest import client_of, form, text_input
from tests.sandbox.listening_app import Answer, ListeningApp, Received
from tests.sandbox.page.test_shell import come
from tests.support.browser import find_barriers


@pytest.fixture(autouse=True)
def scene(sandbox: SandboxServer, app: ListeningApp) -> None:
    """A scene in which Rosa has a form open, fills it in, and is told what is wrong with it."""
    web = client_of(sandbox)
    rosa = sandbox.actor("rosa")

    def answer(request: Received) -> Answer:
        if request.kind == "slash_command":
            web.views_open(trigger_id=request.payload["trigger_id"], view=form(text_input()))
        if request.kind == "view_submission":
            return Answer(body={"response_action": "errors", "errors": {"summary": "Say more, please."}})
        return Answer()

    def play(teller: Teller) -> None:
        rosa.command("/desk", "new")
        teller.caption(Caption("She types …", "rosa", "it-help"))
        rosa.fill({"summary": "help"})
        teller.caption(Caption("… and sends it.", "rosa", "it-help"))
        rosa.submit()
        teller.caption(Caption("It comes back.", "rosa", "it-help"))
        teller.caption(Caption("She thinks for a long while. " * 40, "rosa", "it-help"))

    app.answer = answer
    sandbox.offer_scenes([Scene("form", "A form", "With an error.", play)], pace=0.3)


def begin(window: Page) -> None:
    window.get_by_role("button", name="Scenes").click()
    window.get_by_role("menuitem", name="A form").click()


def test_who_watches_sees_what_is_typed_and_what_is_wrong_with_it(window: Page) -> None:
    come(window, "rosa")
    begin(window)

    dialog = window.get_by_role("dialog", name="New request")
    expect(dialog.get_by_label("Summary")).to_have_value("help")
    expect(dialog.get_by_text("Say more, please.")).to_be_visible()
    expect(dialog.get_by_label("Summary")).to_have_attribute("aria-invalid", "true")


def test_a_scene_can_be_stopped_over_an_open_form(window: Page) -> None:
    come(window, "rosa")
    begin(window)
    bar = window.get_by_role("region", name="Scene")

    expect(window.get_by_text("Say more, please.")).to_be_visible()
    expect(bar).to_contain_text("She thinks")
    assert find_barriers(window) == []
    bar.get_by_role("button", name="Stop").click()

    expect(bar).to_contain_text("Stopped.")
    expect(window.get_by_role("dialog", name="New request")).to_be_visible()


def test_the_bar_stays_when_the_form_goes(window: Page) -> None:
    come(window, "rosa")
    begin(window)
    bar = window.get_by_role("region", name="Scene")

    expect(window.get_by_text("Say more, please.")).to_be_visible()
    window.keyboard.press("Escape")

    expect(window.get_by_role("dialog", name="New request")).to_have_count(0)
    bar.get_by_role("button", name="Stop").click()
    expect(bar).to_contain_text("Stopped.")
    bar.get_by_role("button", name="Close").click()
    expect(bar).not_to_be_visible()
