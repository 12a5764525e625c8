"""What is shown because a ticket moved: its old card says so, the new one gets the talk, its requester is told."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.happenings import TicketMoved
from bot.domain.desk.incoming import Post
from bot.domain.desk.notices import ThreadNotice
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.domain.desk.thread_words import ThreadWord, read_order
from bot.errors import TicketMovedAway
from bot.services.desk import agents, former_places, notices, outbox, people, triage_talk
from models.desk import FormerPlace, Message, MessageKind, Queue, Side, Ticket, Workspace


def show_move(session: Session, happening: TicketMoved, *, now: datetime) -> None:
    """Let the old card say where its ticket is, post the new one, and have the public talk follow into its thread."""
    ticket = happening.ticket
    former = former_places.get_by_key(session, ticket, happening.previous_key)
    if former.card_ts is not None:
        _end_card(session, former)
    notices.say(session, ThreadNotice.TICKET_MOVED, ticket, Side.REQUESTER, _where(session, ticket, former))
    notices.redraw_card(session, ticket)
    _copy_talk(session, ticket, former)
    _tell_of_notes(session, ticket, former)


def record_late_card(session: Session, ticket: Ticket, key: str, ts: str) -> None:
    """Record a card that was posted while its ticket moved away from it: a former one from its first moment."""
    former = former_places.get_by_key(session, ticket, key)
    former.card_ts = ts
    session.flush()
    _end_card(session, former)


def turn_away(session: Session, workspace: Workspace, thread_ts: str, post: Post, *, now: datetime) -> bool:
    """Tell somebody who wrote in the thread of a former card that nobody hears it there; return whether it was one."""
    former = former_places.find_by_card(session, workspace.id, post.slack_channel_id, thread_ts)
    if former is None:
        return False
    writer = people.get_or_stub(session, workspace, post.slack_user_id, slack_team_id=post.slack_team_id, now=now)
    if agents.can_be_agent(writer):
        ticket = session.get_one(Ticket, former.ticket_id)
        text = str(TicketMovedAway(former.key, ticket.key, session.get_one(Queue, ticket.queue_id).name))
        outbox.enqueue(
            session,
            OutboxKind.TELL_PERSON,
            workspace_id=former.workspace_id,
            lane=outbox.person_lane(writer.id),
            subject_id=writer.id,
            payload={"slack_channel_id": former.slack_channel_id, "text": text},
        )
    return True


def _end_card(session: Session, former: FormerPlace) -> None:
    """Have a former card say nothing but where its ticket went, and its thread that it leads nowhere."""
    workspace_id, lane = former.workspace_id, outbox.former_lane(former.id)
    outbox.refresh(session, OutboxKind.REFRESH_FORMER_CARD, former.id, workspace_id=workspace_id, lane=lane)
    outbox.enqueue(session, OutboxKind.POST_FORMER_NOTE, workspace_id=workspace_id, lane=lane, subject_id=former.id)


def _where(session: Session, ticket: Ticket, former: FormerPlace) -> dict[str, str]:
    queue = session.get_one(Queue, ticket.queue_id)
    return {"former_key": former.key, "ticket_key": ticket.key, "queue_name": queue.name}


def _copy_talk(session: Session, ticket: Ticket, former: FormerPlace) -> None:
    """Have what both sides said in public copied to the new card's thread, in the order it was said."""
    said = select(Message).where(
        Message.ticket_id == ticket.id, Message.kind.in_(triage_talk.CROSSING), Message.deleted_at.is_(None)
    )
    talk = session.scalars(said.order_by(Message.sent_at, Message.id)).all()
    former_places.archive_copies(session, former, [each for each in talk if each.side is Side.REQUESTER])
    for message in talk:
        is_theirs = message.side is Side.REQUESTER
        outbox.enqueue(
            session,
            OutboxKind.POST_REPLY if is_theirs else OutboxKind.POST_THREAD_COPY,
            workspace_id=ticket.workspace_id,
            lane=outbox.ticket_lane(ticket.id, Side.TRIAGE),
            subject_id=message.id,
            payload={"text": message.text, "blocks": message.blocks, "files": message.files} if is_theirs else {},
        )


def _tell_of_notes(session: Session, ticket: Ticket, former: FormerPlace) -> None:
    """Tell the new agents how many private notes stayed behind, and with whom. Orders to Deskbell are no notes."""
    left = select(Message.text).where(
        Message.ticket_id == ticket.id,
        Message.kind == MessageKind.NOTE,
        Message.queue_id == former.queue_id,
        Message.deleted_at.is_(None),
    )
    orders = (read_order(text) for text in session.scalars(left))
    count = sum(1 for order in orders if order is None or order.word is ThreadWord.NOTE)
    if count:
        queue_name = session.get_one(Queue, former.queue_id).name
        facts = {"count": str(count), "queue_name": queue_name}
        notices.say(session, ThreadNotice.NOTES_STAYED, ticket, Side.TRIAGE, facts)
