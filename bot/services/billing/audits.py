"""Audits: every document derived from the facts once more, and held to what was stored, byte for byte."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.billing.documents import Document, Line
from bot.domain.billing.ledger import Ledger
from bot.domain.billing.outcomes import PeriodOpened, SeatChange
from bot.services.billing import facts, issuing, ledgers, subscriptions
from models.billing import BillingPeriod, DocumentCounter, Invoice, InvoiceLine, SeatEvent, Subscription

BATCH = 1000
"""How many stored lines are read at a time."""


@dataclass(frozen=True)
class Finding:
    """What the audit says of one document. `differs` is empty where it is what the facts give, byte for byte."""

    number: str
    differs: tuple[str, ...]

    @property
    def is_equal(self) -> bool:
        """Whether it is what the facts give."""
        return not self.differs


@dataclass
class Audit:
    """What a whole audit found.

    Attributes:
        findings: one for each stored document, in the order of issue.
        problems: what is wrong beyond single documents: the chain of facts, numbers, seats, periods.
    """

    findings: list[Finding] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing differs."""
        return not self.problems and all(finding.is_equal for finding in self.findings)


def rederive(session: Session, workspace_id: int, *, now: datetime) -> Audit:
    """Fold a workspace's facts from nothing, as far as they were folded, and compare all that was stored with it.

    Args:
        session: an open transaction. The subscription is held, so that nobody folds meanwhile.
        workspace_id: whose ledger.
        now: the desk's time.
    """
    audit = Audit()
    if subscriptions.find(session, workspace_id) is None:
        return audit
    subscription = subscriptions.lock(session, workspace_id, now=now)
    broken_at = facts.verify_chain(session, subscription)
    if broken_at is not None:
        audit.problems.append(f"The chain of facts is broken at fact {broken_at}.")
    derived = _Derived()
    documents = _documents_folded(session, subscription, derived)
    try:
        for invoice, document in _paired(session, subscription, documents, audit):
            differs = tuple(_differences(session, invoice, document))
            audit.findings.append(Finding(invoice.number, differs))
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:  # whatever a changed fact leads to
        audit.problems.append(f"The facts cannot be folded any more: {type(error).__name__}.")
    audit.problems += _seat_problems(session, subscription, derived.seats)
    audit.problems += _period_problems(session, subscription, derived.periods)
    audit.problems += _gaps(session, workspace_id)
    return audit


@dataclass
class _Derived:
    """What the facts give beside documents."""

    seats: dict[tuple[str, int], tuple[Any, ...]] = field(default_factory=dict)
    periods: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def take_seat(self, change: SeatChange) -> None:
        self.counts[change.user] += 1
        self.seats[change.user, self.counts[change.user]] = (str(change.kind), change.at, change.fact_seq)

    def take_period(self, period: PeriodOpened) -> None:
        told = (period.start_at, period.end_at, period.quantity, period.unit_minor, period.currency)
        self.periods[period.index] = told


def _documents_folded(session: Session, subscription: Subscription, derived: _Derived) -> Iterator[Document]:
    for outcome in ledgers.fold(session, subscription.id, Ledger(), to=subscription.folded_to):
        match outcome:
            case Document():
                yield outcome
            case SeatChange():
                derived.take_seat(outcome)
            case PeriodOpened():
                derived.take_period(outcome)


def _paired(
    session: Session, subscription: Subscription, documents: Iterator[Document], audit: Audit
) -> Iterator[tuple[Invoice, Document | None]]:
    """Yield each stored document with what the facts give in its place; None where they give nothing."""
    stored = select(Invoice.position, Invoice.id).where(Invoice.subscription_id == subscription.id)
    ids = dict(session.execute(stored).all())
    for document in documents:
        invoice_id = ids.pop(document.position, None)
        if invoice_id is None:
            audit.problems.append(f"The facts give a document at position {document.position} that was not stored.")
        else:
            yield session.get_one(Invoice, invoice_id), document
    for invoice_id in ids.values():
        yield session.get_one(Invoice, invoice_id), None


