"""Statuses: those a queue names for itself, what replies do to them, and taking a reopening back."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from bot.domain.desk import lifecycle
from bot.domain.desk.happenings import MessageAdded
from bot.domain.desk.incoming import Words
from bot.domain.desk.pleasantries import Pleasantry, pleasantry_in
from bot.domain.desk.questions import asks
from bot.errors import ChangeRefused, NotUnderstood, Refusal
from bot.services.desk import agents, tickets
from models.desk import (
    AssignRule,
    AuditEntry,
    AuditTag,
    Message,
    MessageKind,
    Person,
    Queue,
    QueueStatus,
    Side,
    Ticket,
    TicketStatus,
)

STALE_STATUS = "This queue does not have that status any more. Please choose another."
_OF_STATUS = (AuditTag.TICKET_STATUS_CHANGED, AuditTag.TICKET_RESOLVED, AuditTag.TICKET_REOPENED)


def list_own(session: Session, queue_id: int, *, workspace_id: int) -> Sequence[QueueStatus]:
    """Return the statuses a queue names for itself that can be chosen, in its order."""
    own = select(QueueStatus).where(
        QueueStatus.workspace_id == workspace_id, QueueStatus.queue_id == queue_id, ~QueueStatus.is_retired
    )
    return session.scalars(own.order_by(QueueStatus.position, QueueStatus.id)).all()


def set_own_status(session: Session, ticket_id: int, queue_status_id: int, *, actor: Person, now: datetime) -> Ticket:
    """Give a ticket a status that its queue named; for the rules it has that status's base.

    Raises: AgentsOnly; NotUnderstood, for a status that its queue does not have (any more); TicketAlreadyClosed;
        ChangeRefused, from a guard.
    """
    ticket = tickets.get_for_agent(session, ticket_id, actor=actor)
    own = session.scalar(
        select(QueueStatus).where(
            QueueStatus.workspace_id == ticket.workspace_id,
            QueueStatus.queue_id == ticket.queue_id,
            QueueStatus.id == queue_status_id,
        )
    )
    if own is None or (own.is_retired and own.id != ticket.queue_status_id):
        raise NotUnderstood(STALE_STATUS)
    tickets.change_status(session, ticket, own.base, own=own, actor=actor, now=now)
    return ticket


def follow_reply(session: Session, happening: MessageAdded, *, now: datetime) -> None:
    """Let the status follow what is said: whoever is asked has the ball, and a solved problem can come back.

    Nobody is told of it but by the card, unless a ticket that was resolved is open again.
    """
    ticket, message = happening.ticket, happening.message
    if happening.is_backfilled or message.kind is not MessageKind.REPLY:
        return
    author = session.get_one(Person, message.author_id)
    with suppress(ChangeRefused):  # a guard holds the ticket, not what people say
        if message.side is Side.REQUESTER and author.id == ticket.requester_id:
            _follow_requester(session, ticket, message, author, now=now)
        elif ticket.status is not TicketStatus.CLOSED and agents.is_agent(session, author, ticket.queue_id):
            _follow_agent(session, ticket, message, author, now=now)


def is_to_be_read(words: Words) -> bool:
    """Return whether what a requester wrote is more than a kind word: thanks reopen nothing."""
    return pleasantry_in(words) is None


def words_in(message: Message) -> Words:
    """Return what a message says as rules read it."""
    return Words(message.text, message.blocks, message.files)


def undo_reopening(session: Session, ticket_id: int, *, actor: Person, now: datetime) -> Ticket:
    """Put a reopened ticket back as resolved, for its requester or an agent of its queue; nobody is told.

    One that is resolved stays as it is.

    Raises: AgentsOnly; TicketAlreadyClosed; Refusal, when its status was changed after the reopening; ChangeRefused,
        from a guard.
    """
    ticket = tickets.get_for_requester_or_agent(session, ticket_id, actor=actor)
    if ticket.status is TicketStatus.RESOLVED:
        return ticket
    reopening = _find_newest_change(session, ticket)
    if ticket.status is not TicketStatus.CLOSED and (reopening is None or reopening.tag != AuditTag.TICKET_REOPENED):
        raise Refusal(f"{ticket.key} has gone on since it was reopened. The team can resolve it from its card.")
    tickets.change_status(session, ticket, TicketStatus.RESOLVED, actor=actor, is_undo=True, now=now)
    if reopening is not None:
        ticket.resolved_by_id = reopening.details.get("resolver")
    return ticket


def _follow_requester(session: Session, ticket: Ticket, message: Message, author: Person, *, now: datetime) -> None:
    kindness = pleasantry_in(words_in(message))
    is_waited_for = ticket.status is TicketStatus.WAITING
    if is_waited_for and _is_overtaken(session, ticket, message):
        return
    is_answer = kindness is None or (kindness is Pleasantry.CLOSURE and is_waited_for)
    if is_answer and ticket.status is not TicketStatus.CLOSED:
        status = lifecycle.status_after_requesters_reply(ticket.status, is_assigned=ticket.assignee_id is not None)
        _change(session, ticket, status, message, author, now=now)


def _follow_agent(session: Session, ticket: Ticket, message: Message, author: Person, *, now: datetime) -> None:
    if _falls_to_first_reply(session, ticket):
        tickets.claim_ticket(session, ticket.id, actor=author, now=now)
    is_question = asks(message.blocks, message.text) and not _is_overtaken(session, ticket, message)
    status = lifecycle.status_after_agents_reply(ticket.status, asks=is_question)
    _change(session, ticket, status, message, author, now=now)


def _is_overtaken(session: Session, ticket: Ticket, message: Message) -> bool:
    """Return whether the other side said something later that came in before: the ball is where that put it."""
    later = exists().where(
        Message.workspace_id == ticket.workspace_id,
        Message.ticket_id == ticket.id,
        Message.kind == MessageKind.REPLY,
        Message.side != message.side,
        Message.sent_at > message.sent_at,
    )
    return bool(session.scalar(select(later)))


def _falls_to_first_reply(session: Session, ticket: Ticket) -> bool:
    """Return whether nobody has an open ticket whose queue gives it to who first answers."""
    if ticket.assignee_id is not None or ticket.status not in lifecycle.OPEN_STATUSES:
        return False
    return session.get_one(Queue, ticket.queue_id).assign is AssignRule.FIRST_REPLY


def _change(
    session: Session, ticket: Ticket, status: TicketStatus, message: Message, author: Person, *, now: datetime
) -> None:
    """Move a ticket to the status a message asks for; one of the queue's own for the same base is kept."""
    if ticket.status is not status:
        tickets.change_status(session, ticket, status, actor=author, because_of=message, now=now)


def _find_newest_change(session: Session, ticket: Ticket) -> AuditEntry | None:
    of_status = select(AuditEntry).where(
        AuditEntry.workspace_id == ticket.workspace_id,
        AuditEntry.ticket_id == ticket.id,
        AuditEntry.tag.in_(_OF_STATUS),
    )
    return session.scalar(of_status.order_by(AuditEntry.id.desc()).limit(1))
