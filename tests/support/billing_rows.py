"""A subscription whose facts tests write down in a line each, and close when they like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.domain.billing.facts import FactKind, FactSource
from bot.domain.billing.ledger import LATENESS
from bot.domain.billing.plans import Plan
from bot.domain.billing.terms import Collect, InvoiceTo, Terms
from bot.services.billing import closing, facts, subscriptions
from models.billing import Invoice, InvoiceLine

TEAM = Terms(
    collect=Collect.MANUAL,
    plan=Plan.TEAM,
    currency="EUR",
    seat_price_minor=2500,
    trial_days=0,
    invoice_to=InvoiceTo(name="Acme GmbH", address="Hauptstrasse 1\n10115 Berlin", email="billing@acme.example"),
)
"""Twenty-five euros a seat and month, by transfer, from the first day on."""

SECOND = timedelta(seconds=1)


def on(month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0, *, year: int = 2026) -> datetime:
    """Return an instant in UTC."""
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


@dataclass
class Bill:
    """One workspace's subscription. People are billable, and facts become known when they happen, or `now`."""

    session: Session
    workspace_id: int

    def begins(self, at: datetime, terms: Terms = TEAM, *, agents: Sequence[str] = ()) -> None:
        """Begin with these terms, C0TRIAGE as triage channel and people in it; the first document is due then."""
        subscriptions.get(self.session, self.workspace_id, now=at)
        self.triage("C0TRIAGE", at)
        for agent in agents:
            self.joins(agent, at)
        self.terms(terms, at)

    def terms(self, terms: Terms, at: datetime) -> None:
        """Change the terms."""
        self._record(FactKind.TERMS_CHANGED, at, details=terms.to_json())

    def triage(self, channel: str, at: datetime, *, queue: str = "IT") -> None:
        """Make a channel a triage channel."""
        self._record(FactKind.TRIAGE_ON, at, slack_channel_id=channel, details={"queue": queue})

    def untriage(self, channel: str, at: datetime) -> None:
        """Make it none again."""
        self._record(FactKind.TRIAGE_OFF, at, slack_channel_id=channel)

    def joins(
        self,
        user: str,
        at: datetime,
        *,
        channel: str = "C0TRIAGE",
        inviter: str | None = None,
        now: datetime | None = None,
    ) -> None:
        """Let somebody join a channel, perhaps invited by somebody."""
        self._record(FactKind.PERSON_KNOWN, at, slack_user_id=user, details={"standing": "billable"}, now=now)
        details = {} if inviter is None else {"inviter": inviter}
        self._record(FactKind.JOINED, at, slack_channel_id=channel, slack_user_id=user, details=details, now=now)

    def learns(self, user: str, at: datetime, details: Mapping[str, str]) -> None:
        """Let Slack say who somebody is."""
        self._record(FactKind.PERSON_KNOWN, at, slack_user_id=user, details=dict(details))

    def enters(self, user: str, at: datetime, *, channel: str = "C0TRIAGE") -> None:
        """Let somebody join a channel about whom Slack has said nothing new."""
        self._record(FactKind.JOINED, at, slack_channel_id=channel, slack_user_id=user)

    def leaves(self, user: str, at: datetime, *, channel: str = "C0TRIAGE", now: datetime | None = None) -> None:
        """Let somebody leave a channel, perhaps heard of later."""
        self._record(FactKind.LEFT, at, slack_channel_id=channel, slack_user_id=user, now=now)

    def is_missed(self, user: str, at: datetime, *, channel: str = "C0TRIAGE") -> None:
        """Let somebody be found gone by a read of the channel, which proves nothing of when they left."""
        self._record(FactKind.LEFT, at, source=FactSource.SNAPSHOT, slack_channel_id=channel, slack_user_id=user)

    def close(self, at: datetime) -> int:
        """Fold up to an instant; return how many documents that issued."""
        return closing.run(self.session, self.workspace_id, now=at + LATENESS)

    def documents(self) -> list[tuple[str, int]]:
        """Return the numbers and totals of all documents, in the order of issue."""
        invoices = select(Invoice.number, Invoice.total_minor).where(Invoice.workspace_id == self.workspace_id)
        return [(number, total) for number, total in self.session.execute(invoices.order_by(Invoice.position))]

    def lines(self, number: str) -> list[tuple[Any, ...]]:
        """Return kind, person, quantity, days and amount of each line of a document."""
        columns = (
            InvoiceLine.kind,
            InvoiceLine.slack_user_id,
            InvoiceLine.quantity,
            InvoiceLine.days,
            InvoiceLine.amount_minor,
        )
        lines = select(*columns).join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        lines = lines.where(Invoice.workspace_id == self.workspace_id, Invoice.number == number)
        return [tuple(line) for line in self.session.execute(lines.order_by(InvoiceLine.position))]

    def _record(
        self,
        kind: FactKind,
        at: datetime,
        *,
        now: datetime | None = None,
        source: FactSource = FactSource.EVENT,
        **facts_told: Any,
    ) -> None:
        subscription = subscriptions.lock(self.session, self.workspace_id, now=at)
        facts.record(
            self.session,
            subscription,
            kind,
            source=source,
            effective_at=at,
            now=now or at,
            **facts_told,
        )


def tamper(session: Session, table: str, change: str) -> None:
    """Change a ledger behind the program's back."""
    session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER {table}_only_grows"))
    session.execute(text(change))
    session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER {table}_only_grows"))
