"""What surrounds a ticket: its category, tags, links, followers, former cards and searchable words."""

from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, PersonId, RowId, WorkspaceId


class Category(Base):
    """A kind of request, as Incident; `priorities` are the ones its tickets may have, at least one."""

    __tablename__ = "category"
    __table_args__ = (UniqueConstraint("workspace_id", "key"),)

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    key: Mapped[str]
    name: Mapped[str]
    priorities: Mapped[list[str]] = mapped_column(ARRAY(Text))
    position: Mapped[int]
    is_retired: Mapped[bool] = mapped_column(default=False)


class TicketTag(Base):
    """A word agents put on a ticket: lower case, no spaces."""

    __tablename__ = "ticket_tag"
    __table_args__ = (
        Index("ix_ticket_tag_tag", "workspace_id", "tag"),
        CheckConstraint("tag ~ '^[^[:space:],#]{1,40}$' AND tag = lower(tag)", name="tag_shape"),
    )

    ticket_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("ticket.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(primary_key=True)
    workspace_id: Mapped[WorkspaceId]


class TicketLink(Base):
    """Two tickets that have to do with each other, the older one first."""

    __tablename__ = "ticket_link"
    __table_args__ = (
        Index("ix_ticket_link_other", "other_id"),
        CheckConstraint("ticket_id < other_id", name="older_first"),
    )

    ticket_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("ticket.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("ticket.id"), primary_key=True)
    workspace_id: Mapped[WorkspaceId]
    linked_at: Mapped[datetime]


class Follower(Base):
    """Somebody who is told what goes on in a ticket: an agent who watches it, or a person who was added to it."""

    __tablename__ = "follower"
    __table_args__ = (
        UniqueConstraint("ticket_id", "person_id"),
        Index("ix_follower_person", "workspace_id", "person_id"),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    ticket_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("ticket.id"))
    person_id: Mapped[PersonId]
    followed_at: Mapped[datetime]


class FormerPlace(Base):
    """Where a ticket was before it moved to another queue: its key there finds it, its card there says where it is.

    What is written in the former card's thread stays there.
    """

    __tablename__ = "former_place"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        UniqueConstraint("workspace_id", "slack_channel_id", "card_ts", name="uq_former_place_card"),
        Index("ix_former_place_ticket", "ticket_id"),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    ticket_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("ticket.id"))
    queue_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("queue.id"))
    key: Mapped[str]
    slack_channel_id: Mapped[str]
    card_ts: Mapped[str | None]  # None: it moved before its card was posted
    left_at: Mapped[datetime]


class TicketWords(Base):
    """The words of a ticket as PostgreSQL's full-text search knows them, in its queue's language.

    `public_words` has what its requester may read; `agent_words` the notes of its present queue as well.
    """

    __tablename__ = "ticket_words"
    __table_args__ = (
        Index("ix_ticket_words_public", "public_words", postgresql_using="gin"),
        Index("ix_ticket_words_agent", "agent_words", postgresql_using="gin"),
    )

    ticket_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("ticket.id"), primary_key=True)
    workspace_id: Mapped[WorkspaceId]
    public_words: Mapped[Any] = mapped_column(TSVECTOR)
    agent_words: Mapped[Any] = mapped_column(TSVECTOR)
