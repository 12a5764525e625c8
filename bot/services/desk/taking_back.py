"""Taking back a reply that has not left: it stays in the ticket as a note, and its requester never sees it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.happenings import ReplyTakenBack
from bot.errors import NotAllowed, ReplyIsOut
from bot.services.desk import audit, happenings, held_replies, people
from models.desk import AuditTag, Message, MessageKind, Person, Side, Ticket

NOT_YOURS = "Only who wrote a reply can take it back."
KEPT = "Taken back. The requester never saw it; it stays in the ticket's thread as a private note."


def take_back(session: Session, message_id: int, *, actor: Person, now: datetime) -> Message:
    """Keep a reply from leaving, for who wrote it; doing it again changes nothing.

    Raises: NotAllowed, for anybody else and for what is no reply, at the same cost; ReplyIsOut.
    """
    message = _hold(session, message_id, actor=actor)
    if message is None:
        raise NotAllowed(NOT_YOURS)
    if message.kind is MessageKind.NOTE or message.deleted_at is not None:
        return message
    if message.kind is not MessageKind.HELD or not held_replies.stop(session, message):
        raise ReplyIsOut
    message.kind = MessageKind.NOTE
    session.flush()
    audit.record(
        session,
        AuditTag.REPLY_TAKEN_BACK,
        workspace_id=message.workspace_id,
        actor=actor,
        ticket_id=message.ticket_id,
        details={"message_id": message.id},
        now=now,
    )
    ticket = session.get_one(Ticket, message.ticket_id)
    happenings.announce(session, ReplyTakenBack(actor, ticket, message), now=now)
    if message.ts is None:  # not typed in the thread, where everybody is told
        people.show(session, actor, KEPT, slack_channel_id=ticket.triage_slack_channel_id)
    return message


def _hold(session: Session, message_id: int, *, actor: Person) -> Message | None:
    """Return what the actor wrote for a requester, its ticket locked before it is read; None when there is none."""
    theirs = select(Message).where(
        Message.workspace_id == actor.workspace_id,
        Message.id == message_id,
        Message.author_id == actor.id,
        Message.side == Side.TRIAGE,
    )
    held = select(Ticket).where(Ticket.id.in_(theirs.with_only_columns(Message.ticket_id))).with_for_update()
    as_they_stand = {"populate_existing": True}
    session.execute(held, execution_options=as_they_stand)
    return session.scalar(theirs, execution_options=as_they_stand)
