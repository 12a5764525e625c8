"""How the page looks and who can use it: both themes, a phone, the keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewVisitor
from tests.browser.visitor import PHONE, Theme, Visitor, body_background
from tests.support.cases import open_case
from tests.support.desk import Desk


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nobody_is_kept_out_in_either_theme(visitors: NewVisitor, desk: Desk, theme: Theme) -> None:
    open_case(desk, f"A lamp for the {theme} room", by="finn")
    visitor = visitors(theme=theme).comes("ben", "it-triage")
    expect(visitor.message(f"{theme} room")).to_be_visible()
    assert visitor.barriers() == []
    visitor.opens("it-help")
    visitor.opens_thread_of(f"{theme} room")
    expect(visitor.reply("opened")).to_be_visible()
    assert visitor.barriers() == []


def test_the_switch_goes_from_light_to_dark_and_is_remembered(visitor: Visitor) -> None:
    visitor.comes("rosa", "it-help")
    light = body_background(visitor.page)
    visitor.page.get_by_role("button", name="Switch between light and dark").click()
    dark = body_background(visitor.page)
    visitor.page.reload()
    expect(visitor.field("it-help")).to_be_visible()
    assert light != dark
    assert body_background(visitor.page) == dark


def test_on_a_phone_one_pane_fills_the_window_and_all_can_be_reached(visitors: NewVisitor, desk: Desk) -> None:
    open_case(desk, "The lift is slow", by="finn")
    visitor = visitors(size=PHONE).comes("finn", "it-help")
    visitor.opens_thread_of("The lift is slow")
    expect(visitor.reply("opened")).to_be_visible()
    expect(visitor.field("it-help")).not_to_be_visible()
    assert visitor.barriers() == []
    visitor.thread.get_by_role("button", name="Close the thread").click()
    visitor.page.get_by_role("button", name="Show the channels").click()
    visitor.becomes("Ben Okafor")
    visitor.page.locator("#sidebar").get_by_role("button", name="it-triage").click()
    expect(visitor.message("The lift is slow")).to_be_visible()
    width = visitor.page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE[0]
    assert visitor.barriers() == []


def test_the_keyboard_alone_is_enough_to_ask_and_to_claim(visitor: Visitor) -> None:
    visitor.comes("rosa", "it-help")
    keyboard = visitor.page.keyboard
    visitor.page.get_by_role("link", name="Skip to the message field").focus()
    keyboard.press("Enter")
    expect(visitor.field("it-help")).to_be_focused()
    keyboard.type("The clock stands still")
    keyboard.press("Enter")
    expect(visitor.message("The clock stands still")).to_contain_text("1 reply")

    visitor.page.get_by_role("button", name="Acting as").focus()
    keyboard.press("Enter")
    keyboard.type("ben")
    keyboard.press("Enter")
    expect(visitor.page.get_by_role("button", name="Acting as Ben Okafor")).to_be_focused()
    tab_to(visitor, "it-triage")
    keyboard.press("Enter")
    card = visitor.message("The clock stands still")
    expect(card).to_be_visible()
    card.focus()
    tab_to(visitor, "Claim")
    keyboard.press("Enter")
    expect(card).to_contain_text("In progress")


def tab_to(visitor: Visitor, words: str) -> None:
    """Press Tab until what has the focus says these words."""
    for _ in range(60):
        visitor.page.keyboard.press("Tab")
        if words in visitor.page.evaluate("document.activeElement.textContent"):
            return
    raise AssertionError(f"Tab never came to {words!r}")
