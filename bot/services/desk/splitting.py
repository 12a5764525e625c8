"""Splitting: a message that asks for something else becomes a ticket of its own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.incoming import Words
from bot.domain.desk.notices import ThreadNotice
from bot.domain.desk.origins import Origin
from bot.errors import NotFound
from bot.services.desk import links, notices, queues, tickets
from models.desk import Message, MessageKind, Person, Queue, Side, Ticket, TicketSource

OFFERED: Final = 20
"""How many of the newest messages can be chosen."""


def list_splittable(session: Session, ticket: Ticket) -> Sequence[Message]:
    """Return what the requester's side wrote after the opening and did not delete, the newest first."""
    written = select(Message).where(
        Message.workspace_id == ticket.workspace_id,
        Message.ticket_id == ticket.id,
        Message.kind == MessageKind.REPLY,
        Message.side == Side.REQUESTER,
        Message.deleted_at.is_(None),
    )
    return session.scalars(written.order_by(Message.sent_at.desc(), Message.id.desc()).limit(OFFERED)).all()


def split_message(session: Session, ticket_id: int, message_id: int, *, actor: Person, now: datetime) -> Ticket:
    """Open a ticket from a message of another one, for who wrote it; both are linked.

    The message stays where it is as well. The new ticket's talk goes on in its requester's messages with the bot, for
    the thread belongs to the old one.

    Raises: AgentsOnly; NotFound, when there is no such message of the requester's side, or the queue has lost its
        triage channel.
    """
    queue = _hold_queue_of(session, ticket_id, workspace_id=actor.workspace_id)
    ticket = tickets.get_for_agent(session, ticket_id, actor=actor)
    message = next((each for each in list_splittable(session, ticket) if each.id == message_id), None)
    triage = queues.find_triage_channel(session, ticket.queue_id)
    if message is None or triage is None or queue is None or queue.id != ticket.queue_id:
        raise NotFound("That message is not there any more. Please open the page again.")
    requester = session.get_one(Person, message.author_id)
    opened = tickets.open_ticket(
        session,
        queue,
        triage,
        Origin(Words(text=message.text, blocks=message.blocks, files=message.files), message.sent_at),
        source=TicketSource.SPLIT,
        requester=requester,
        author=actor if actor.id != requester.id else None,
        now=now,
    )
    links.link_tickets(session, ticket.id, opened.key, actor=actor, now=now)
    facts = {"ticket_key": opened.key, "from_key": ticket.key}
    notices.say(session, ThreadNotice.WAS_SPLIT, ticket, Side.REQUESTER, facts)
    notices.say(session, ThreadNotice.WAS_SPLIT_HERE, ticket, Side.TRIAGE, facts)
    return opened


def _hold_queue_of(session: Session, ticket_id: int, *, workspace_id: int) -> Queue | None:
    """Return the queue that a ticket is in, locked before the ticket is; None for no ticket."""
    of_ticket = select(Queue).join(Ticket, Ticket.queue_id == Queue.id)
    of_ticket = of_ticket.where(Ticket.workspace_id == workspace_id, Ticket.id == ticket_id)
    return session.scalar(of_ticket.with_for_update(of=Queue).execution_options(populate_existing=True))
