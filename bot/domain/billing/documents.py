"""Documents: invoices, credit notes and statements as the ledger makes them, before they are numbered."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Final, Self

from bot.domain.billing.periods import Interval
from bot.domain.billing.plans import Plan
from bot.domain.billing.terms import InvoiceTo


class LineKind(StrEnum):
    """What a line charges or gives back."""

    RENEWAL = "renewal"
    """All paid seats for a whole period."""
    SEAT_ADDED = "seat_added"
    """One person, for what is left of the period."""
    SEAT_REVERSED = "seat_reversed"
    """One person of a channel that was a triage channel by mistake: the mirror of what it cost."""
    SEAT_CREDITED = "seat_credited"
    """One person who had left before the period began: the mirror of what it cost."""
    LICENCES_ADDED = "licences_added"
    """Prepaid seats, for what is left of the period."""
    PLAN_CREDIT = "plan_credit"
    """What is left of the period at the price that no longer holds."""
    PLAN_CHARGE = "plan_charge"
    """What is left of the period at the price that holds now."""
    SUPPORT_SHARE = "support_share"
    """Support at a percentage of what the licence costs; the unit price is the licence."""
    SUPPORT_IMPLEMENTATION = "support_implementation"
    """Support: for how it was set up."""
    SUPPORT_MONTHS = "support_months"
    """Support: for how long."""
    SUPPORT_DEVELOPMENTS = "support_developments"
    """Support: for what was built for the customer."""
    SUPPORT_USERS = "support_users"
    """Support: for how many use it."""


class DocumentKind(StrEnum):
    """What a document is."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    STATEMENT = "statement"
    """Asks for no payment."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line, rounded once.

    Attributes:
        unit_minor: price of one seat for a whole period; of a reversed or credited line, that of what it mirrors.
        days: how many days are billed, `of` how many in the period; both None where the period is billed whole.
        amount_minor: in minor units, before tax; below zero for a credit.
        fact_seqs: the facts that made it, where single ones did.
        start_on: the first day that is billed, and `end_on` the day after the last one.
        corrects: the line it mirrors, counted from 1 in the document that its own document corrects.
        split: which queue bears how much, by queue key; empty where that is not wanted.
        percent_basis_points: the part of the unit price that is charged, where it is not the whole: 500 is 5 %.
    """

    kind: LineKind
    quantity: int
    unit_minor: int
    amount_minor: int
    start_on: date
    end_on: date
    days: int | None = None
    of: int | None = None
    user: str | None = None
    fact_seqs: tuple[int, ...] = ()
    corrects: int | None = None
    split: Mapping[str, int] = field(default_factory=dict)
    percent_basis_points: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the line as JSON values."""
        return {
            "kind": self.kind,
            "quantity": self.quantity,
            "unit_minor": self.unit_minor,
            "amount_minor": self.amount_minor,
            "start_on": self.start_on.isoformat(),
            "end_on": self.end_on.isoformat(),
            "days": self.days,
            "of": self.of,
            "user": self.user,
            "fact_seqs": self.fact_seqs,
            "corrects": self.corrects,
            "split": self.split,
            "percent_basis_points": self.percent_basis_points,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return the line that `to_json` wrote."""
        return cls(**_read(values, _LINE_READERS))


@dataclass(frozen=True)
class Document:
    """What was charged or given back at one instant, with everything that decided it. It never changes.

    Attributes:
        position: its place among the subscription's documents, from 1, in the order of issue.
        corrects: the position of the document it gives something back of. A credit note always has one.
        period_index: the period in which it was issued.
        subtotal_minor: the lines added up; with `tax_minor`, the total.
        carried_minor: what was open before it: below zero a credit, above it what was too little to be collected.
        collect_minor: what is to be collected by it, with what was carried; 0 where nothing is.
        ledger_version: of the rules it was made by.

    Raises:
        ValueError: it does not add up.
    """

    position: int
    kind: DocumentKind
    issued_at: datetime
    period_index: int
    currency: str
    lines: tuple[Line, ...]
    subtotal_minor: int
    tax_rate_basis_points: int
    tax_label: str
    tax_minor: int
    total_minor: int
    carried_minor: int
    collect_minor: int
    plan: Plan
    interval: Interval
    price_list: str
    invoice_to: InvoiceTo
    ledger_version: int
    corrects: int | None = None

    def __post_init__(self) -> None:
        if self.subtotal_minor != sum(line.amount_minor for line in self.lines):
            raise ValueError(f"document {self.position}: the lines do not add up to {self.subtotal_minor}")
        if self.total_minor != self.subtotal_minor + self.tax_minor:
            raise ValueError(f"document {self.position}: with tax it does not come to {self.total_minor}")

    def to_json(self) -> dict[str, Any]:
        """Return the document as JSON values."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return values | {
            "issued_at": self.issued_at.astimezone(UTC).isoformat(),
            "lines": [line.to_json() for line in self.lines],
            "invoice_to": {each.name: getattr(self.invoice_to, each.name) for each in fields(InvoiceTo)},
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return the document that `to_json` wrote."""
        return cls(**_read(values, _DOCUMENT_READERS))

    def canonical(self) -> bytes:
        """Return the document as the bytes that are kept, and that folding the facts again must give."""
        return json.dumps(self.to_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    @classmethod
    def from_canonical(cls, core: bytes) -> Self:
        """Return the document of which `canonical` gave these bytes."""
        return cls.from_json(json.loads(core))


def _read(values: Mapping[str, Any], readers: Mapping[str, Any]) -> dict[str, Any]:
    return {name: readers[name](value) if name in readers else value for name, value in values.items()}


_LINE_READERS: Final[Mapping[str, Any]] = {
    "kind": LineKind,
    "start_on": date.fromisoformat,
    "end_on": date.fromisoformat,
    "fact_seqs": tuple,
}
_DOCUMENT_READERS: Final[Mapping[str, Any]] = {
    "kind": DocumentKind,
    "issued_at": datetime.fromisoformat,
    "lines": lambda lines: tuple(Line.from_json(line) for line in lines),
    "plan": Plan,
    "interval": Interval,
    "invoice_to": lambda values: InvoiceTo(**values),
}
