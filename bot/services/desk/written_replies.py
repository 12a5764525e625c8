"""Written replies: what agents answer with a form or a saved reply. The team sees them in the card's thread as well."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.domain.desk.incoming import Words
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.services.desk import held_replies, outbox, tickets
from models.desk import Message, MessageKind, Person, Side


def write_reply(
    session: Session, ticket_id: int, words: Words, *, in_thread: bool = False, actor: Person, now: datetime
) -> Message:
    """Answer a ticket's requester, whatever its queue does with what is written in the card's thread.

    Args:
        session: an open transaction.
        ticket_id: the ticket.
        words: what the requester is told.
        in_thread: whether the agent is in the card's thread.
        actor: the agent.
        now: the desk's time.

    Raises: AgentsOnly; TicketAlreadyClosed.
    """
    ticket = tickets.get_for_agent(session, ticket_id, actor=actor)
    tickets.refuse_closed(ticket)
    reply = Message(
        workspace_id=ticket.workspace_id,
        ticket_id=ticket.id,
        queue_id=ticket.queue_id,
        kind=held_replies.kind_of_reply(session, ticket, said_at=now, now=now),
        side=Side.TRIAGE,
        author_id=actor.id,
        text=words.text,
        blocks=words.blocks,
        files=words.files,
        sent_at=now,
    )
    session.add(reply)
    session.flush()
    lane = outbox.ticket_lane(ticket.id, Side.TRIAGE)
    outbox.enqueue(
        session, OutboxKind.POST_THREAD_COPY, workspace_id=ticket.workspace_id, lane=lane, subject_id=reply.id
    )
    thread_ts = ticket.card_ts if in_thread else None
    held_replies.announce(session, ticket, reply, actor, thread_ts=thread_ts, now=now)
    return reply


def is_taken_back(message: Message) -> bool:
    """Return whether a note was a written reply before: it has no source in the thread, so no edit made it one.

    Its team goes on seeing it in their thread.
    """
    return message.kind is MessageKind.NOTE and message.ts is None and message.deleted_at is None
