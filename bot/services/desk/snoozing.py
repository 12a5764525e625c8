"""Snoozing: putting a ticket out of the agents' way until a time or a reply, and bringing it back."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk import lifecycle
from bot.domain.desk.happenings import MessageAdded, TicketDetailsChanged, TicketStatusChanged
from bot.domain.desk.notifications import NotificationKind
from bot.domain.desk.snoozes import LONGEST, UNTIL_REPLY, Snooze
from bot.errors import NotUnderstood
from bot.services.desk import audit, happenings, notifications, tickets
from models.desk import AuditTag, Person, Side, Ticket

MOST_DUE: Final = 500
"""How many tickets one run of the job looks after."""


def snooze_ticket(session: Session, ticket_id: int, snooze: Snooze, *, actor: Person, now: datetime) -> Ticket:
    """Put an open ticket out of the way; snoozing it again replaces when it comes back.

    Raises: AgentsOnly; TicketAlreadyClosed; NotUnderstood, when it is resolved, or the time is past or too far away.
    """
    ticket = tickets.get_for_agent(session, ticket_id, actor=actor)
    tickets.refuse_closed(ticket)
    if ticket.status not in lifecycle.OPEN_STATUSES:
        raise NotUnderstood(f"{ticket.key} is resolved: there is nothing to put off. Reopen it first if you have to.")
    if snooze.until is not None and not now < snooze.until <= now + LONGEST:
        raise NotUnderstood("Please choose a time to come, within a year.")
    before = _end_of(ticket)
    ticket.snoozed_at, ticket.snoozed_until, ticket.wakes_on_reply = now, snooze.until, snooze.wakes_on_reply
    ticket.updated_at = now
    details = {"snoozed_until": [before, _end_of(ticket)]}
    _record(session, ticket, AuditTag.TICKET_SNOOZED, details, actor=actor, now=now)
    return ticket


def wake_ticket(session: Session, ticket_id: int, *, actor: Person, now: datetime) -> Ticket:
    """Bring a snoozed ticket back now; one that is awake stays so. Raises: AgentsOnly."""
    ticket = tickets.get_for_agent(session, ticket_id, actor=actor)
    if ticket.snoozed_at is not None:
        _wake(session, ticket, actor=actor, now=now)
    return ticket


def list_due_ids(session: Session, workspace_id: int, *, now: datetime) -> list[int]:
    """Return the snoozed tickets of a workspace whose time has come, at most `MOST_DUE`."""
    due = select(Ticket.id).where(Ticket.workspace_id == workspace_id, Ticket.snoozed_until <= now)
    return list(session.scalars(due.order_by(Ticket.snoozed_until).limit(MOST_DUE)))


def wake_due(session: Session, ticket_id: int, *, now: datetime) -> bool:
    """Bring a ticket back whose time has come and tell its assignee; return whether there was anything to do."""
    held = select(Ticket).where(Ticket.id == ticket_id).with_for_update()
    ticket = session.scalar(held.execution_options(populate_existing=True))
    if ticket is None or ticket.snoozed_until is None or ticket.snoozed_until > now:
        return False
    cause = f"snooze/{ticket.id}/{ticket.snoozed_until.isoformat()}"
    _wake(session, ticket, actor=None, now=now)
    if ticket.assignee_id is not None and ticket.closed_at is None:
        assignee = session.get_one(Person, ticket.assignee_id)
        notifications.tell(session, assignee, ticket, NotificationKind.WOKEN, cause, {}, now=now)
    return True


def wake_on_reply(session: Session, happening: MessageAdded, *, now: datetime) -> None:
    """Bring a ticket back because its requester's side wrote."""
    ticket, message = happening.ticket, happening.message
    is_awaited = ticket.snoozed_at is not None and ticket.wakes_on_reply
    if is_awaited and message.side is Side.REQUESTER and not happening.is_backfilled:
        _wake(session, ticket, actor=happening.actor, now=now)


def wake_when_done(session: Session, happening: TicketStatusChanged, *, now: datetime) -> None:
    """Forget the snooze of a ticket that was resolved or closed."""
    ticket = happening.ticket
    if ticket.snoozed_at is not None and ticket.status not in lifecycle.OPEN_STATUSES:
        _wake(session, ticket, actor=happening.actor, now=now)


def _wake(session: Session, ticket: Ticket, *, actor: Person | None, now: datetime) -> None:
    details = {"snoozed_until": [_end_of(ticket), None]}
    ticket.snoozed_at = ticket.snoozed_until = None
    ticket.wakes_on_reply = True
    ticket.updated_at = now
    _record(session, ticket, AuditTag.TICKET_WOKEN, details, actor=actor, now=now)


def _end_of(ticket: Ticket) -> str | None:
    """Return when a ticket comes back as the ledger has it: an instant, `UNTIL_REPLY`, or None while it is awake."""
    if ticket.snoozed_at is None:
        return None
    return UNTIL_REPLY if ticket.snoozed_until is None else ticket.snoozed_until.isoformat()


def _record(
    session: Session,
    ticket: Ticket,
    tag: AuditTag,
    details: dict[str, list[str | None]],
    *,
    actor: Person | None,
    now: datetime,
) -> None:
    audit.record(
        session, tag, workspace_id=ticket.workspace_id, actor=actor, ticket_id=ticket.id, details=details, now=now
    )
    happenings.announce(session, TicketDetailsChanged(actor, ticket, tag), now=now)