def _differences(session: Session, invoice: Invoice, document: Document | None) -> Iterator[str]:
    if document is None:
        yield "the facts give no such document"
        return
    core = document.canonical()
    if core != invoice.core:
        yield "the facts give another document"
    if issuing.fingerprint(invoice.core) != invoice.core_sha256:
        yield "its fingerprint is not that of its content"
    shown = {name: getattr(invoice, name) for name in _SHOWN}
    if shown != {name: getattr(document, name) for name in _SHOWN}:
        yield "its amounts or dates are not those of its content"
    if not _lines_match(session, invoice, document.lines):
        yield "its lines are not those of its content"


_SHOWN = (
    "position", "kind", "period_index", "issued_at", "currency", "subtotal_minor", "tax_minor", "total_minor",
    "collect_minor", "ledger_version",
)  # fmt: skip


def _lines_match(session: Session, invoice: Invoice, lines: Sequence[Line]) -> bool:
    """Return whether the stored lines are those of the document, in their order."""
    columns = (
        InvoiceLine.kind, InvoiceLine.slack_user_id, InvoiceLine.quantity, InvoiceLine.unit_minor, InvoiceLine.days,
        InvoiceLine.of_days, InvoiceLine.amount_minor, InvoiceLine.fact_seqs, InvoiceLine.split,
    )  # fmt: skip
    rows = select(*columns).where(InvoiceLine.invoice_id == invoice.id).order_by(InvoiceLine.position)
    stored = session.execute(rows.execution_options(yield_per=BATCH))
    count = 0
    for count, row in enumerate(stored, start=1):
        if count > len(lines) or tuple(row) != _as_stored(lines[count - 1]):
            stored.close()
            return False
    return count == len(lines)


def _as_stored(line: Line) -> tuple[Any, ...]:
    return (
        str(line.kind), line.user, line.quantity, line.unit_minor, line.days, line.of, line.amount_minor,
        list(line.fact_seqs), dict(line.split),
    )  # fmt: skip


def _seat_problems(
    session: Session, subscription: Subscription, derived: Mapping[tuple[str, int], tuple[Any, ...]]
) -> Iterator[str]:
    columns = SeatEvent.slack_user_id, SeatEvent.nth, SeatEvent.kind, SeatEvent.at, SeatEvent.fact_seq
    rows = select(*columns).where(SeatEvent.subscription_id == subscription.id)
    left, different = dict(derived), set()
    for user, nth, kind, at, fact_seq in session.execute(rows.execution_options(yield_per=BATCH)):
        if left.pop((user, nth), None) != (str(kind), at, fact_seq):
            different.add(user)
    different |= {user for user, _ in left}
    if different:
        yield f"The seat events of {len(different)} people are not what the facts give: {_some(different)}."


def _period_problems(
    session: Session, subscription: Subscription, derived: Mapping[int, tuple[Any, ...]]
) -> Iterator[str]:
    rows = select(BillingPeriod).where(BillingPeriod.subscription_id == subscription.id)
    stored = {
        period.index: (period.start_at, period.end_at, period.quantity, period.unit_minor, period.currency)
        for period in session.scalars(rows)
    }
    for index in sorted(stored.keys() | derived.keys()):
        if stored.get(index) != derived.get(index):
            yield f"Period {index} is not what the facts give."


def _gaps(session: Session, workspace_id: int) -> Iterator[str]:
    """Yield the series whose numbers do not go from 1 to the last one that was given."""
    rows = select(Invoice.series, Invoice.serial).where(Invoice.workspace_id == workspace_id)
    reached: dict[str, int] = {}
    for name, serial in session.execute(rows.order_by(Invoice.series, Invoice.serial)):
        if serial != reached.get(name, 0) + 1:
            yield f"The numbers of {name} have a gap before {serial}."
        reached[name] = serial
    given = select(DocumentCounter.series, DocumentCounter.last_serial)
    for name, last_serial in session.execute(given.where(DocumentCounter.workspace_id == workspace_id)):
        if reached.get(name, 0) != last_serial:
            yield f"The numbers of {name} should go to {last_serial}."


def _some(names: set[str]) -> str:
    shown = sorted(names)[:5]
    return ", ".join(shown) + (" …" if len(names) > len(shown) else "")
