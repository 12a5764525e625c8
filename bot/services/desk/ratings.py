"""Ratings: what requesters answer about the help they got, and what that comes to for a team."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from bot.domain.desk import satisfaction
from bot.domain.desk.satisfaction import RatingFacts, RatingSummary
from bot.errors import NotAllowed, NotUnderstood, Refusal
from bot.services.desk import rating_asks
from models.desk import Person, Queue, Rating, RatingState, Ticket, TicketStatus

ONLY_WHO_ASKED = "Only the person who asked for help can say how good it was."
OVER = "The time to answer this is over, so what was said stands."
WITHDRAWN = "This ticket is open again. How good the help was is asked once it is done."


def rate(
    session: Session, rating_id: int, score: int, *, comment: str | None = None, actor: Person, now: datetime
) -> RatingFacts:
    """Keep how good somebody found the help they got; until the question ends they may say it again, and otherwise.

    Args:
        session: an open transaction.
        rating_id: the question.
        score: from 1, the worst, to the question's scale.
        comment: what they say about it; an empty one takes back what they said; None leaves it as it is.
        actor: who answers.
        now: the desk's time.

    Raises: NotAllowed, for anybody but who was asked, and for a question that does not exist; Refusal, when it can be
        answered no more; NotUnderstood, for a score that it does not offer.
    """
    rating = _get_open(session, rating_id, actor=actor, now=now)
    if not 1 <= score <= rating.scale:
        raise NotUnderstood("That is not one of the answers. Please use the buttons below the question.")
    rating.score, rating.answered_at = score, now
    if comment is not None:
        rating.comment = comment or None
    session.flush()
    rating_asks.redraw_prompt(session, rating)
    return _facts_of(session, rating)


def load_form(session: Session, rating_id: int, *, actor: Person, now: datetime) -> RatingFacts:
    """Return what somebody's answer is so far, for them to change. Raises: NotAllowed; Refusal, as `rate` does."""
    return _facts_of(session, _get_open(session, rating_id, actor=actor, now=now))


def load_prompt(session: Session, rating_id: int) -> RatingFacts:
    """Return a question as it stands, for the message that holds it."""
    return _facts_of(session, session.get_one(Rating, rating_id))


def record_prompt(session: Session, rating_id: int, slack_channel_id: str, ts: str) -> None:
    """Record where in Slack a question stands."""
    rating = session.get_one(Rating, rating_id)
    rating.prompt_slack_channel_id, rating.prompt_ts = slack_channel_id, ts


def list_summaries(
    session: Session, queue_ids: Sequence[int], *, workspace_id: int, now: datetime
) -> list[RatingSummary]:
    """Return what was answered lately about each of these queues that asks, by key.

    Only answers that stand are counted: a sum that moved at once would give single answers away.
    """
    lately = (Rating.queue_id == Queue.id) & (Rating.state == RatingState.ENDED)
    lately &= Rating.ended_at > now - satisfaction.SUMMED_UP
    asking = (
        select(Queue.key, func.count(Rating.id), func.count(Rating.score), func.count().filter(_is_positive()))
        .outerjoin(Rating, lately)
        .where(Queue.workspace_id == workspace_id, Queue.id.in_(queue_ids), Queue.asks_for_rating)
        .group_by(Queue.key)
    )
    return [RatingSummary(*row) for row in session.execute(asking.order_by(Queue.key))]


def _is_positive() -> ColumnElement[bool]:
    """Say in SQL what `satisfaction.is_positive` says."""
    return Rating.score > (Rating.scale + 1) / 2


def _get_open(session: Session, rating_id: int, *, actor: Person, now: datetime) -> Rating:
    """Return a question that is the actor's to answer, locked. Nobody else learns whether there is one."""
    held = select(Rating).where(Rating.workspace_id == actor.workspace_id, Rating.id == rating_id).with_for_update()
    rating = session.scalar(held.execution_options(populate_existing=True))
    if rating is None or rating.requester_id != actor.id:
        raise NotAllowed(ONLY_WHO_ASKED)
    if rating.state is RatingState.WITHDRAWN:
        raise Refusal(WITHDRAWN)
    if rating.state is not RatingState.ASKED or rating_asks.is_over(rating, now=now):
        raise Refusal(OVER)
    return rating


def _facts_of(session: Session, rating: Rating) -> RatingFacts:
    ticket = session.get_one(Ticket, rating.ticket_id)
    return RatingFacts(
        rating_id=rating.id,
        ticket_id=ticket.id,
        ticket_key=ticket.key,
        state=rating.state,
        scale=rating.scale,
        score=rating.score,
        comment=rating.comment or "",
        open_until=rating.open_until or rating.ask_at,
        can_reopen=ticket.status is TicketStatus.RESOLVED,
    )
