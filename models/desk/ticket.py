"""A ticket: one request, from the first message to the end."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, PersonId, RowId, WorkspaceId, text_enum


class TicketStatus(StrEnum):
    """The base types of status; later a queue names its own on top of them."""

    NEW = "new"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Priority(StrEnum):
    """How urgent a ticket is: p1 Urgent, p2 High, p3 Normal (the default), p4 Low."""

    P1 = "p1"
    P2 = "p2"
    P3 = "p3"
    P4 = "p4"


class Ticket(Base):
    """One request and where its two sides are in Slack.

    The requester's side is a thread in a request channel or in the bot's DM; the triage side is the card's thread.
    A `…_ts` is None until the message that roots the thread is known to exist.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        UniqueConstraint("queue_id", "number"),
        UniqueConstraint("workspace_id", "requester_slack_channel_id", "requester_thread_ts", name="uq_ticket_source"),
        UniqueConstraint("workspace_id", "triage_slack_channel_id", "card_ts", name="uq_ticket_card"),
        Index("ix_ticket_requester_open", "workspace_id", "requester_id", postgresql_where=text("closed_at IS NULL")),
        Index("ix_ticket_assignee_open", "workspace_id", "assignee_id", postgresql_where=text("closed_at IS NULL")),
        Index("ix_ticket_queue_open", "queue_id", "opened_at", postgresql_where=text("closed_at IS NULL")),
        Index("ix_ticket_threads_read", "threads_read_at", postgresql_where=text("closed_at IS NULL")),
        CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed_has_instant"),
        CheckConstraint("status NOT IN ('resolved') OR resolved_at IS NOT NULL", name="resolved_has_instant"),
        CheckConstraint("number > 0", name="number_positive"),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    queue_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("queue.id"))
    number: Mapped[int]
    key: Mapped[str]  # the queue's key and the number, as IT-42
    title: Mapped[str]
    status: Mapped[TicketStatus] = mapped_column(text_enum(TicketStatus, "status"), default=TicketStatus.NEW)
    priority: Mapped[Priority] = mapped_column(text_enum(Priority, "priority"), default=Priority.P3)
    requester_id: Mapped[PersonId]
    assignee_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("person.id"))
    requester_slack_channel_id: Mapped[str | None]  # None while the DM of a ticket made by command is being opened
    requester_thread_ts: Mapped[str | None]
    triage_slack_channel_id: Mapped[str]
    card_ts: Mapped[str | None]
    resolution_notice_ts: Mapped[str | None]  # the newest "resolved" notice on the requester's side
    opened_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    threads_read_at: Mapped[datetime]  # when both threads were last reconciled with Slack's history, in its time
