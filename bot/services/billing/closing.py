"""Closing: the ledger is folded as far as facts can no longer be on their way, and what follows from it is stored."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.domain.billing.documents import Document
from bot.domain.billing.happenings import InvoiceIssued, LedgerFolded, SeatsChanged, SeatsHaveSettled, StandingChanged
from bot.domain.billing.ledger import LATENESS, Ledger
from bot.domain.billing.outcomes import Outcome, PeriodOpened, SeatChange, SeatsSettled, SubscriptionStanding
from bot.errors import DeskbellError
from bot.services.billing import issuing, ledgers, subscriptions
from bot.services.billing.copying import copy_rows
from bot.services.desk import happenings
from models.billing import BillingPeriod, Invoice, LedgerFact, SeatEvent, SeatEventKind, Subscription

LOOK_AGAIN: Final = timedelta(hours=1)
"""When a ledger whose stored documents differ is looked at again."""

SEAT_COLUMNS: Final = ("workspace_id", "subscription_id", "slack_user_id", "nth", "kind", "at", "fact_seq")


class LedgerDiffers(DeskbellError):
    """Folding the facts again gave something else than what was stored: nothing more is stored until it is looked into.

    Attributes:
        workspace_id: whose ledger.
        what: the document's number, or what else differs.
        reference: stands in the log and in what admins are told.
    """

    def __init__(self, workspace_id: int, what: str) -> None:
        self.workspace_id = workspace_id
        self.what = what
        self.reference = uuid4().hex[:8]
        super().__init__(
            f"{what} is not what the facts give ({self.reference}). `python -m bot billing audit` says more."
        )


def list_due(session: Session, *, now: datetime) -> list[int]:
    """Return the workspaces whose ledger has something to store, the longest due first."""
    due = select(Subscription.workspace_id).where(Subscription.next_due_at <= now)
    return list(session.scalars(due.order_by(Subscription.next_due_at)))


def run(session: Session, workspace_id: int, *, now: datetime) -> int:
    """Fold a workspace's ledger to two minutes ago, store what is new, and return how many documents that were.

    Whoever comes second finds nothing to do. After a pause of any length each period is rolled as of its own day.

    Args:
        session: an open transaction.
        workspace_id: whose ledger.
        now: the desk's time.

    Raises:
        LedgerDiffers: a stored document is not what the facts give.
    """
    subscription = subscriptions.lock(session, workspace_id, now=now)
    to = now - LATENESS
    if to < subscription.folded_to:
        return 0
    ledger, shelf = Ledger(), _Shelf(session, subscription, now)
    for outcome in ledgers.fold(session, subscription.id, ledger, to=to):
        shelf.take(outcome)
    shelf.check_complete()
    shelf.store_seats()
    before = SubscriptionStanding(subscription.standing)
    subscription.folded_to, subscription.standing = to, ledger.standing
    subscription.next_due_at = _next_due(session, subscription, ledger)
    session.flush()
    shelf.announce(ledger)
    happenings.announce(session, LedgerFolded(None, subscription, ledger), now=now)
    if ledger.standing is not before:
        happening = StandingChanged(None, subscription, before, ledger.standing, to)
        happenings.announce(session, happening, now=now)
    return len(shelf.issued)


def put_off(session: Session, workspace_id: int, *, now: datetime) -> None:
    """Look at a ledger that differs again in an hour, not every few seconds."""
    subscriptions.lock(session, workspace_id, now=now).next_due_at = now + LOOK_AGAIN


def _next_due(session: Session, subscription: Subscription, ledger: Ledger) -> datetime | None:
    """Return when folding next gives something new: a fact that counts later, or time alone."""
    later = select(func.min(LedgerFact.counts_at)).where(
        LedgerFact.subscription_id == subscription.id, LedgerFact.counts_at > subscription.folded_to
    )
    instants = [due for due in (ledger.next_due_at, session.scalar(later)) if due is not None]
    return min(instants) + LATENESS if instants else None


@dataclass
class _Shelf:
    """What is stored of a ledger. Takes all outcomes in order, compares those it has and keeps those it has not."""

    session: Session
    subscription: Subscription
    now: datetime
    stored: Mapping[int, tuple[str, str]] = field(init=False)
    periods: set[int] = field(init=False)
    stored_seats: Mapping[str, int] = field(init=False)
    seats: Counter[str] = field(default_factory=Counter)
    changes: list[tuple[int, SeatChange]] = field(default_factory=list)
    issued: list[Invoice] = field(default_factory=list)
    settled: list[SeatsSettled] = field(default_factory=list)
    documents: int = 0
    folded_before: datetime = field(init=False)

    def __post_init__(self) -> None:
        session, subscription_id = self.session, self.subscription.id
        self.folded_before = self.subscription.folded_to
        documents = select(Invoice.position, Invoice.core_sha256, Invoice.number)
        documents = documents.where(Invoice.subscription_id == subscription_id)
        self.stored = {position: (sha256, number) for position, sha256, number in session.execute(documents)}
        periods = select(BillingPeriod.index).where(BillingPeriod.subscription_id == subscription_id)
        self.periods = set(session.scalars(periods))
        seats = select(SeatEvent.slack_user_id, func.max(SeatEvent.nth))
        seats = seats.where(SeatEvent.subscription_id == subscription_id).group_by(SeatEvent.slack_user_id)
        self.stored_seats = dict(session.execute(seats).all())

    def take(self, outcome: Outcome) -> None:
        """Keep one outcome, or see that it is the one that was kept."""
        match outcome:
            case Document():
                self._take_document(outcome)
            case PeriodOpened():
                self._take_period(outcome)
            case SeatChange():
                self.seats[outcome.user] += 1
                if self.seats[outcome.user] > self.stored_seats.get(outcome.user, 0):
                    self.changes.append((self.seats[outcome.user], outcome))
            case SeatsSettled() if outcome.at > self.folded_before:
                self.settled.append(outcome)

    def _take_document(self, document: Document) -> None:
        self.documents += 1
        if document.position not in self.stored:
            self.issued.append(issuing.issue(self.session, self.subscription, document, now=self.now))
            return
        sha256, number = self.stored[document.position]
        if issuing.fingerprint(document.canonical()) != sha256:
            raise LedgerDiffers(self.subscription.workspace_id, number)

    def _take_period(self, period: PeriodOpened) -> None:
        if period.index in self.periods:
            return
        self.session.add(
            BillingPeriod(
                workspace_id=self.subscription.workspace_id,
                subscription_id=self.subscription.id,
                index=period.index,
                start_at=period.start_at,
                end_at=period.end_at,
                quantity=period.quantity,
                unit_minor=period.unit_minor,
                currency=period.currency,
            )
        )

    def check_complete(self) -> None:
        """See that nothing is stored that the facts do not give.

        Raises:
            LedgerDiffers: something is.
        """
        if self.documents < len(self.stored):
            _, number = self.stored[max(self.stored)]
            raise LedgerDiffers(self.subscription.workspace_id, number)
        if any(self.seats[user] < nth for user, nth in self.stored_seats.items()):
            raise LedgerDiffers(self.subscription.workspace_id, "The list of seats")

    def store_seats(self) -> None:
        """Store the new seat events."""
        copy_rows(self.session, SeatEvent, SEAT_COLUMNS, map(self._seat_row, self.changes))

    def _seat_row(self, counted: tuple[int, SeatChange]) -> Mapping[str, Any]:
        nth, change = counted
        return {
            "workspace_id": self.subscription.workspace_id,
            "subscription_id": self.subscription.id,
            "slack_user_id": change.user,
            "nth": nth,
            "kind": str(SeatEventKind(change.kind)),
            "at": change.at,
            "fact_seq": change.fact_seq,
        }

    def announce(self, ledger: Ledger) -> None:
        """Tell the other parts of the wing what is new."""
        changes: Sequence[SeatChange] = [change for _, change in self.changes]
        if changes:
            before = sum(nth % 2 for nth in self.stored_seats.values())
            changed = SeatsChanged(None, self.subscription, changes, before, ledger.occupied)
            happenings.announce(self.session, changed, now=self.now)
        for invoice in self.issued:
            happenings.announce(self.session, InvoiceIssued(None, invoice), now=self.now)
        for settled in self.settled:
            happening = SeatsHaveSettled(None, self.subscription, settled, ledger)
            happenings.announce(self.session, happening, now=self.now)
