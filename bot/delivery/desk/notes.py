"""Delivers notes that were not written in a card's thread into it."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.delivery.desk.replies import in_its_authors_name
from bot.delivery.desk.threads import Thread, find_former_thread, find_thread
from bot.delivery.kinds import Deliverer, Drop, Post, Step
from bot.delivery.leases import Row
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.services.desk import conversations, ticket_facts
from models.desk import Message, Side, Ticket


def deliverer() -> Deliverer:
    """Return the notes' deliverer."""
    return Deliverer(OutboxKind.POST_NOTE, prepare_note)


def prepare_note(session: Session, row: Row, *, now: datetime) -> Step:
    """Post a note in the card's thread of the queue it was written in, though its ticket has left that queue."""
    note = session.get_one(Message, row.subject_id)
    ticket = session.get_one(Ticket, note.ticket_id)
    if note.copy_ts is not None:
        return Drop("it stands already")
    is_there = note.queue_id == ticket.queue_id
    thread = (
        find_thread(session, ticket, Side.TRIAGE) if is_there else find_former_thread(session, ticket, note.queue_id)
    )
    if not isinstance(thread, Thread):
        return thread
    message = in_its_authors_name(session, row, thread, ticket_facts.words_of(session, note))
    note_id = note.id
    return Post(
        message,
        lambda session, posted: conversations.record_copy(session, note_id, posted.slack_channel_id, posted.ts),
    )
