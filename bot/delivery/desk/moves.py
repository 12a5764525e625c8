"""Delivers what follows a ticket into another queue, and what is left of it where it was."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import wraps

from sqlalchemy.orm import Session

from bot.delivery.desk.replies import in_its_authors_name
from bot.delivery.desk.threads import Thread, find_thread
from bot.delivery.kinds import Call, Deliverer, Drop, Post, Prepare, Step, Wait
from bot.delivery.leases import Row
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.gateways.slack_port import Outgoing, Posted
from bot.services.desk import former_places, outbox, postings, ticket_facts, triage_talk, written_replies
from bot.views.desk.former_card import former_card, former_note
from models.desk import FormerPlace, Message, Side, Ticket

_OF_FORMER_CARDS = frozenset({OutboxKind.REFRESH_FORMER_CARD, OutboxKind.POST_FORMER_NOTE, OutboxKind.POST_NOTE})


def deliverers() -> tuple[Deliverer, ...]:
    """Return the deliverers of this module."""
    return (
        Deliverer(OutboxKind.REFRESH_FORMER_CARD, prepare_former_card),
        Deliverer(OutboxKind.POST_FORMER_NOTE, prepare_former_note),
        Deliverer(OutboxKind.POST_THREAD_COPY, prepare_thread_copy),
    )


def unless_left(deliverers: Iterable[Deliverer]) -> tuple[Deliverer, ...]:
    """Return the deliverers, none of which goes on with what was meant for a card that its ticket has left."""
    return tuple(
        each if each.kind in _OF_FORMER_CARDS else replace(each, prepare=_unless_left(each.prepare))
        for each in deliverers
    )


def _unless_left(prepare: Prepare) -> Prepare:
    @wraps(prepare)
    def prepare_unless_left(session: Session, row: Row, *, now: datetime) -> Step:
        if row.lane.startswith(outbox.FORMER):
            return Drop(outbox.LEFT)
        step = prepare(session, row, now=now)
        is_stranded = isinstance(step, Wait) and postings.is_root_behind(session, row.lane, row.id)
        return Drop(outbox.LEFT) if is_stranded else step

    return prepare_unless_left


def prepare_former_card(session: Session, row: Row, *, now: datetime) -> Step:
    """Have a former card say where its ticket went, in place of all it said before."""
    former = session.get_one(FormerPlace, row.subject_id)
    if former.card_ts is None:
        return Drop("it was never posted")
    key, queue = former_places.find_next(session, former)
    card = former_card(former.key, key, queue.name)
    posted = Posted(former.slack_channel_id, former.card_ts)
    return Call(lambda slack: slack.update(posted, text=card.text, blocks=card.blocks))


def prepare_former_note(session: Session, row: Row, *, now: datetime) -> Step:
    """End the thread of a former card."""
    former = session.get_one(FormerPlace, row.subject_id)
    if former.card_ts is None:
        return Drop("its card was never posted")
    _, queue = former_places.find_next(session, former)
    note = former_note(queue.name)
    message = Outgoing(former.slack_channel_id, note.text, note.blocks, str(row.message_id), thread_ts=former.card_ts)
    return Post(message, lambda _session, _posted: None)


def prepare_thread_copy(session: Session, row: Row, *, now: datetime) -> Step:
    """Post what agents said in public, as it stands now, in the thread its ticket moved to."""
    message = session.get_one(Message, row.subject_id)
    ticket = session.get_one(Ticket, message.ticket_id)
    is_gone = not _is_shown_to(ticket, message)
    if is_gone and not row.is_doubtful:
        return Drop("it was deleted or withdrawn first")
    thread = find_thread(session, ticket, Side.TRIAGE)
    if not isinstance(thread, Thread):
        return thread
    if former_places.find_present_copy(session, message, ticket) is not None:
        return Drop("its copy stands already")
    outgoing = in_its_authors_name(session, row, thread, ticket_facts.copied_words_of(session, message))
    message_id, edited_ts = message.id, message.edited_ts

    def record(session: Session, posted: Posted) -> None:
        said = session.get_one(Message, message_id, with_for_update=True)
        former_places.record_copy(session, said, posted.slack_channel_id, thread.root_ts, posted.ts)
        if said.edited_ts != edited_ts or not _is_shown_to(session.get_one(Ticket, said.ticket_id), said):
            lane = outbox.ticket_lane(said.ticket_id, Side.REQUESTER)
            outbox.refresh(session, OutboxKind.REFRESH_REPLY, said.id, workspace_id=said.workspace_id, lane=lane)

    return Post(outgoing, record, is_revoked=is_gone)


def _is_shown_to(ticket: Ticket, message: Message) -> bool:
    """Return whether the agents of a ticket's present queue are shown what others of them said."""
    if written_replies.is_taken_back(message):
        return message.queue_id == ticket.queue_id
    return message.kind in triage_talk.CROSSING and message.deleted_at is None
