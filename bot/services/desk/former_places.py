"""Where tickets were before they moved: their former cards, and the copies that stand in threads they have left."""

from collections.abc import Sequence

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from models.desk import FormerPlace, Message, MessageCopy, Queue, Ticket


def find_by_card(session: Session, workspace_id: int, slack_channel_id: str, card_ts: str) -> FormerPlace | None:
    """Return the former place whose card this is, or None."""
    return session.scalar(
        select(FormerPlace).where(
            FormerPlace.workspace_id == workspace_id,
            FormerPlace.slack_channel_id == slack_channel_id,
            FormerPlace.card_ts == card_ts,
        )
    )


def get_by_key(session: Session, ticket: Ticket, key: str) -> FormerPlace:
    """Return the place in which a ticket had this key."""
    return session.scalars(
        select(FormerPlace).where(
            FormerPlace.workspace_id == ticket.workspace_id, FormerPlace.ticket_id == ticket.id, FormerPlace.key == key
        )
    ).one()


def find_newest_in(session: Session, ticket: Ticket, queue_id: int) -> FormerPlace | None:
    """Return the place a ticket last had in a queue and left, if its card stands there, or None."""
    left = select(FormerPlace).where(
        FormerPlace.workspace_id == ticket.workspace_id,
        FormerPlace.ticket_id == ticket.id,
        FormerPlace.queue_id == queue_id,
        FormerPlace.card_ts.is_not(None),
    )
    return session.scalar(left.order_by(FormerPlace.id.desc()).limit(1))


def find_next(session: Session, former: FormerPlace) -> tuple[str, Queue]:
    """Return the key a ticket got when it left this place, and the queue it went to."""
    later = select(FormerPlace).where(FormerPlace.ticket_id == former.ticket_id, FormerPlace.id > former.id)
    went = session.scalar(later.order_by(FormerPlace.id).limit(1)) or session.get_one(Ticket, former.ticket_id)
    return went.key, session.get_one(Queue, went.queue_id)


def record_copy(session: Session, message: Message, slack_channel_id: str, root_ts: str, ts: str) -> None:
    """Record where a further copy of a message stands."""
    session.add(
        MessageCopy(
            workspace_id=message.workspace_id,
            message_id=message.id,
            slack_channel_id=slack_channel_id,
            root_ts=root_ts,
            ts=ts,
        )
    )
    session.flush()


def list_copies(session: Session, message: Message) -> list[MessageCopy]:
    """Return every further copy of a message, wherever it stands."""
    copies = select(MessageCopy).where(MessageCopy.message_id == message.id)
    return list(session.scalars(copies.order_by(MessageCopy.id)))


def find_present_copy(session: Session, message: Message, ticket: Ticket) -> MessageCopy | None:
    """Return the further copy of a message in its ticket's present triage thread, or None."""
    is_here = and_(
        MessageCopy.slack_channel_id == ticket.triage_slack_channel_id, MessageCopy.root_ts == ticket.card_ts
    )
    return session.scalar(select(MessageCopy).where(MessageCopy.message_id == message.id, is_here))


def list_threads_in(session: Session, ticket: Ticket, queue_id: int) -> set[tuple[str, str | None]]:
    """Return the channel and root of every thread that the agents of a queue had or have of a ticket."""
    left = select(FormerPlace).where(
        FormerPlace.workspace_id == ticket.workspace_id,
        FormerPlace.ticket_id == ticket.id,
        FormerPlace.queue_id == queue_id,
    )
    threads = {(former.slack_channel_id, former.card_ts) for former in session.scalars(left)}
    return threads | {(ticket.triage_slack_channel_id, ticket.card_ts)} if ticket.queue_id == queue_id else threads


def archive_copies(session: Session, former: FormerPlace, messages: Sequence[Message]) -> None:
    """Remember the copies that stand in a thread a ticket has left, so that the messages can be copied anew."""
    for message in messages:
        if message.copy_slack_channel_id and message.copy_ts and former.card_ts:
            record_copy(session, message, message.copy_slack_channel_id, former.card_ts, message.copy_ts)
        message.copy_slack_channel_id = message.copy_ts = None
