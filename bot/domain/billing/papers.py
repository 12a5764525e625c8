"""Papers: documents as people read them. Everything shown is in one, so that nothing is looked up to draw it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.billing.documents import Line
from bot.domain.billing.plans import Plan
from models.billing import InvoiceKind, InvoiceState


@dataclass(frozen=True)
class Party:
    """Who issues a document, or whom it is for."""

    name: str
    address: tuple[str, ...] = ()
    email: str = ""
    vat_id: str = ""


@dataclass(frozen=True)
class PaperLine:
    """One line of a document, with the name of the person it is for (`line.user` is their Slack id)."""

    line: Line
    person: str | None = None


@dataclass(frozen=True)
class Tax:
    """What the tax is called, and its rate in basis points. At rate 0 the label says why there is none."""

    label: str
    rate_basis_points: int


@dataclass(frozen=True)
class Paper:
    """A document with all it shows. Amounts are in minor units of `currency`.

    Attributes:
        number: as `INV-2026-0001`; None for a draft, which is what folding now would give.
        language: of its words, dates and amounts, as `de` or `de-AT`.
        due_on: the day by which it is to be paid; None where nothing is.
        carried_minor: what earlier documents left: below zero a credit, above it what was too little to be collected.
        collect_minor: what is to be paid now.
        pay_to: how to pay it, in the issuer's own lines.
        split: each queue's part of the subtotal, by the queue's name; empty where it is not wanted.
        fingerprint: the SHA-256 of what the ledger gave, in hexadecimal.
    """

    kind: InvoiceKind
    number: str | None
    state: InvoiceState
    language: str
    currency: str
    plan: Plan
    issued_on: date
    due_on: date | None
    issuer: Party
    recipient: Party
    purchase_order: str
    corrects_number: str | None
    lines: Sequence[PaperLine]
    subtotal_minor: int
    tax: Tax
    tax_minor: int
    total_minor: int
    carried_minor: int
    collect_minor: int
    pay_to: tuple[str, ...]
    split: Mapping[str, int]
    fingerprint: str
