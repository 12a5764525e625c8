"""What one person is to be told in a direct message, gathered until it is time."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, PersonId, RowId, WorkspaceId


class Notification(Base):
    """One thing to tell one person, once: `cause` names what it is about, as message/12 or audit/7.

    It waits until `due_at`, so that bursts are told together and quiet hours stay quiet. `told_at` is when it was told,
    or found to be of no use any more.
    """

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("person_id", "cause"),
        Index("ix_notification_due", "due_at", postgresql_where=text("told_at IS NULL")),
        Index("ix_notification_person", "person_id", "due_at", postgresql_where=text("told_at IS NULL")),
        Index("ix_notification_recent", "person_id", "kind", "created_at"),
        Index("ix_notification_ticket", "ticket_id"),
        Index("ix_notification_told", "told_at", postgresql_where=text("told_at IS NOT NULL")),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    person_id: Mapped[PersonId]
    ticket_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("ticket.id"))
    kind: Mapped[str]  # a value of bot.domain.desk.notifications.NotificationKind
    cause: Mapped[str]
    facts: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
