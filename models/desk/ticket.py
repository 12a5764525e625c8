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


class TicketSource(StrEnum):
    """What made a ticket."""

    MESSAGE = "message"  # a message in a channel where each one counts
    EMOJI = "emoji"
    SHORTCUT = "shortcut"
    MENTION = "mention"
    DM = "dm"
    COMMAND = "command"
    FORM = "form"
    REPLY = "reply"  # a reply to a ticket that was closed
    SPLIT = "split"  # a message taken out of another ticket


class Ticket(Base):
    """One request and where its two sides are in Slack.

    The requester's side is a thread in a request channel or in the bot's DM; the triage side is the card's thread.
    A `…_ts` is None until the message that roots the thread is known to exist. The origin is the message it was made
    from, which the requester's side is too unless the talk was moved to their DM (`replies_in_dm`).
    """

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        UniqueConstraint("queue_id", "number"),
        Index(
            "uq_ticket_requester_thread",  # a closed ticket leaves its thread to the one that follows it
            "workspace_id",
            "requester_slack_channel_id",
            "requester_thread_ts",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_ticket_requester_thread", "workspace_id", "requester_slack_channel_id", "requester_thread_ts"),
        UniqueConstraint("workspace_id", "origin_slack_channel_id", "origin_ts", name="uq_ticket_origin"),
        UniqueConstraint("workspace_id", "triage_slack_channel_id", "card_ts", name="uq_ticket_card"),
        Index(
            "ix_ticket_left_thread",  # posts there are turned away
            "workspace_id",
            "origin_slack_channel_id",
            "left_thread_ts",
            postgresql_where=text("left_thread_ts IS NOT NULL"),
        ),
        Index("ix_ticket_requester_open", "workspace_id", "requester_id", postgresql_where=text("closed_at IS NULL")),
        Index("ix_ticket_requester", "workspace_id", "requester_id", "updated_at"),
        Index("ix_ticket_author", "workspace_id", "author_id", postgresql_where=text("author_id <> requester_id")),
        Index("ix_ticket_assignee_open", "workspace_id", "assignee_id", postgresql_where=text("closed_at IS NULL")),
        Index("ix_ticket_queue_open", "queue_id", "opened_at", postgresql_where=text("closed_at IS NULL")),
        Index("ix_ticket_threads_read", "threads_read_at", postgresql_where=text("closed_at IS NULL")),
        Index("ix_ticket_resolved", "workspace_id", "resolved_at", postgresql_where=text("status = 'resolved'")),
        Index("ix_ticket_waiting", "workspace_id", "waiting_since", postgresql_where=text("waiting_since IS NOT NULL")),
        Index("ix_ticket_snoozed", "workspace_id", "snoozed_until", postgresql_where=text("snoozed_until IS NOT NULL")),
        Index(
            "ix_ticket_due", "workspace_id", "due_at", postgresql_where=text("due_at IS NOT NULL AND closed_at IS NULL")
        ),
        Index("ix_ticket_merged", "merged_into_id", postgresql_where=text("merged_into_id IS NOT NULL")),
        CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed_has_instant"),
        CheckConstraint("merged_into_id IS NULL OR status = 'closed'", name="merged_is_closed"),
        CheckConstraint("merged_into_id <> id", name="merged_into_another"),
        CheckConstraint("snoozed_at IS NOT NULL OR snoozed_until IS NULL", name="snoozed_has_start"),
        CheckConstraint("snoozed_until IS NOT NULL OR wakes_on_reply", name="snoozed_has_end"),
        CheckConstraint("status NOT IN ('resolved') OR resolved_at IS NOT NULL", name="resolved_has_instant"),
        CheckConstraint("number > 0", name="number_positive"),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    queue_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("queue.id"))
    number: Mapped[int]
    key: Mapped[str]  # the queue's key and the number, as IT-42
    title: Mapped[str]
    is_titled_by_hand: Mapped[bool] = mapped_column(default=False)  # then edits of the opening leave the title alone
    status: Mapped[TicketStatus] = mapped_column(text_enum(TicketStatus, "status"), default=TicketStatus.NEW)
    priority: Mapped[Priority] = mapped_column(text_enum(Priority, "priority"), default=Priority.P3)
    category_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("category.id"))
    queue_status_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("queue_status.id"))  # of base `status`
    source: Mapped[TicketSource] = mapped_column(text_enum(TicketSource, "source"), default=TicketSource.MESSAGE)
    requester_id: Mapped[PersonId]
    author_id: Mapped[PersonId]  # who filed it, for themselves or for the requester
    assignee_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("person.id"))
    origin_slack_channel_id: Mapped[str | None]  # None for a ticket that no message made
    origin_ts: Mapped[str | None]
    left_thread_ts: Mapped[str | None]  # the public thread that a private queue's ticket was asked in
    replies_in_dm: Mapped[bool] = mapped_column(default=False)  # fixed when it is opened, whatever the queue does later
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
    merged_into_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("ticket.id"))
    waiting_since: Mapped[datetime | None]  # for its requester; None while nobody waits for them
    reminded_at: Mapped[datetime | None]  # when its requester was reminded, once in each time of waiting
    snoozed_at: Mapped[datetime | None]  # out of the agents' way since then
    snoozed_until: Mapped[datetime | None]  # None: until the requester's next reply
    wakes_on_reply: Mapped[bool] = mapped_column(default=True)  # a snooze ends at the requester's next reply too
    due_at: Mapped[datetime | None]
    due_told_at: Mapped[datetime | None]  # when its assignee was reminded of `due_at`
    threads_read_at: Mapped[datetime]  # when both threads were last reconciled with Slack's history, in its time
