"""Documents: invoices, credit notes and statements, once finalised. All of it only grows, but the counters."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, RowId, WorkspaceId, text_enum


class InvoiceKind(StrEnum):
    """What a document is. Each kind is numbered in a series of its own."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    STATEMENT = "statement"  # for charging back inside a company: asks for no payment


class InvoiceState(StrEnum):
    """What became of a document. A draft is not stored: it is what folding now would give."""

    FINALISED = "finalised"
    PAID = "paid"
    VOID = "void"
    UNCOLLECTIBLE = "uncollectible"


class DocumentCounter(Base):
    """The last number of a series, counted up in the transaction that finalises a document: no gaps."""

    __tablename__ = "document_counter"

    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(primary_key=True)
    last_serial: Mapped[int] = mapped_column(BigInteger)


class Invoice(Base):
    """A finalised document. A trigger refuses every change: what becomes of it are its events.

    `core` is what the ledger's fold gave, as canonical bytes: folding again must give the same. `snapshot` is what
    else is shown (names, addresses, language) as it was then. Amounts are in minor units of `currency`.
    """

    __tablename__ = "invoice"
    __table_args__ = (
        UniqueConstraint("workspace_id", "series", "serial"),
        UniqueConstraint("workspace_id", "number"),
        UniqueConstraint("subscription_id", "position"),
        CheckConstraint("subtotal_minor + tax_minor = total_minor", name="total_is_sum"),
        CheckConstraint(
            "kind = 'statement' OR (kind = 'credit_note') = (corrects_id IS NOT NULL)",
            name="credit_note_cites_invoice",
        ),
        CheckConstraint("kind <> 'credit_note' OR total_minor <= 0", name="credit_note_credits"),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    subscription_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("subscription.id"))
    kind: Mapped[InvoiceKind] = mapped_column(text_enum(InvoiceKind, "kind"))
    position: Mapped[int]  # in the order of issue, from 1
    series: Mapped[str]
    serial: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[str]
    corrects_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("invoice.id"))
    period_index: Mapped[int]
    issued_at: Mapped[datetime]
    due_on: Mapped[date | None]
    currency: Mapped[str]
    subtotal_minor: Mapped[int] = mapped_column(BigInteger)
    tax_minor: Mapped[int] = mapped_column(BigInteger)
    total_minor: Mapped[int] = mapped_column(BigInteger)
    collect_minor: Mapped[int] = mapped_column(BigInteger)  # to be collected now, with what was carried over
    core: Mapped[bytes] = mapped_column(LargeBinary)
    core_sha256: Mapped[str]
    snapshot: Mapped[dict[str, Any]]
    ledger_version: Mapped[int]  # of the fold's rules, bot.domain.billing.ledger.VERSION
    finalised_at: Mapped[datetime]


class InvoiceLine(Base):
    """One line, rounded once. A trigger refuses every change; a correction is a line of a credit note."""

    __tablename__ = "invoice_line"
    __table_args__ = (
        UniqueConstraint("invoice_id", "position"),
        Index("ix_invoice_line_person", "workspace_id", "slack_user_id"),
        CheckConstraint("days <= of_days", name="days_of_days"),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    invoice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("invoice.id"))
    position: Mapped[int]
    kind: Mapped[str]  # of bot.domain.billing.documents.LineKind
    slack_user_id: Mapped[str | None]
    quantity: Mapped[int]
    unit_minor: Mapped[int] = mapped_column(BigInteger)
    days: Mapped[int | None]
    of_days: Mapped[int | None]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    fact_seqs: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    corrects_line_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("invoice_line.id"))
    split: Mapped[dict[str, Any]]  # queue key: minor units


class InvoiceEvent(Base):
    """What became of a document, each state once. A trigger refuses every change."""

    __tablename__ = "invoice_event"
    __table_args__ = (UniqueConstraint("invoice_id", "state"),)

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    invoice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("invoice.id"))
    state: Mapped[InvoiceState] = mapped_column(text_enum(InvoiceState, "state"))
    actor_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("person.id"))
    details: Mapped[dict[str, Any]]
    at: Mapped[datetime]
