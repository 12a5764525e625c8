"""A queue: where tickets live, the counter that numbers them, and how its team works."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, RowId, WorkspaceId, text_enum
from models.desk.ticket import TicketStatus


class TriageReplies(StrEnum):
    """What a reply in a card's thread is unless its author says otherwise."""

    PUBLIC = "public"
    INTERNAL = "internal"


class AssignRule(StrEnum):
    """How a ticket finds its assignee. Round robin and least loaded come with recipes."""

    MANUAL = "manual"
    FIRST_REPLY = "first_reply"


class Queue(Base):
    """A team's tickets. `key` (as in `IT-42`) is one to ten capitals and digits; at most one queue is the default."""

    __tablename__ = "queue"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index("uq_queue_default", "workspace_id", unique=True, postgresql_where=text("is_default")),
        CheckConstraint("key ~ '^[A-Z][A-Z0-9]{0,9}$'", name="key_shape"),
        CheckConstraint("last_number >= 0", name="last_number_not_negative"),
        CheckConstraint("group_within_seconds >= 0", name="group_within_not_negative"),
        CheckConstraint("close_resolved_after_seconds > 0", name="close_resolved_after_positive"),
        CheckConstraint("remind_requester_after_seconds > 0", name="remind_requester_after_positive"),
        CheckConstraint("undo_seconds BETWEEN 0 AND 60", name="undo_a_minute_at_most"),
        CheckConstraint("rating_scale IN (3, 5)", name="rating_scale_known"),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    key: Mapped[str]
    name: Mapped[str]
    is_default: Mapped[bool] = mapped_column(default=False)
    last_number: Mapped[int] = mapped_column(default=0)  # raised under the row's lock, so numbers have no gaps
    language: Mapped[str | None]  # of its tickets, for search; None: the workspace's
    triage_replies: Mapped[TriageReplies] = mapped_column(
        text_enum(TriageReplies, "triage_replies"), default=TriageReplies.PUBLIC
    )
    private_replies: Mapped[bool] = mapped_column(default=False)  # all talk goes on in the requester's DM
    assign: Mapped[AssignRule] = mapped_column(text_enum(AssignRule, "assign"), default=AssignRule.MANUAL)
    group_within_seconds: Mapped[int] = mapped_column(default=120)  # 0: every post is a ticket of its own
    close_resolved_after_seconds: Mapped[int | None] = mapped_column(default=172_800)  # until then a reply reopens
    remind_requester_after_seconds: Mapped[int | None] = mapped_column(default=172_800)  # of waiting; None: never
    undo_seconds: Mapped[int] = mapped_column(default=0)  # an agent's reply waits that long before it leaves
    asks_for_rating: Mapped[bool] = mapped_column(default=False)  # how good the help was, after a resolution
    rating_scale: Mapped[int] = mapped_column(default=3)
    created_at: Mapped[datetime]


class QueueStatus(Base):
    """A status a queue names for itself, on top of a base type that says what it means."""

    __tablename__ = "queue_status"
    __table_args__ = (
        UniqueConstraint("queue_id", "key"),
        CheckConstraint("base IN ('in_progress', 'waiting', 'on_hold')", name="base_is_open"),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    queue_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("queue.id"))
    key: Mapped[str]
    name: Mapped[str]
    base: Mapped[TicketStatus] = mapped_column(text_enum(TicketStatus, "base"))
    position: Mapped[int]
    is_retired: Mapped[bool] = mapped_column(default=False)  # tickets may still have it; nobody can choose it


class CannedReply(Base):
    """Words agents send often. `text` is plain, with variables as {{requester.name}}; of one queue, or of all."""

    __tablename__ = "canned_reply"
    __table_args__ = (
        UniqueConstraint("workspace_id", "queue_id", "key", name="uq_canned_reply", postgresql_nulls_not_distinct=True),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    queue_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("queue.id"))
    key: Mapped[str]
    text: Mapped[str]
    changed_at: Mapped[datetime]
