"""A Slack channel, the role it plays for the desk, and who is in it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, PersonId, RowId, WorkspaceId, text_enum


class ChannelRole(StrEnum):
    """What a channel is to the desk."""

    NONE = "none"
    REQUEST = "request"
    TRIAGE = "triage"


class Intake(StrEnum):
    """What makes a ticket in a request channel."""

    EVERY = "every"  # each message
    EMOJI = "emoji"  # a reaction, a shortcut or a mention
    FORM = "form"  # the request form; who posts is shown where it is


class Channel(Base):
    """A channel the desk has to do with.

    A request channel feeds one queue since `takes_requests_since`; a queue has at most one triage channel.
    """

    __tablename__ = "channel"
    __table_args__ = (
        UniqueConstraint("workspace_id", "slack_channel_id"),
        Index("uq_channel_triage_of_queue", "queue_id", unique=True, postgresql_where=text("role = 'triage'")),
        CheckConstraint("(role = 'none') = (queue_id IS NULL)", name="role_has_queue"),
        CheckConstraint("(role = 'request') = (intake IS NOT NULL)", name="request_has_intake"),
        CheckConstraint("(role = 'request') = (takes_requests_since IS NOT NULL)", name="request_has_start"),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    slack_channel_id: Mapped[str]
    name: Mapped[str | None]
    is_private: Mapped[bool] = mapped_column(default=False)
    is_shared: Mapped[bool] = mapped_column(default=False)  # Slack Connect: outsiders read it
    role: Mapped[ChannelRole] = mapped_column(text_enum(ChannelRole, "role"), default=ChannelRole.NONE)
    queue_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("queue.id"))
    intake: Mapped[Intake | None] = mapped_column(text_enum(Intake, "intake"))
    takes_requests_since: Mapped[datetime | None]  # in Slack's time, as its messages' ts are
    history_read_to: Mapped[datetime | None]  # everything older was reconciled with Slack's history
    paused_at: Mapped[datetime | None]  # a triage channel that others can read: nothing is posted until it is private
    seen_at: Mapped[datetime]


class ChannelMember(Base):
    """A person is in a triage channel: for a human of this workspace, that is what makes an agent."""

    __tablename__ = "channel_member"
    __table_args__ = (
        UniqueConstraint("channel_id", "person_id"),
        Index("ix_channel_member_person", "workspace_id", "person_id"),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    channel_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("channel.id"))
    person_id: Mapped[PersonId]
    joined_at: Mapped[datetime]
