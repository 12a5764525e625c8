"""Payments: every attempt is written before the provider is asked, every answer after. All of it only grows."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, RowId, WorkspaceId, text_enum


class PaymentResult(StrEnum):
    """What a provider said of an attempt."""

    PENDING = "pending"
    REQUIRES_ACTION = "requires_action"  # the payer has to confirm it with their bank
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class PaymentAccount(Base):
    """Who we are to a payment provider, and how they pay there. No card number is ever known to us."""

    __tablename__ = "payment_account"
    __table_args__ = (UniqueConstraint("subscription_id", "provider"),)

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    subscription_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("subscription.id"))
    provider: Mapped[str]
    customer_reference: Mapped[str]
    method_reference: Mapped[str | None]
    method_label: Mapped[str | None]  # as "Visa ending in 4242"
    changed_at: Mapped[datetime]


class PaymentAttempt(Base):
    """One try to collect an amount. A trigger refuses every change; what came of it are its outcomes.

    `purpose` says what for: `invoice/7` is the invoice of that id, step by step; `again/7` the same one out of turn;
    `change` a change of the terms that is paid before it is made.
    """

    __tablename__ = "payment_attempt"
    __table_args__ = (
        UniqueConstraint("subscription_id", "purpose", "attempt"),
        UniqueConstraint("idempotency_key"),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    subscription_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("subscription.id"))
    provider: Mapped[str]
    purpose: Mapped[str]
    attempt: Mapped[int]
    invoice_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("invoice.id"))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    idempotency_key: Mapped[str]
    details: Mapped[dict[str, Any]]  # of a plan change: the terms that are to hold, and which admin wants them
    started_at: Mapped[datetime]


class PaymentOutcome(Base):
    """What the provider said of an attempt, each answer once. A trigger refuses every change."""

    __tablename__ = "payment_outcome"
    __table_args__ = (UniqueConstraint("attempt_id", "result"),)

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    attempt_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("payment_attempt.id"))
    result: Mapped[PaymentResult] = mapped_column(text_enum(PaymentResult, "result"))
    provider_reference: Mapped[str | None]
    failure_code: Mapped[str | None]
    confirm_url: Mapped[str | None]  # where the payer confirms it, if they must
    at: Mapped[datetime]


class BalanceEntry(Base):
    """Money that moved without a provider: refunds, what an operator booked. A trigger refuses every change."""

    __tablename__ = "balance_entry"

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    subscription_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("subscription.id"))
    invoice_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("invoice.id"))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]


class ProviderEvent(Base):
    """A provider's webhook that was handled: they repeat, and come in any order."""

    __tablename__ = "provider_event"

    provider: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(primary_key=True)
    received_at: Mapped[datetime]
