"""Notes: what agents write for each other without being in the card's thread. They are shown there all the same."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.domain.desk.happenings import MessageAdded
from bot.domain.desk.incoming import Words
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.services.desk import happenings, outbox, people, tickets
from models.desk import Message, MessageKind, Person, Side, Workspace


def write_note(
    session: Session, ticket_id: int, text: str, *, words: Words | None = None, actor: Person, now: datetime
) -> Message:
    """Add a private note to a ticket and have it shown in its card's thread, under the name of who wrote it.

    Args:
        session: an open transaction.
        ticket_id: the ticket.
        text: what it says, as Slack sends what was typed: mrkdwn, its entities escaped.
        words: the rest of it, where it is more than text: formatted, with files.
        actor: who writes it.
        now: the desk's time.

    Raises: AgentsOnly.
    """
    ticket = tickets.get_for_agent(session, ticket_id, actor=actor)
    mark = session.get_one(Workspace, actor.workspace_id).private_mark
    note = Message(
        workspace_id=ticket.workspace_id,
        ticket_id=ticket.id,
        queue_id=ticket.queue_id,
        kind=MessageKind.NOTE,
        side=Side.TRIAGE,
        author_id=actor.id,
        text=f"{mark} {text}",  # as it would stand in the thread: there the mark is what makes a note
        blocks=None if words is None else words.blocks,
        files=[] if words is None else words.files,
        sent_at=now,
    )
    session.add(note)
    session.flush()
    lane = outbox.ticket_lane(ticket.id, Side.TRIAGE)
    people.read_profile_first(session, actor, lane=lane)
    outbox.enqueue(session, OutboxKind.POST_NOTE, workspace_id=ticket.workspace_id, lane=lane, subject_id=note.id)
    happenings.announce(session, MessageAdded(actor, ticket, note), now=now)
    return note
