"""The pages of the subscription: what they say, that Slack takes them, and that forms are read as they were drawn."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.billing.ledger import Ledger
from bot.domain.billing.outcomes import SubscriptionStanding
from bot.domain.billing.periods import Interval, Period
from bot.domain.billing.plans import Plan
from bot.domain.billing.subscription_facts import SubscriptionFacts
from bot.domain.billing.terms import Collect, InvoiceTo, Terms
from bot.domain.billing.terms_changes import preview
from bot.errors import FieldsRefused
from bot.listeners.billing.subscription_forms import read_terms
from bot.views.billing.action_ids import BillingActionId
from bot.views.billing.subscription_forms import TermsField, cancel_form, confirmation, contacts_form, terms_form
from bot.views.billing.subscription_page import subscription_page
from bot.views.content import Content
from tests.actors.sent import opened
from tests.views.hostile import HOSTILE
from tests.views.judging import dangers_of, every_object, problems_of_view

TEAM = Terms(
    collect=Collect.MANUAL,
    plan=Plan.TEAM,
    currency="EUR",
    prepaid_seats=2,
    spend_ceiling_minor=500_000,
    split_by_queue=True,
    tax_rate_basis_points=825,
    tax_label="VAT",
    invoice_to=InvoiceTo("Acme GmbH", "Hauptstrasse 1\n10115 Berlin", "billing@acme.example", "DE1", "4500"),
)
JANUARY = Period(0, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC))
ACTIVE = SubscriptionFacts(
    terms=TEAM,
    scheduled=None,
    unit_minor=2300,
    standing=SubscriptionStanding.ACTIVE,
    trial_ends_at=None,
    period=JANUARY,
    cancels=False,
    has_payment_method=True,
    paid=2,
    occupied=1,
    upcoming=None,
    may_change=True,
)


def buttons_of(view: Any) -> list[str]:
    return [each["action_id"] for each in every_object(view) if each.get("type") == "button"]


def words_of(view: Any) -> str:
    return " ".join(each["text"] for each in every_object(view) if isinstance(each.get("text"), str))


@pytest.mark.parametrize(
    ("facts", "offered"),
    [
        (ACTIVE, [BillingActionId.CHANGE_TERMS, BillingActionId.OPEN_CONTACTS, BillingActionId.OPEN_CANCEL]),
        (
            replace(ACTIVE, scheduled=replace(TEAM, currency="USD")),
            [
                BillingActionId.CHANGE_TERMS,
                BillingActionId.OPEN_CONTACTS,
                BillingActionId.TAKE_TERMS_BACK,
                BillingActionId.OPEN_CANCEL,
            ],
        ),
        (
            replace(ACTIVE, cancels=True),
            [BillingActionId.CHANGE_TERMS, BillingActionId.OPEN_CONTACTS, BillingActionId.UNDO_CANCEL],
        ),
        (
            replace(ACTIVE, terms=Terms(), standing=SubscriptionStanding.COUNTING),
            [BillingActionId.CHANGE_TERMS, BillingActionId.OPEN_CONTACTS],
        ),
        (replace(ACTIVE, may_change=False), []),
    ],
)
def test_a_page_offers_what_can_be_done(facts: SubscriptionFacts, offered: list[str]) -> None:
    page = subscription_page(facts)

    assert buttons_of(page) == offered
    assert problems_of_view(page) == []


def test_a_page_says_what_holds_what_follows_and_what_is_missing() -> None:
    suspended = replace(
        ACTIVE,
        standing=SubscriptionStanding.SUSPENDED,
        has_payment_method=False,
        scheduled=replace(TEAM, period=Interval.ANNUAL),
    )

    said = words_of(subscription_page(suspended, "de-DE"))

    assert "23,00\N{NO-BREAK SPACE}€ for each agent and month, before tax" in said
    assert "To follow: Paid: annual" in said
    assert "Suspended: everything can be read, nothing can be changed" in said
    assert "and the desk can be worked again at once." in said


def test_a_page_says_what_was_just_done() -> None:
    page = subscription_page(ACTIVE, done=["Plan: Team from now on (it was Professional)."])

    assert "Plan: Team from now on" in words_of(page)
    assert problems_of_view(page) == []


@pytest.mark.parametrize("terms", [Terms(), TEAM, replace(TEAM, plan=Plan.ENTERPRISE, seat_price_minor=1999)])
def test_a_form_is_read_as_it_was_drawn(terms: Terms) -> None:
    view = terms_form(terms)

    assert problems_of_view(view) == []
    assert read_terms(opened(view)) == terms


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (TermsField.CURRENCY, "EURO"),
        (TermsField.CEILING, "a lot"),
        (TermsField.SEAT_PRICE, "12.905"),
        (TermsField.PREPAID, "-1"),
        (TermsField.SETTLE, "1h"),
        (TermsField.TAX, "19.005"),
        (TermsField.TAX, "nan"),
        (TermsField.TAX, "101"),
        (TermsField.ADDRESS, "a\nb\nc\nd\ne\nf\ng"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(field: TermsField, typed: str) -> None:
    sent = opened(terms_form(TEAM))
    sent["state"]["values"][field][field]["value"] = typed

    with pytest.raises(FieldsRefused) as refusal:
        read_terms(sent)

    assert list(refusal.value.errors) == [field]


def test_a_confirmation_says_what_changes_costs_and_is_lost() -> None:
    foreseen = preview(Ledger(), TEAM, at=datetime(2026, 1, 1, tzinfo=UTC))

    page = confirmation(foreseen, ["Team gives one queue: HR can then only be read. IT can be worked."], "en-US")

    said = words_of(page)
    assert "Plan: Team from now on (it was Enterprise)." in said
    assert "Spend ceiling: €5,000.00 from now on (it was none)." in said
    assert "The next renewal, on 2026-01-15, comes to €49.80." in said
    assert "HR can then only be read" in said
    assert problems_of_view(page) == []


def test_a_confirmation_of_nothing_cannot_be_sent() -> None:
    foreseen = preview(Ledger(), Terms(), at=datetime(2026, 1, 1, tzinfo=UTC))

    page = confirmation(foreseen)

    assert "submit" not in page
    assert problems_of_view(page) == []


@pytest.mark.parametrize("view", [cancel_form(ACTIVE), contacts_form([]), contacts_form(["U0ROSA"])])
def test_slack_takes_the_other_forms(view: dict[str, Any]) -> None:
    assert problems_of_view(view) == []


@pytest.mark.parametrize("words", HOSTILE[::5])
def test_whatever_an_addressee_is_called_nobody_is_notified(words: str) -> None:
    terms = replace(TEAM, invoice_to=InvoiceTo(words[:120], words[:120]), tax_label=words[:120])

    page, form = subscription_page(replace(ACTIVE, terms=terms)), terms_form(terms)

    assert (problems_of_view(page), problems_of_view(form)) == ([], [])
    assert dangers_of(Content("", page["blocks"])) == []
