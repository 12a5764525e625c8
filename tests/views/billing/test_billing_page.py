"""The bill as it stands, the list of documents, and what Home shows of both."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.billing.bill import BillFacts, HomeBill, OpenWindow
from bot.domain.billing.document_list import DocumentsPage, InvoiceSummary, ListedDocument
from bot.domain.billing.facts import FactKind
from bot.domain.billing.outcomes import SubscriptionStanding
from bot.domain.billing.plans import Plan
from bot.domain.billing.subscription_facts import SubscriptionFacts, subscription_facts
from bot.domain.billing.terms import Collect, InvoiceTo, Terms
from bot.views.billing import billing_wording as wording
from bot.views.billing.action_ids import BillingActionId
from bot.views.billing.billing_page import billing_page, documents_page, home_part
from models.billing import InvoiceKind, InvoiceState
from tests.domain.billing.story import TEAM, Story, instant
from tests.support.billing_rows import on
from tests.views.billing.reading import said
from tests.views.judging import every_object, problems_of_view

ADDRESS = "https://desk.example.com/billing/gAAAAAB"
INVOICE = InvoiceSummary(
    7, "INV-2026-0001", InvoiceKind.INVOICE, InvoiceState.FINALISED, on(1, 1), date(2026, 1, 15), "EUR", 2500, 2500
)


def facts_of(story: Story, at: str, *, may_change: bool = True) -> SubscriptionFacts:
    return subscription_facts(story.until(at).ledger, at=instant(at), may_change=may_change)


def bill_of(story: Story, at: str = "01-10", **facts: Any) -> BillFacts:
    bill = BillFacts(
        subscription=facts_of(story, at),
        held=0,
        pending=0,
        window=None,
        balance_minor=0,
        history=DocumentsPage([ListedDocument(INVOICE, None)], None, None),
        address=None,
        locale=None,
    )
    return replace(bill, **facts)


def test_the_bill_says_plan_standing_period_seats_price_next_document_and_history() -> None:
    page = billing_page(bill_of(Story(("U1", "U2")), held=1, address=ADDRESS))

    assert said(page["blocks"]) == [
        (
            "Team · monthly · USD\nActive.\nPeriod: 1 January 2026 up to 1 February 2026.\n"
            "2 seats taken, 2 in this period's bill (1 held)."
        ),
        "A seat costs $25.00 for each period, before tax. [Change]",
        "[Seats] [Quote] [Open the Page]",
        wording.NEXT,
        "$50.00 by invoice on 1 February 2026: 2 seats at $25.00. [Explain]",
        wording.HISTORY,
        "*INV-2026-0001* · invoice · 1 January 2026 · €25.00 · open, due 15 January 2026 [Explain]",
        wording.DAYS_ARE_UTC,
    ]
    assert ADDRESS in [found.get("url") for found in every_object(page)]
    assert problems_of_view(page) == []


def test_an_open_window_says_what_it_will_charge_and_when() -> None:
    story = Story(("U1",), terms=replace(TEAM, settle_minutes=60)).join("U2", "01-16 08:00")
    window = OpenWindow(on(1, 16, 9), story.ledger.open_charges(instant("01-16 08:30")))

    page = billing_page(bill_of(story, "01-16 08:30", window=window))

    expected = (
        "1 new seat for the rest of this period: $12.90, charged 2026-01-16 09:00 UTC. "
        "Who leaves before costs nothing. [Explain]"
    )
    assert expected in said(page["blocks"])
    assert problems_of_view(page) == []
    nothing = billing_page(bill_of(story, "01-16 08:30", window=OpenWindow(on(1, 16, 9), None)))
    assert any("Nothing is charged for it as things stand" in words for words in said(nothing["blocks"]))


def test_a_price_that_was_never_agreed_can_be_set_by_admins_alone() -> None:
    story = Story(("U1",), terms=Terms(plan=Plan.ENTERPRISE))
    page = billing_page(bill_of(story))

    assert f"{wording.NO_PRICE} [Set the Price]" in said(page["blocks"])
    assert "There will be none while no price is agreed." in said(page["blocks"])
    contact = billing_page(bill_of(story, subscription=facts_of(story, "01-10", may_change=False)))
    assert BillingActionId.OPEN_SUBSCRIPTION not in [found.get("action_id") for found in every_object(contact)]


def test_an_empty_bill_says_what_will_come() -> None:
    page = billing_page(bill_of(Story(), history=DocumentsPage([], None, None)))

    assert "There will be none while nobody takes a seat and none is bought in advance." in said(page["blocks"])
    assert wording.NO_DOCUMENTS in said(page["blocks"])
    assert problems_of_view(page) == []


@pytest.mark.parametrize("collect", [Collect.MANUAL, Collect.STRIPE])
def test_without_a_page_the_way_to_pay_is_said_where_money_is_collected(collect: Collect) -> None:
    collected = said(billing_page(bill_of(Story(("U1",), terms=replace(TEAM, collect=collect))))["blocks"])
    stated = said(billing_page(bill_of(Story(("U1",), terms=replace(TEAM, collect=Collect.NONE))))["blocks"])

    assert wording.NO_PAGE[collect].replace("`", "") in collected
    assert not any("Nothing is paid in Slack" in words for words in stated)
    assert any("by statement on" in words for words in stated)


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (SubscriptionStanding.COUNTING, "nothing is ever locked"),
        (SubscriptionStanding.TRIAL, "ends on 15 January 2026"),
        (SubscriptionStanding.SUSPENDED, "It goes on when there is a way to pay"),
        (SubscriptionStanding.CANCELLED, "Ended"),
        (SubscriptionStanding.ACTIVE, "Active."),
    ],
)
def test_every_standing_is_said_with_what_follows(standing: SubscriptionStanding, words: str) -> None:
    trial = Story(("U1",), terms=replace(TEAM, trial_days=14, invoice_to=InvoiceTo()))
    facts = replace(facts_of(trial, "01-10"), standing=standing, upcoming=None)

    assert words in said(billing_page(bill_of(trial, subscription=facts))["blocks"])[0]


def test_a_cancelled_subscription_says_when_it_ends() -> None:
    story = Story(("U1",)).fact(FactKind.CANCELLED, "01-05")

    words = said(billing_page(bill_of(story))["blocks"])

    assert "Active. It is cancelled and ends on 1 February 2026." in words[0]
    assert "There will be none: the subscription is cancelled." in words


def test_a_smaller_plan_that_follows_is_said() -> None:
    story = Story(("U1",), terms=replace(TEAM, plan=Plan.PROFESSIONAL)).change("01-05", plan=Plan.TEAM)

    assert "From 1 February 2026 on: Team · monthly · USD." in said(billing_page(bill_of(story))["blocks"])[0]


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"state": InvoiceState.PAID}, "paid"),
        ({"state": InvoiceState.VOID}, "void"),
        ({"state": InvoiceState.UNCOLLECTIBLE}, "could not be collected"),
        ({"kind": InvoiceKind.STATEMENT}, "no payment asked for"),
        ({"kind": InvoiceKind.CREDIT_NOTE}, "credited"),
        ({"collect_minor": 0}, "nothing to pay"),
        ({"collect_minor": 2600}, "open €26.00, due 15 January 2026"),
    ],
)
def test_every_state_of_a_document_is_said(facts: dict[str, Any], state: str) -> None:
    assert wording.state(replace(INVOICE, **facts), None) == state


def test_documents_link_to_their_pages_and_older_ones_follow() -> None:
    page = documents_page(DocumentsPage([ListedDocument(INVOICE, ADDRESS)], 7, None))

    assert said(page["blocks"])[0].startswith(f"*<{ADDRESS}|INV-2026-0001>* · invoice")
    assert said(page["blocks"])[1] == "[Older]"
    assert problems_of_view(page) == []
    assert said(documents_page(DocumentsPage([], None, None))["blocks"]) == [wording.NO_DOCUMENTS]


@pytest.mark.parametrize(("minor", "words"), [(-500, "A credit of $5.00 is taken off"), (30, "$0.30 from earlier was")])
def test_what_is_open_from_earlier_is_said(minor: int, words: str) -> None:
    page = billing_page(bill_of(Story(("U1",)), balance_minor=minor))

    assert any(each.startswith(words) for each in said(page["blocks"]))


def test_home_shows_one_line_and_leads_to_both_pages() -> None:
    priced = home_part(HomeBill(facts_of(Story(("U1", "U2")), "01-10"), 1, None))
    free = home_part(HomeBill(facts_of(Story(("U1",), terms=Terms()), "01-10"), 0, None))

    assert priced.text == "2 seats taken · 1 held · next invoice $50.00 on 1 February 2026"
    assert free.text == "1 seat taken · no price agreed, seats are only counted"
    assert [each.action_id for each in priced.buttons] == [BillingActionId.OPEN_SEATS, BillingActionId.OPEN_BILL]
