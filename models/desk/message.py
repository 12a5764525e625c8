"""What people said on a ticket: the opening, replies that cross to the other side, and private notes that never do."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, PersonId, RowId, WorkspaceId, text_enum


class MessageKind(StrEnum):
    """What a message is. A note stays a note for ever; nothing turns it into a reply."""

    OPENING = "opening"
    HELD = "held"  # an agent's reply that waits before it leaves: it becomes a reply then, or a note if taken back
    REPLY = "reply"
    NOTE = "note"


class Side(StrEnum):
    """Where a message was written."""

    REQUESTER = "requester"
    TRIAGE = "triage"


class Message(Base):
    """One message of a ticket: its source in Slack and, for a reply, the copy on the other side.

    `edited_ts` is Slack's ts of the newest edit applied, so that edits arriving out of order change nothing.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("workspace_id", "slack_channel_id", "ts", name="uq_message_source"),
        UniqueConstraint("workspace_id", "copy_slack_channel_id", "copy_ts", name="uq_message_copy"),
        Index("ix_message_ticket", "ticket_id", "sent_at"),
        CheckConstraint("kind <> 'note' OR side = 'triage'", name="note_on_triage_side"),
        CheckConstraint("kind <> 'held' OR side = 'triage'", name="held_on_triage_side"),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    ticket_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("ticket.id"))
    queue_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("queue.id"))  # the ticket's when it was written
    kind: Mapped[MessageKind] = mapped_column(text_enum(MessageKind, "kind"))
    side: Mapped[Side] = mapped_column(text_enum(Side, "side"))
    author_id: Mapped[PersonId]
    slack_channel_id: Mapped[str | None]  # None for the opening of a ticket made by command
    ts: Mapped[str | None]
    thread_ts: Mapped[str | None]  # the root of the thread it stands in; None at the top level of its channel
    text: Mapped[str]  # Slack's own text of the message, mrkdwn
    blocks: Mapped[list[dict[str, Any]] | None]  # rich_text blocks as the author formatted them
    files: Mapped[list[dict[str, Any]]]  # {"name": …, "url": permalink}
    sent_at: Mapped[datetime]
    edited_ts: Mapped[str | None]
    deleted_at: Mapped[datetime | None]
    copy_slack_channel_id: Mapped[str | None]
    copy_ts: Mapped[str | None]


class MessageVersion(Base):
    """The words a message had before an edit took their place: kept for agents of the queue it was written in.

    `edited_ts` is Slack's ts of the edit that brought these words; None for the ones it was written with.
    """

    __tablename__ = "message_version"
    __table_args__ = (
        UniqueConstraint("message_id", "edited_ts", name="uq_message_version", postgresql_nulls_not_distinct=True),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    message_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("message.id"))
    edited_ts: Mapped[str | None]
    text: Mapped[str]
    blocks: Mapped[list[dict[str, Any]] | None]
    files: Mapped[list[dict[str, Any]]]
    replaced_at: Mapped[datetime]


class MessageCopy(Base):
    """A further copy of a message, beside the one its own row names; its ticket moved.

    Either it stands in the thread the ticket moved to, of a reply that agents wrote in the one before, or in a thread
    the ticket has left: `root_ts` says in which. Edits follow into the ticket's present thread, a deletion everywhere.
    """

    __tablename__ = "message_copy"
    __table_args__ = (
        UniqueConstraint("workspace_id", "slack_channel_id", "ts", name="uq_message_copy_place"),
        Index("ix_message_copy_message", "message_id"),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    message_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("message.id"))
    slack_channel_id: Mapped[str]
    root_ts: Mapped[str]
    ts: Mapped[str]
