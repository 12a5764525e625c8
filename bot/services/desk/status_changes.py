"""Changes of status as rows: the instants that go with each, and the line of history. `tickets` makes the changes."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.domain.desk import lifecycle
from bot.services.desk import audit
from models.desk import AuditTag, Person, QueueStatus, Ticket, TicketStatus


def enter(
    session: Session,
    ticket: Ticket,
    status: TicketStatus,
    own: QueueStatus | None,
    *,
    actor: Person | None,
    now: datetime,
) -> AuditTag | None:
    """Give a ticket a status and write that down, for a caller that asked the guards and announces it.

    Args:
        session: an open transaction.
        ticket: the ticket, locked.
        status: the base status it gets.
        own: the queue's own name for it, of that base; None for the base status itself.
        actor: who does it; None for Deskbell itself.
        now: the desk's time.

    Returns: what was written down; None when it has that status already.
    """
    own_id, previous = None if own is None else own.id, ticket.status
    if (previous, ticket.queue_status_id) == (status, own_id):
        return None
    had, resolver_id = _status_name(session, ticket), ticket.resolved_by_id
    ticket.status, ticket.queue_status_id, ticket.updated_at = status, own_id, now
    if previous is not status:
        _set_instants(ticket, status, actor=actor, now=now)
    tag = _status_tag(previous, status)
    details: dict[str, Any] = {"status": [had, _status_name(session, ticket)]}
    if tag is AuditTag.TICKET_REOPENED:
        details["resolver"] = resolver_id
    audit.record(
        session, tag, workspace_id=ticket.workspace_id, actor=actor, ticket_id=ticket.id, details=details, now=now
    )
    return tag


def _set_instants(ticket: Ticket, status: TicketStatus, *, actor: Person | None, now: datetime) -> None:
    ticket.waiting_since, ticket.reminded_at = (now if status is TicketStatus.WAITING else None), None
    if status is TicketStatus.RESOLVED:
        ticket.resolved_at, ticket.resolved_by_id = now, None if actor is None else actor.id
    elif status is TicketStatus.CLOSED:
        ticket.closed_at = now
    else:
        ticket.resolved_at = ticket.resolved_by_id = None


def _status_name(session: Session, ticket: Ticket) -> str:
    """Return what the ledger calls a ticket's status: the queue's own name for it, or the base status."""
    if ticket.queue_status_id is None:
        return ticket.status
    return session.get_one(QueueStatus, ticket.queue_status_id).name


def _status_tag(previous: TicketStatus, status: TicketStatus) -> AuditTag:
    if status is TicketStatus.RESOLVED:
        return AuditTag.TICKET_RESOLVED
    if previous is TicketStatus.RESOLVED and status in lifecycle.OPEN_STATUSES:
        return AuditTag.TICKET_REOPENED
    return AuditTag.TICKET_STATUS_CHANGED
