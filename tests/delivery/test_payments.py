"""Payments through the outbox: a provider that loses answers, people who are told, and money that goes back."""

from dataclasses import dataclass, field

import pytest
from sqlalchemy import Engine, select

from bot.composition import wire
from bot.delivery.billing import billing_deliverers
from bot.gateways.database import Sessions
from bot.gateways.payments import BY_HAND, PaymentPorts
from bot.gateways.recorded_slack import RecordedSlack, Standing
from bot.gateways.slack_port import Profile
from bot.services.billing import contacts, invoices, refunds
from models.billing import Invoice, InvoiceState, PaymentOutcome
from models.desk import OutboxRow
from tests.delivery.outbox_rows import drain, office_of
from tests.support.billing_rows import TEAM, Bill, on
from tests.support.collecting import BY_CARD, Till
from tests.support.desk_rows import make_person, make_workspace
from tests.support.mail import FakeMail
from tests.support.payments import ASKS_BACK, DECLINED, DOWN, LOST, SILENT, FakePayments

FIRST = "INV-2026-0001"


@dataclass
class Counter:
    """A workspace that owes 25, its billing contact clara, and the worker."""

    sessions: Sessions
    engine: Engine
    provider: FakePayments = field(default_factory=FakePayments)
    slack: RecordedSlack = field(default_factory=RecordedSlack)
    mail: FakeMail = field(default_factory=FakeMail)
    workspace_id: int = 0

    def open(self, *, by_card: bool = True) -> None:
        self.slack.profiles["U0CLARA"] = Profile(
            "U0CLARA", "T0ACME", "Clara", None, None, None, is_bot=False, is_guest=False, is_deactivated=False,
            is_slack_admin=False,
        )  # fmt: skip
        with self.sessions.begin() as session:
            workspace = make_workspace(session)
            clara = make_person(session, workspace, "U0CLARA")
            contacts.name_contact(session, clara, actor=None, now=on(1, 1))
            self.workspace_id = workspace.id
            Till(session, Bill(session, workspace.id)).opens(on(1, 1), BY_CARD if by_card else TEAM)

    def drain(self, ports: PaymentPorts | None = None) -> None:
        """Do all that waits."""
        ports = {**BY_HAND, "stripe": self.provider} if ports is None else ports
        drain(office_of(self.sessions, self.slack, billing_deliverers(self.mail, ports)), self.engine)

    def state(self) -> InvoiceState:
        with self.sessions() as session:
            return invoices.state_of(session, session.scalars(select(Invoice)).first() or Invoice())

    def ends(self, kind: str) -> list[tuple[str, str | None]]:
        """Return the state and the reason of each row of a kind."""
        with self.sessions() as session:
            rows = session.scalars(select(OutboxRow).where(OutboxRow.kind == kind).order_by(OutboxRow.id))
            return [(str(row.state), row.last_error) for row in rows]

    def told(self) -> list[Standing]:
        """Return what clara was told beside the invoice itself."""
        return self.slack.standing(self.slack.open_dm("U0CLARA"))[1:]


@pytest.fixture
def counter(sessions: Sessions, engine: Engine) -> Counter:
    wire(sessions)
    return Counter(sessions, engine)


@pytest.mark.parametrize("trouble", [LOST, SILENT, DOWN])
def test_whatever_gets_lost_the_money_is_taken_once(counter: Counter, trouble: str) -> None:
    counter.provider.plan = [trouble]
    counter.open()

    counter.drain()

    assert (counter.provider.taken_minor, counter.state()) == (2500, InvoiceState.PAID)


def test_a_failure_is_told_with_what_comes_next(counter: Counter) -> None:
    counter.provider.plan = [DECLINED]
    counter.open()

    counter.drain()

    (message,) = counter.told()
    assert message.text.startswith(f"$25.00 for {FIRST} could not be collected: the card was declined. It is tried")
    assert "this desk becomes read-only" in message.text
    assert "DESKBELL_PUBLIC_URL" in str(message.blocks), "without pages it says where else to go"


def test_a_payment_to_be_confirmed_is_told_with_the_way_to_the_bank(counter: Counter) -> None:
    counter.provider.plan = [ASKS_BACK]
    counter.open()

    counter.drain()

    (message,) = counter.told()
    assert "https://pay.example/confirm" in str(message.blocks)


def test_without_the_provider_s_key_it_waits_for_an_admin(counter: Counter) -> None:
    counter.open()

    counter.drain(BY_HAND)

    assert counter.ends("payment.collect") == [("parked", "nothing collects through stripe: its key is not set")]
    assert counter.state() is InvoiceState.FINALISED


def test_by_hand_nobody_is_asked_and_nobody_is_told(counter: Counter) -> None:
    counter.open(by_card=False)

    counter.drain()

    assert counter.ends("payment.collect") == [("sent", None)]
    assert counter.ends("slack.tell_of_payment") == []
    with counter.sessions() as session:
        assert session.scalars(select(PaymentOutcome.result)).all() == ["pending"]


def test_a_credit_goes_back_to_the_card_once(counter: Counter) -> None:
    counter.open()
    counter.drain()
    with counter.sessions.begin() as session:
        bill = Bill(session, counter.workspace_id)
        bill.triage("C0WRONG", on(1, 16))
        bill.joins("U2", on(1, 16), channel="C0WRONG")
        bill.close(on(1, 16, 2))
        bill.untriage("C0WRONG", on(1, 16, 3))
        bill.close(on(1, 16, 4))
    counter.drain()

    with counter.sessions.begin() as session:
        credit_note = invoices.get_invoice(session, counter.workspace_id, "CN-2026-0001")
        refunds.refund(session, credit_note, actor=None, now=on(1, 17))
    counter.drain()

    (refunded,) = counter.provider.refunds.values()
    assert (refunded.reference, refunded.amount_minor) == ("pi_2", 1290)
    assert counter.ends("payment.refund") == [("sent", None)]
