"""The hard cases of paying by card, played in Slack with a time machine and a provider that has bad days.

What stands in for the web: a card is kept as the provider tells it, not typed on the provider's page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select

from bot.errors import TransientFailure
from bot.gateways.database import Sessions
from bot.gateways.payments import BY_HAND, Charge, ChargeRequest, PaymentMethod
from bot.manifest import Transport
from bot.services.billing import invoices, payment_accounts, subscriptions
from bot.services.desk import workspaces
from bot.views.billing.action_ids import BillingActionId
from bot.views.billing.explanation_wording import TIMES
from bot.views.billing.subscription_forms import TermsField
from models.billing import Invoice, InvoiceState
from sandbox.actor import Actor
from sandbox.seen import View
from scheduler.jobs.billing.closing import audit_ledgers, close_ledgers
from scheduler.jobs.billing.collecting import collect_unpaid
from tests.support.billing_desk import BilledDesk, begin_to_bill
from tests.support.billing_rows import on
from tests.support.collecting import BY_CARD, VISA
from tests.support.desk import SOON, Desk, make_triage, running_desk, wait_until
from tests.support.payments import DECLINED, LOST, FakePayments

MASTERCARD = PaymentMethod("pm_mastercard", "Mastercard ending in 4444")
TEAM_ID = "T00000ACME"

FIRST = ("INV-2027-0001", date(2027, 1, 1), 2500)
SECOND = ("INV-2027-0002", date(2027, 1, 16), 1290)


@dataclass
class Provider(FakePayments):
    """The fake of a provider, on days that are worse still.

    Attributes:
        kills: our process dies when the next money is taken.
        goes_out: nothing is heard of it any more when the next money is taken.
        is_out: nothing is heard of it.
    """

    kills: bool = False
    goes_out: bool = False
    is_out: bool = False

    def collect(self, request: ChargeRequest) -> Charge:
        """Collect. A process that dies records nothing, not even that it failed, and leaves its row to its lease."""
        self.is_out = self.goes_out
        charge = super().collect(request)
        if self.kills:
            self.kills = False
            raise SystemExit
        return charge

    def find(self, request: ChargeRequest, reference: str | None = None) -> Charge | None:
        """Find a payment, unless nothing is heard."""
        if self.is_out:
            raise TransientFailure("timeout", in_doubt=True)
        return super().find(request, reference)


@pytest.fixture
def provider() -> Provider:
    """Where the money comes in."""
    return Provider()


@pytest.fixture
def desk(sessions: Sessions, engine: Engine, provider: Provider) -> Iterator[Desk]:
    """A running desk with a provider, not set up; one way in: what becomes of an event does not depend on it."""
    ports = {**BY_HAND, provider.provider: provider}
    with running_desk(sessions, engine, transport=Transport.HTTP, payments=ports) as desk:
        yield desk


def test_an_upgrade_whose_card_fails_changes_nothing_and_with_a_better_card_holds_at_once(
    desk: Desk, provider: Provider
) -> None:
    billed, ada = begin_by_card(desk), desk.actor("ada")
    billed.go(on(1, 16, 9, year=2027))
    billed.invite("ben")
    billed.go(on(1, 21, 9, year=2027))
    provider.plan = [DECLINED]

    asked = upgrade(billed)
    failed = ada.dm()[-1].text
    beyond = str(ada.command("/desk", "triage #second ALL"))
    billed.close(on(1, 21, 11, year=2027))
    left = billed.documents()
    take_card(desk, MASTERCARD)
    upgrade(billed)
    made = ada.dm()[-1].text
    make_triage(ada, "second", "ALL")
    desk.settle()
    used = ada.dm()[-1].text
    billed.close(on(1, 21, 15, year=2027))

    assert "This costs $17.74 now, for the rest of the period." in asked.words
    assert failed == (
        "Your change of the subscription is not made: $17.74 could not be collected, the card was declined. "
        "Everything is as it was."
    )
    assert "The Team plan gives one queue" in beyond
    assert left == [FIRST, SECOND]
    assert made == "$17.74 came, and your change of the subscription is made."
    assert "#second is now the triage channel of ALL." in used, "what the plan gives is there before its invoice"
    assert billed.documents() == [*left, ("INV-2027-0003", date(2027, 1, 21), 1774)]
    assert billed.lines("INV-2027-0003") == [("plan_credit", 11, -1774), ("plan_charge", 11, 3548)]
    assert states(desk) == [InvoiceState.PAID] * 3
    assert [asked.amount_minor for asked, _ in provider.made.values()] == [2500, 1290, 1774, 1774]
    assert provider.taken_minor == 2500 + 1290 + 1774
    assert [asked.method_reference for asked, _ in provider.made.values()][-2:] == ["pm_visa", "pm_mastercard"]
    assert billed.is_as_the_facts_give()
    assert desk.parked() == []
    assert "INV-2027-0003 · invoice · 21 January 2027 · $17.74 · paid" in bill(ada)
    ada.click_in_modal(BillingActionId.EXPLAIN_DOCUMENT, value="INV-2027-0003")
    explained = modal_of(ada).words
    assert f"$25.00 {TIMES} 2 seats {TIMES} 11/31 days" in explained
    assert f"$50.00 {TIMES} 2 seats {TIMES} 11/31 days" in explained


@pytest.mark.parametrize("mishap", ["our process dies", "the answer is lost"])
def test_money_that_was_taken_without_our_knowing_is_found_long_after_and_not_taken_again(
    desk: Desk, provider: Provider, mishap: str
) -> None:
    billed, ada = begin_by_card(desk), desk.actor("ada")
    billed.go(on(1, 16, 9, year=2027))
    billed.invite("ben")
    if mishap == "our process dies":
        provider.kills = True
    else:
        provider.plan, provider.goes_out = [LOST], True

    desk.hours.pass_by(timedelta(hours=2))
    close_ledgers(desk.sessions, desk.hours.clock)
    wait_until(lambda: len(provider.made) == 2)
    unknown, seen = states(desk), bill(ada)
    desk.hours.pass_by(timedelta(hours=30))
    provider.forget_keys()
    provider.is_out = False
    desk.settle(2 * SOON)
    found = states(desk)
    steps = collect_unpaid(desk.sessions, desk.hours.clock)
    heard = len(ada.dm())
    audit_ledgers(desk.sessions, desk.hours.clock)
    desk.settle()

    assert unknown == [InvoiceState.PAID, InvoiceState.FINALISED]
    assert "INV-2027-0002 · invoice · 16 January 2027 · $12.90 · open" in seen
    assert found == [InvoiceState.PAID, InvoiceState.PAID]
    assert "INV-2027-0002 · invoice · 16 January 2027 · $12.90 · paid" in bill(ada)
    assert steps == 0
    assert provider.asked == [f"inv:{number}:1:{TEAM_ID}" for number, _, _ in (FIRST, SECOND)], "each is asked for once"
    assert provider.taken_minor == 2500 + 1290
    assert billed.documents() == [FIRST, SECOND]
    assert billed.is_as_the_facts_give()
    assert len(ada.dm()) == heard, "the audit has nothing to tell"
    assert desk.parked() == []


def begin_by_card(desk: Desk) -> BilledDesk:
    """Have one agent of the Team plan, whose first month is paid by card."""
    billed = begin_to_bill(desk, on(1, 1, year=2027), terms=BY_CARD)
    ada = desk.actor("ada")
    ada.create_channel("second", private=True)
    ada.invite_bot("second")
    take_card(desk, VISA)
    billed.close(on(1, 1, 2, year=2027))
    assert states(desk) == [InvoiceState.PAID]
    return billed


def take_card(desk: Desk, card: PaymentMethod) -> None:
    """Have the provider tell how the desk pays from now on."""
    now = desk.hours.clock()
    with desk.sessions.begin() as session:
        subscription = subscriptions.get(session, workspaces.the_workspace(session).id, now=now)
        account = payment_accounts.keep_customer(session, subscription, "stripe", "cus_acme", now=now)
        payment_accounts.keep_method(session, account, card, now=now)


def upgrade(billed: BilledDesk) -> View:
    """Have ada choose the Professional plan; return what she was told it costs before she agreed."""
    ada = billed.desk.actor("ada")
    if ada.modal is not None:
        ada.close_modal(clear=True)
    ada.command("/desk", "settings")
    ada.click_in_modal(BillingActionId.OPEN_SUBSCRIPTION)
    ada.click_in_modal(BillingActionId.CHANGE_TERMS)
    ada.submit({TermsField.PLAN: "professional"})
    asked = modal_of(ada)
    ada.submit({})
    billed.desk.settle()
    return asked


def bill(ada: Actor) -> str:
    """Return the bill as ada reads it, without the marks of what is bold."""
    if ada.modal is not None:
        ada.close_modal(clear=True)
    ada.command("/desk", "billing")
    return modal_of(ada).words.replace("*", "")


def modal_of(person: Actor) -> View:
    modal = person.modal
    assert modal is not None
    return modal


def states(desk: Desk) -> list[InvoiceState]:
    """Return how each document stands, in the order of issue."""
    with desk.sessions() as session:
        stored = session.scalars(select(Invoice).order_by(Invoice.position))
        return [invoices.state_of(session, each) for each in stored]
