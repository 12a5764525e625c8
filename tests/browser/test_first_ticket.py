"""The way of the first ticket in a browser: asked by one, claimed and answered by another, read where it was asked."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import NewVisitor
from tests.browser.visitor import Visitor


def test_rosa_asks_ben_claims_and_answers_and_rosa_reads_it_in_her_thread(visitor: Visitor) -> None:
    visitor.comes("rosa", "it-help")
    visitor.says("it-help", "My laptop does not *wake up*")
    expect(visitor.message("My laptop does not wake up")).to_contain_text("1 reply")

    visitor.becomes("Ben Okafor")
    visitor.opens("it-triage")
    card = visitor.message("My laptop does not wake up")
    card.get_by_role("button", name="Claim").click()
    expect(card).to_contain_text("In progress")
    expect(card.get_by_role("button", name="Claim")).to_have_count(0)
    visitor.begins_thread_under("My laptop does not wake up")
    visitor.replies("Please hold the power button")
    expect(visitor.reply("Please hold the power button")).to_be_visible()

    visitor.becomes("Rosa Diaz")
    visitor.opens("it-help")
    visitor.opens_thread_of("My laptop does not wake up")
    expect(visitor.reply("Please hold the power button")).to_contain_text("ben")
    assert visitor.barriers() == []


def test_what_one_does_the_other_sees_without_reloading(visitors: NewVisitor) -> None:
    rosa, ben = visitors().comes("rosa", "it-help"), visitors().comes("ben", "it-triage")
    rosa.says("it-help", "The beamer hums")
    card = ben.message("The beamer hums")
    expect(card).to_contain_text("New")
    ben.begins_thread_under("The beamer hums")
    ben.replies("I come over")
    rosa.opens_thread_of("The beamer hums")
    expect(rosa.reply("I come over")).to_be_visible()
    rosa.replies("It is quiet now")
    expect(ben.reply("It is quiet now")).to_contain_text("rosa")


def test_of_two_agents_who_claim_at_once_one_has_the_ticket_and_the_other_a_word(visitors: NewVisitor) -> None:
    rosa = visitors().comes("rosa", "it-help")
    agents = {"Ben Okafor": "ben", "Cara Lindqvist": "cara"}
    windows = {name: visitors().comes(login, "it-triage") for name, login in agents.items()}
    rosa.says("it-help", "The VPN asks for my password")
    claims = [window.message("The VPN asks").get_by_role("button", name="Claim") for window in windows.values()]
    for claim in claims:
        expect(claim).to_be_enabled()
    for claim in claims:  # both presses are on their way before either is answered
        claim.evaluate("button => void setTimeout(() => button.click())")

    for window in windows.values():
        expect(window.message("The VPN asks")).to_contain_text("In progress")
    card = windows["Ben Okafor"].message("The VPN asks").inner_text()
    [second] = [window for name, window in windows.items() if name not in card]
    [first] = [window for window in windows.values() if window is not second]
    expect(second.message("just before you")).to_contain_text("Only visible to you")
    expect(first.conversation.get_by_text("just before you")).to_have_count(0)
    assert first.barriers() + second.barriers() == []


def test_a_private_note_stays_private(visitors: NewVisitor) -> None:
    rosa, ben = visitors().comes("rosa", "it-help"), visitors().comes("ben", "it-triage")
    rosa.says("it-help", "My badge is broken")
    expect(ben.message("My badge is broken")).to_contain_text("New")
    ben.begins_thread_under("My badge is broken")
    ben.replies(":lock: she loses one each month")
    ben.replies("A new one is ready")
    rosa.opens_thread_of("My badge is broken")
    expect(rosa.reply("A new one is ready")).to_be_visible()
    expect(rosa.page.get_by_text(re.compile("loses one"))).to_have_count(0)
    expect(ben.reply("she loses one each month")).to_be_visible()
    assert ben.barriers() == []
