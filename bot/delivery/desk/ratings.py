"""Delivers the question how good the help was, to its requester alone where their queue is private."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.delivery.desk.direct import post_to
from bot.delivery.desk.threads import Thread, find_thread
from bot.delivery.kinds import NOBODY_THERE, THREAD_GONE, Call, Deliverer, Drop, Post, Step
from bot.delivery.leases import Row
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.gateways.slack_port import Outgoing, Posted
from bot.services.desk import ratings
from bot.views.content import Content
from bot.views.desk.rating_prompt import rating_prompt
from models.desk import Person, Queue, Rating, RatingState, Side, Ticket


def deliverers() -> tuple[Deliverer, ...]:
    """Return the deliverers of this module."""
    return (
        Deliverer(OutboxKind.POST_RATING_PROMPT, prepare_prompt, meaningless_after=NOBODY_THERE | THREAD_GONE),
        Deliverer(OutboxKind.REFRESH_RATING_PROMPT, prepare_refresh),
    )


def prepare_prompt(session: Session, row: Row, *, now: datetime) -> Step:
    """Ask the requester. If the question was taken back, only see whether it went out."""
    rating = session.get_one(Rating, row.subject_id)
    is_asked = rating.state is RatingState.ASKED
    if not is_asked and not row.is_doubtful:
        return Drop("it is not to be asked any more")
    step = _ask(session, row, rating, rating_prompt(ratings.load_prompt(session, rating.id)))
    if not isinstance(step, Post):
        return step

    def record(session: Session, posted: Posted) -> None:
        ratings.record_prompt(session, rating.id, posted.slack_channel_id, posted.ts)

    return replace(step, record=record, is_revoked=not is_asked)


def prepare_refresh(session: Session, row: Row, *, now: datetime) -> Step:
    """Let the question follow what was answered, or what became of its ticket."""
    rating = session.get_one(Rating, row.subject_id)
    if rating.prompt_slack_channel_id is None or rating.prompt_ts is None:
        return Drop("it was not asked")
    posted = Posted(rating.prompt_slack_channel_id, rating.prompt_ts)
    content = rating_prompt(ratings.load_prompt(session, rating.id))
    return Call(lambda slack: slack.update(posted, text=content.text, blocks=content.blocks))


def _ask(session: Session, row: Row, rating: Rating, content: Content) -> Step:
    """Return the step that asks: in the requester's thread, or in their DM if their queue keeps its tickets private."""
    ticket = session.get_one(Ticket, rating.ticket_id)
    if session.get_one(Queue, ticket.queue_id).private_replies and not ticket.replies_in_dm:
        return post_to(session.get_one(Person, rating.requester_id), row, content)
    thread = find_thread(session, ticket, Side.REQUESTER)
    if not isinstance(thread, Thread):
        return thread
    message = Outgoing(
        thread.slack_channel_id, content.text, content.blocks, str(row.message_id), thread_ts=thread.root_ts
    )
    return Post(message, lambda _session, _posted: None)
