"""Written replies: what agents answer with a form or a saved reply. The team sees them in the card's thread as well."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.domain.desk.happenings import MessageAdded
from bot.domain.desk.incoming import Words
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.services.desk import happenings, outbox, tickets
from models.desk import Message, MessageKind, Person, Side


def write_reply(session: Session, ticket_id: int, words: Words, *, actor: Person, now: datetime) -> Message:
    """Answer a ticket's requester, whatever its queue does with what is written in the card's thread.

    Raises: AgentsOnly; TicketAlreadyClosed.
    """
    ticket = tickets.get_for_agent(session, ticket_id, actor=actor)
    tickets.refuse_closed(ticket)
    reply = Message(
        workspace_id=ticket.workspace_id,
        ticket_id=ticket.id,
        queue_id=ticket.queue_id,
        kind=MessageKind.REPLY,
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
    happenings.announce(session, MessageAdded(actor, ticket, reply), now=now)
    return reply
