"""How good somebody found the help they got: the question, and what they answered."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, PersonId, RowId, WorkspaceId, text_enum


class RatingState(StrEnum):
    """How far the question is."""

    WAITING = "waiting"  # for `ask_at`, so that "thanks, but…" can reopen the ticket first
    ASKED = "asked"  # can be answered, and the answer changed, until `open_until`
    WITHDRAWN = "withdrawn"  # nobody had answered when the ticket was reopened
    ENDED = "ended"  # what was answered stands


class Rating(Base):
    """One question to a requester, about one resolution of their ticket.

    `score` runs from 1, the worst, to `scale`. Agents learn it once it has ENDED, and not before.
    """

    __tablename__ = "rating"
    __table_args__ = (
        Index(
            "uq_rating_live",  # one question at a time about a ticket
            "ticket_id",
            unique=True,
            postgresql_where=text("state IN ('waiting', 'asked')"),
        ),
        Index("ix_rating_ticket", "ticket_id"),
        Index("ix_rating_due", "workspace_id", "ask_at", postgresql_where=text("state = 'waiting'")),
        Index("ix_rating_open", "workspace_id", "open_until", postgresql_where=text("state = 'asked'")),
        Index("ix_rating_requester", "requester_id", "asked_at"),
        Index("ix_rating_queue", "queue_id", "ended_at", postgresql_where=text("state = 'ended'")),
        CheckConstraint("scale IN (3, 5)", name="scale_known"),
        CheckConstraint("score BETWEEN 1 AND scale", name="score_on_scale"),
        CheckConstraint("(score IS NULL) = (answered_at IS NULL)", name="score_has_instant"),
        CheckConstraint("comment IS NULL OR score IS NOT NULL", name="comment_has_score"),
        CheckConstraint("(state = 'waiting') = (asked_at IS NULL)", name="asked_has_instant"),
        CheckConstraint("(asked_at IS NULL) = (open_until IS NULL)", name="asked_has_end"),
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended_has_instant"),
        CheckConstraint("state <> 'withdrawn' OR score IS NULL", name="withdrawn_unanswered"),
    )

    id: Mapped[RowId]
    workspace_id: Mapped[WorkspaceId]
    ticket_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("ticket.id"))
    queue_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("queue.id"))  # whose help it is about
    requester_id: Mapped[PersonId]  # who is asked, and who alone may answer
    scale: Mapped[int]
    state: Mapped[RatingState] = mapped_column(text_enum(RatingState, "state"), default=RatingState.WAITING)
    ask_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    open_until: Mapped[datetime | None]
    score: Mapped[int | None]
    comment: Mapped[str | None]
    answered_at: Mapped[datetime | None]  # last
    ended_at: Mapped[datetime | None]
    prompt_slack_channel_id: Mapped[str | None]  # where the question stands in Slack
    prompt_ts: Mapped[str | None]
