"""A subscription that collects through a provider, with the worker's and the scheduler's parts played by hand."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.delivery.billing.payments import run
from bot.domain.billing.outbox_kinds import BillingOutboxKind
from bot.domain.billing.plans import Plan
from bot.domain.billing.terms import Collect, InvoiceTo, Terms
from bot.errors import TransientFailure
from bot.gateways.payments import ManualPayments, PaymentMethod, PaymentPort
from bot.services.billing import attempts, dunning, payment_accounts, payments, subscriptions
from models.billing import Invoice, PaymentAttempt, Subscription
from models.desk import OutboxRow, OutboxState
from tests.support.billing_rows import Bill
from tests.support.payments import FakePayments

BY_CARD = Terms(
    collect=Collect.STRIPE, plan=Plan.TEAM, currency="USD", trial_days=0, invoice_to=InvoiceTo(name="Acme Inc.")
)
"""The Team plan by card, from the first day on."""

VISA = PaymentMethod("pm_visa", "Visa ending in 4242")


@dataclass
class Till:
    """Where one workspace's money comes in. `provider` is the fake of a real one."""

    session: Session
    bill: Bill
    provider: FakePayments = field(default_factory=FakePayments)

    @property
    def subscription(self) -> Subscription:
        """The workspace's."""
        found = subscriptions.find(self.session, self.bill.workspace_id)
        assert found is not None
        return found

    def opens(self, at: datetime, terms: Terms = BY_CARD, *, agents: tuple[str, ...] = ("U1",)) -> None:
        """Begin with a card and these people, and issue the first invoice."""
        subscriptions.get(self.session, self.bill.workspace_id, now=at)
        if terms.collect is Collect.STRIPE:
            self.takes_card(VISA, at)
        self.bill.begins(at, terms, agents=agents)
        self.bill.close(at)

    def takes_card(self, card: PaymentMethod | None, at: datetime) -> None:
        """Have the customer choose how they pay."""
        account = payment_accounts.keep_customer(self.session, self.subscription, "stripe", "cus_acme", now=at)
        payment_accounts.keep_method(self.session, account, card, now=at)

    def collects(self, at: datetime) -> None:
        """Do what the worker does with what waits, each row until it is done or its answer is lost."""
        for row in self.waiting(BillingOutboxKind.COLLECT_PAYMENT):
            try:
                while not self._asks(attempts.get_attempt(self.session, row.workspace_id, row.subject_id), at):
                    pass
            except TransientFailure:
                continue
            row.state = OutboxState.SENT

    def passes(self, at: datetime) -> int:
        """Do what the scheduler does; return how many steps it took."""
        return dunning.take_steps(self.session, self.bill.workspace_id, now=at)

    def _asks(self, attempt: PaymentAttempt, at: datetime) -> bool:
        """Ask about an attempt, or about one before it; return whether it was its own turn."""
        earlier = attempts.find_open_before(self.session, attempt)
        asked = earlier or attempt
        errand = payments.get_errand(self.session, asked, is_left=earlier is not None, now=at)
        if errand is not None:
            port: PaymentPort = ManualPayments() if asked.provider == "manual" else self.provider
            payments.record_charge(self.session, asked, run(port, errand), now=at)
        return earlier is None

    def waiting(self, *kinds: str) -> list[OutboxRow]:
        """Return the rows that wait, the oldest first."""
        rows = select(OutboxRow).where(OutboxRow.kind.in_(kinds), OutboxRow.state == OutboxState.PENDING)
        return list(self.session.scalars(rows.order_by(OutboxRow.id)))

    def told(self) -> list[tuple[int | None, str]]:
        """Return whom notices wait for, and what each says; then nothing of it waits any more."""
        rows = self.waiting(BillingOutboxKind.TELL_OF_PAYMENT)
        for row in rows:
            row.state = OutboxState.SENT
        return [(row.subject_id, row.payload["said"]) for row in rows]

    def tried(self) -> list[tuple[str, int]]:
        """Return the keys and amounts of all attempts, in order."""
        columns = select(PaymentAttempt.idempotency_key, PaymentAttempt.amount_minor)
        found = self.session.execute(columns.order_by(PaymentAttempt.id))
        return [(key.rpartition(":")[0], amount) for key, amount in found]

    def invoice(self, number: str) -> Invoice:
        """Return a document."""
        return self.session.scalars(select(Invoice).where(Invoice.number == number)).one()


def changed(terms: Terms, **parts: Any) -> Terms:
    """Return other terms."""
    return replace(terms, **parts)
