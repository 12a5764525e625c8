"""The ledger: facts as they became known, and the seats and periods that follow from them. All of it only grows."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, RowId, WorkspaceId, text_enum


class LedgerFact(Base):
    """One thing that decides money: a membership, a person's kind, an admin's choice. A trigger refuses every change.

    `kind`, `source` and `details` are those of `bot.domain.billing.facts`. A fact is true since `effective_at` and
    counts since `counts_at`, which is never before what was folded already. `hash` covers the row and
    `previous_hash`, so that nothing can be taken out of the middle unseen.
    """

    __tablename__ = "ledger_fact"
    __table_args__ = (
        UniqueConstraint("subscription_id", "seq"),
        Index("ix_ledger_fact_order", "subscription_id", "counts_at", "seq"),
        Index(
            "uq_ledger_fact_event",
            "subscription_id",
            "event_id",
            unique=True,
            postgresql_where=text("event_id IS NOT NULL"),
        ),
        Index(
            "uq_ledger_fact_membership",
            "subscription_id",
            "slack_channel_id",
            "slack_user_id",
            "kind",
            "effective_at",
            unique=True,
            postgresql_where=text("slack_channel_id IS NOT NULL AND slack_user_id IS NOT NULL"),
        ),
        CheckConstraint("seq > 0", name="seq_positive"),
        CheckConstraint("counts_at >= effective_at", name="counts_from_effect"),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    subscription_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("subscription.id"))
    seq: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str]
    source: Mapped[str]
    slack_channel_id: Mapped[str | None]
    slack_user_id: Mapped[str | None]
    event_id: Mapped[str | None]
    actor_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("person.id"))  # the admin, if one decided it
    effective_at: Mapped[datetime]
    counts_at: Mapped[datetime]
    received_at: Mapped[datetime]
    details: Mapped[dict[str, Any]]
    previous_hash: Mapped[str]
    hash: Mapped[str]


class SeatEventKind(StrEnum):
    """What happened to a person's seat."""

    OPENED = "opened"
    CLOSED = "closed"  # off from the next roll
    REVERSED = "reversed"  # it was a mistake and costs nothing
    TAIL = "tail"  # closed before August 2020: on one more invoice


class SeatEvent(Base):
    """A seat opened or closed, as folded from the facts. A trigger refuses every change.

    `nth` counts a person's events from 1: odd ones open, even ones close, so nobody can have two seats at a time.
    """

    __tablename__ = "seat_event"
    __table_args__ = (
        UniqueConstraint("subscription_id", "slack_user_id", "nth"),
        CheckConstraint("(kind = 'opened') = (mod(nth, 2) = 1)", name="opens_and_closes_in_turn"),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    subscription_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("subscription.id"))
    slack_user_id: Mapped[str]
    nth: Mapped[int]
    kind: Mapped[SeatEventKind] = mapped_column(text_enum(SeatEventKind, "kind"))
    at: Mapped[datetime]
    fact_seq: Mapped[int | None] = mapped_column(BigInteger)  # None: time alone did it


class BillingPeriod(Base):
    """A period that was paid for in advance, half-open: [start_at, end_at). A trigger refuses every change.

    A change from monthly to annual begins the next period before `end_at`, even at the very instant this one began.
    """

    __tablename__ = "billing_period"
    __table_args__ = (
        UniqueConstraint("subscription_id", "index"),
        CheckConstraint("start_at < end_at", name="ends_after_start"),
        CheckConstraint("quantity >= 0", name="quantity_not_negative"),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    subscription_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("subscription.id"))
    index: Mapped[int]
    start_at: Mapped[datetime]
    end_at: Mapped[datetime]
    quantity: Mapped[int]  # seats it was opened with
    unit_minor: Mapped[int | None] = mapped_column(BigInteger)  # None: no price is agreed, seats are only counted
    currency: Mapped[str]
