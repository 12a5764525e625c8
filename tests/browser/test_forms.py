"""Forms in a browser: what is wrong is said at the field, nothing that was typed is lost, and a modal can be left."""

from playwright.sync_api import Locator, expect

from tests.browser.visitor import Visitor


def test_a_form_with_an_error_keeps_what_was_typed_and_is_taken_once_it_is_right(visitor: Visitor) -> None:
    form = opens_form(visitor, "mona")
    details = form.get_by_role("textbox", name="Details")
    details.click()
    visitor.page.keyboard.type("The keys are loud")
    form.get_by_role("textbox").first.fill("   ")
    form.get_by_role("button", name="Open ticket").or_(form.locator("button[type=submit]")).first.click()
    expect(form).to_contain_text("Please say in a few words what you need.")
    expect(details).to_contain_text("The keys are loud")
    assert visitor.barriers() == []

    form.get_by_role("textbox").first.fill("A quieter keyboard")
    form.locator("button[type=submit]").click()
    expect(form).to_have_count(0)
    visitor.becomes("Ben Okafor")
    visitor.opens("it-triage")
    expect(visitor.message("A quieter keyboard")).to_contain_text("The keys are loud")


def test_an_empty_field_that_must_be_filled_is_said_at_the_field(visitor: Visitor) -> None:
    form = opens_form(visitor, "finn")
    form.locator("button[type=submit]").click()
    expect(form.get_by_role("textbox").first).to_have_attribute("aria-invalid", "true")


def test_escape_leaves_a_form_and_gives_the_focus_back(visitor: Visitor) -> None:
    form = opens_form(visitor, "gus")
    expect(form.get_by_role("textbox").first).to_be_focused()
    visitor.page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    expect(visitor.field("it-help")).to_be_focused()


def test_closing_a_ticket_asks_first(visitor: Visitor) -> None:
    visitor.comes("rosa", "it-help")
    visitor.says("it-help", "The door squeaks")
    expect(visitor.message("The door squeaks")).to_contain_text("1 reply")
    visitor.becomes("Ben Okafor")
    visitor.opens("it-triage")
    card = visitor.message("The door squeaks")
    card.get_by_role("button", name="Close").click()
    question = visitor.page.get_by_role("dialog")
    question.get_by_role("button", name="Keep Open").click()
    expect(card).to_contain_text("New")
    card.get_by_role("button", name="Close").click()
    question.get_by_role("button", name="Close", exact=True).click()
    expect(card).to_contain_text("Closed")


def test_a_cards_menu_opens_again_after_escape_left_its_form(visitor: Visitor) -> None:
    visitor.comes("rosa", "it-help")
    visitor.says("it-help", "The lamp flickers")
    expect(visitor.message("The lamp flickers")).to_contain_text("1 reply")
    visitor.becomes("Ben Okafor")
    visitor.opens("it-triage")
    more = visitor.message("The lamp flickers").get_by_role("button", name="More choices")
    choices, form = visitor.page.get_by_role("menuitem"), visitor.page.get_by_role("dialog")
    more.click()
    choices.filter(has_text="Edit details").click()
    expect(form).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    expect(more).to_be_focused()
    more.click()
    expect(choices).to_have_count(5)
    expect(choices.first).to_be_visible()
    expect(choices.first).to_be_focused()


def opens_form(visitor: Visitor, who: str) -> Locator:
    """Type /desk new as somebody, and return the form that opens."""
    visitor.comes(who, "it-help")
    visitor.says("it-help", "/desk new")
    form = visitor.page.get_by_role("dialog")
    expect(form).to_be_visible()
    return form
