"""What came in from Slack: seen deliveries, bodies kept after a failure, events that came before their cause."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, RowId, WorkspaceId, text_enum


class InboundDelivery(Base):
    """A delivery that was handled; its key makes a redelivery harmless. Kept a day, Slack retries for minutes."""

    __tablename__ = "inbound_delivery"
    __table_args__ = (Index("ix_inbound_delivery_seen_at", "seen_at"),)

    workspace_id: Mapped[WorkspaceId] = mapped_column(primary_key=True)
    delivery_id: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]


class KeptDelivery(Base):
    """A body whose handling failed unexpectedly, kept so that an admin can have it handled again."""

    __tablename__ = "kept_delivery"
    __table_args__ = (UniqueConstraint("workspace_id", "delivery_id"), UniqueConstraint("reference"))

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    delivery_id: Mapped[str]
    reference: Mapped[str]  # the number people are shown
    body: Mapped[dict[str, Any]]
    error: Mapped[str]  # the exception's class and place, never its text
    failures: Mapped[int] = mapped_column(default=1)
    kept_at: Mapped[datetime]


class ParkedKind(StrEnum):
    """What kind of event waits for its cause."""

    REPLY = "reply"
    EDIT = "edit"
    DELETION = "deletion"


class ParkedEvent(Base):
    """An event that arrived before the message it speaks of; applied when that message comes."""

    __tablename__ = "parked_event"
    __table_args__ = (
        UniqueConstraint("workspace_id", "slack_channel_id", "awaited_ts", "kind", "event_ts", name="uq_parked_event"),
        Index("ix_parked_event_parked_at", "parked_at"),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    slack_channel_id: Mapped[str]
    awaited_ts: Mapped[str]
    kind: Mapped[ParkedKind] = mapped_column(text_enum(ParkedKind, "kind"))
    event_ts: Mapped[str]
    event: Mapped[dict[str, Any]]
    parked_at: Mapped[datetime]
