"""Deskbell's own subscription: the row that whoever writes the ledger holds, and how far the ledger was folded."""

from datetime import datetime

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, RowId, WorkspaceId


class Subscription(Base):
    """One for each workspace. What it is (plan, price, trial …) is in its facts; this row is the ledger's head.

    It is locked to record a fact or to fold, so both happen in one order. `folded_to` only moves forward; a fact
    counts from then on at the earliest. `next_due_at` says when folding next changes something by itself: a settle
    window's end, a roll, a trial's end. `standing` repeats what the fold says, for guards that cannot fold.
    """

    __tablename__ = "subscription"
    __table_args__ = (Index("ix_subscription_next_due_at", "next_due_at"),)

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId] = mapped_column(unique=True)
    folded_to: Mapped[datetime]
    next_due_at: Mapped[datetime | None]
    standing: Mapped[str]
    last_seq: Mapped[int] = mapped_column(BigInteger, default=0)  # of the newest fact; 0: there is none
    last_hash: Mapped[str] = mapped_column(default="")  # of the newest fact
    created_at: Mapped[datetime]
