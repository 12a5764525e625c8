"""What has to go out to Slack, in order, once."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, RowId, WorkspaceId, text_enum


class OutboxState(StrEnum):
    """Where a row is: waiting, leased by a worker, done, given up (an admin decides), or no longer of any use."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    PARKED = "parked"
    DROPPED = "dropped"


class OutboxRow(Base):
    """One thing to do at Slack, written in the transaction that decided it.

    `lane` keeps order: within one lane rows go out one after the other by id. `message_id` travels in the Slack
    message's metadata, so that an attempt with unknown outcome (`in_doubt`) can be looked up before it is repeated.
    A *refresh* row stores only its subject; while one is pending, another for the same subject is folded into it.
    All its times are the database's own, the one clock that every worker shares.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_due", "due_at", "id", postgresql_where=text("state = 'pending'")),
        Index("ix_outbox_lane", "lane", "id", postgresql_where=text("state IN ('pending', 'sending')")),
        Index("ix_outbox_lease", "leased_until", postgresql_where=text("state = 'sending'")),
        Index("ix_outbox_parked", "workspace_id", "id", postgresql_where=text("state = 'parked'")),
        Index("ix_outbox_finished", "finished_at", postgresql_where=text("state IN ('sent', 'dropped')")),
        Index(
            "uq_outbox_collapse",
            "workspace_id",
            "kind",
            "subject_id",
            unique=True,
            postgresql_where=text("state = 'pending' AND collapses"),
        ),
        CheckConstraint("(state = 'sending') = (leased_until IS NOT NULL)", name="sending_has_lease"),
        CheckConstraint("NOT collapses OR subject_id IS NOT NULL", name="collapsing_has_subject"),
    )

    id: Mapped[RowId]
    message_id: Mapped[uuid.UUID] = mapped_column(default=uuid.uuid4)
    workspace_id: Mapped[WorkspaceId]
    kind: Mapped[str]
    lane: Mapped[str]
    subject_id: Mapped[int | None] = mapped_column(BigInteger)
    payload: Mapped[dict[str, Any]]
    collapses: Mapped[bool] = mapped_column(default=False)
    state: Mapped[OutboxState] = mapped_column(text_enum(OutboxState, "state"), default=OutboxState.PENDING)
    due_at: Mapped[datetime] = mapped_column(server_default=func.now())
    attempts: Mapped[int] = mapped_column(default=0)
    in_doubt: Mapped[bool] = mapped_column(default=False)
    leased_until: Mapped[datetime | None]
    lease_id: Mapped[uuid.UUID | None]
    last_error: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    finished_at: Mapped[datetime | None]


class ChannelPace(Base):
    """How far ahead of Slack's rate a channel has been posted to (the theoretical arrival time of GCRA)."""

    __tablename__ = "channel_pace"

    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    slack_channel_id: Mapped[str] = mapped_column(primary_key=True)
    next_at: Mapped[datetime]
