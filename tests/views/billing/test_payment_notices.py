"""What people read about payments: what happened, what comes next, and where to act."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.billing.money import Money
from bot.domain.billing.payment_facts import PaymentFacts, Said
from bot.views.billing import payment_wording as wording
from bot.views.billing.payment_notice import payment_letter, payment_notice

PAGE = "https://desk.example.com/billing/gAAAA"
FACTS = PaymentFacts(
    said=Said.FAILED,
    number="INV-2026-0001",
    amount=Money(1290, "EUR"),
    due_on=None,
    next_at=datetime(2026, 1, 2, 9, tzinfo=UTC),
    suspends_at=datetime(2026, 1, 8, 9, tzinfo=UTC),
    failure_code="card_declined",
    confirm_url=None,
    page_url=PAGE,
    locale="en-US",
)
AGAIN = "It is tried again on 2026-01-02."
ENDS = "If it is not paid by 2026-01-08, this desk becomes read-only until it is."


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            FACTS,
            f"€12.90 for INV-2026-0001 could not be collected: the card was declined. {AGAIN} {ENDS}",
        ),
        (
            replace(FACTS, failure_code="do_not_honor", next_at=None, suspends_at=None),
            "€12.90 for INV-2026-0001 could not be collected: the provider said do_not_honor.",
        ),
        (
            replace(FACTS, said=Said.REMINDED, due_on=date(2026, 1, 1)),
            f"INV-2026-0001 asks for €12.90 by 2026-01-01, and nothing has come yet. {ENDS}",
        ),
        (
            replace(FACTS, said=Said.CONFIRM),
            f"Your bank wants you to confirm €12.90 for INV-2026-0001 before it pays. {ENDS}",
        ),
        (replace(FACTS, said=Said.SUSPENDED), wording.suspended("INV-2026-0001", "€12.90")),
        (replace(FACTS, said=Said.REINSTATED), wording.reinstated("INV-2026-0001")),
        (replace(FACTS, said=Said.PAID_TWICE), wording.paid_twice("INV-2026-0001", "€12.90")),
        (replace(FACTS, said=Said.CHANGE_MADE, number=None), wording.change_made("€12.90")),
        (
            replace(FACTS, said=Said.CHANGE_FAILED, number=None, failure_code="expired_card"),
            wording.change_failed("€12.90", "the card has expired"),
        ),
        (replace(FACTS, said=Said.CHANGE_CONFIRM, number=None), wording.change_confirm("€12.90")),
    ],
    ids=lambda value: str(value.said) if isinstance(value, PaymentFacts) else "",
)
def test_each_notice_says_what_happened_and_what_comes_next(facts: PaymentFacts, said: str) -> None:
    assert payment_notice(facts).text == said


def links_of(facts: PaymentFacts) -> list[tuple[str, str]]:
    """Return the links of a message."""
    pieces = [
        piece
        for block in payment_notice(facts).blocks
        if block["type"] == "rich_text"
        for section in block["elements"]
        for piece in section["elements"]
    ]
    return [(piece["text"], piece["url"]) for piece in pieces if piece["type"] == "link"]


def test_a_message_leads_to_the_page_and_to_the_bank() -> None:
    confirming = replace(FACTS, said=Said.CONFIRM, confirm_url="https://pay.example/confirm")

    assert links_of(FACTS) == [(wording.OPEN_BILL, PAGE)]
    assert links_of(confirming) == [(wording.CONFIRM, "https://pay.example/confirm"), (wording.OPEN_BILL, PAGE)]
    assert links_of(replace(FACTS, said=Said.REINSTATED)) == []


def test_without_pages_a_message_says_where_else_to_go() -> None:
    content = payment_notice(replace(FACTS, page_url=None))

    assert wording.WITHOUT_PAGES in str(content.blocks)


def test_a_mail_says_the_same() -> None:
    letter = payment_letter(replace(FACTS, said=Said.CONFIRM, page_url=None, confirm_url="https://pay.example/1"))

    assert letter.subject == "About INV-2026-0001"
    assert letter.text.splitlines()[-1] == "Confirm the payment: https://pay.example/1"
