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


def test_an_agent_finds_tickets_from_home_and_takes_one(visitors: NewVisitor) -> None:
    rosa, ben = visitors().comes("rosa", "it-help"), visitors().comes("ben", "it-triage")
    rosa.says("it-help", "The awning is stuck")
    expect(ben.message("The awning is stuck")).to_be_visible()
    opens_home(ben)
    assert ben.barriers() == []

    home(ben).get_by_role("button", name="Search").click()
    page = ben.page.get_by_role("dialog", name="Find tickets")
    expect(page).to_contain_text("What you can look for")
    page.get_by_role("textbox").fill("awnings status:open")
    page.locator("button[type=submit]").click()
    expect(page).to_contain_text("1 ticket")
    expect(page.get_by_role("link", name="IT-")).to_be_visible()
    assert ben.barriers() == []
    page.get_by_role("button", name="Choose Several").click()
    page.get_by_role("checkbox").check()
    assert ben.barriers() == []
    page.get_by_role("button", name="Assign to Me").click()
    ben.page.get_by_role("dialog").last.get_by_role("button", name="Assign to Me").click()

    expect(page).to_contain_text("Done: IT-")
    ben.page.keyboard.press("Escape")
    expect(home(ben)).to_contain_text("The awning is stuck")
