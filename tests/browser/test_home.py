"""The app's Home in a browser: what is theirs, kept fresh while they look, and a button that asks."""

from playwright.sync_api import Locator, expect

from tests.browser.conftest import NewVisitor
from tests.browser.visitor import Visitor


def test_home_shows_open_tickets_and_follows_what_happens_to_them(visitors: NewVisitor) -> None:
    rosa, ben = visitors().comes("rosa", "it-help"), visitors().comes("ben", "it-triage")
    rosa.says("it-help", "The heating is cold")
    opens_home(rosa)
    expect(home(rosa)).to_contain_text("The heating is cold")
    expect(home(rosa)).to_contain_text("nobody has it yet")
    assert rosa.barriers() == []

    ben.message("The heating is cold").get_by_role("button", name="Claim").click()
    expect(home(rosa)).to_contain_text("In progress")


def test_the_button_on_home_opens_the_form_and_its_ticket_appears(visitor: Visitor) -> None:
    visitor.comes("finn", "it-help")
    opens_home(visitor)
    home(visitor).get_by_role("button", name="New Request").click()
    form = visitor.page.get_by_role("dialog")
    form.get_by_role("textbox").first.fill("A taller desk")
    form.locator("button[type=submit]").click()
    expect(form).to_have_count(0)
    expect(home(visitor)).to_contain_text("A taller desk")


def opens_home(visitor: Visitor) -> None:
    """Open the app's Home by the sidebar, and wait until it was published."""
    visitor.page.locator("#sidebar").get_by_role("button", name="Deskbell").click()
    expect(home(visitor).get_by_role("button", name="New Request")).to_be_visible()


def home(visitor: Visitor) -> Locator:
    """The Home tab."""
    return visitor.conversation.locator(".home")
