"""Why a message became a ticket, or did not."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, RowId, WorkspaceId


class IntakeDecision(Base):
    """What intake last decided about one message, and by which rule. `details` never hold the message's text."""

    __tablename__ = "intake_decision"
    __table_args__ = (
        UniqueConstraint("workspace_id", "slack_channel_id", "ts", name="uq_intake_decision"),
        Index("ix_intake_decision_ticket", "ticket_id"),
        Index("ix_intake_decision_decided_at", "decided_at"),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    slack_channel_id: Mapped[str]
    ts: Mapped[str]
    rule: Mapped[str]  # a value of bot.domain.desk.intake_rules.IntakeRule
    ticket_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("ticket.id"))
    details: Mapped[dict[str, Any]]
    decided_at: Mapped[datetime]
