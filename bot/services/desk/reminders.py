"""Reminders: telling requesters, once in each time of waiting, that the team waits for their answer."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.notices import ThreadNotice
from bot.domain.desk.notifications import NotificationKind
from bot.services.desk import audit, notices, notifications
from bot.services.desk.closing import seconds_before
from models.desk import AuditTag, Person, Priority, Queue, Side, Ticket

MOST_DUE: Final = 500
"""How many tickets of a workspace one run of the job looks after."""


def list_due_ids(session: Session, workspace_id: int, *, now: datetime) -> list[int]:
    """Return the tickets that have waited for their requester long enough to remind them, at most `MOST_DUE`."""
    due = (
        select(Ticket.id)
        .join(Queue, Queue.id == Ticket.queue_id)
        .where(
            Ticket.workspace_id == workspace_id,
            Ticket.waiting_since.is_not(None),
            Ticket.reminded_at.is_(None),
            Queue.remind_requester_after_seconds.is_not(None),
            Ticket.waiting_since <= seconds_before(now, Queue.remind_requester_after_seconds),
        )
    )
    return list(session.scalars(due.order_by(Ticket.waiting_since).limit(MOST_DUE)))


def remind_requester(session: Session, ticket_id: int, *, now: datetime) -> bool:
    """Remind a requester in their thread, where only they are mentioned; return whether there was anything to do.

    In their quiet hours it waits for their morning, unless the ticket is urgent; a later run says it then. Who turned
    reminders off is left in peace.
    """
    held = select(Ticket).where(Ticket.id == ticket_id).with_for_update()
    ticket = session.scalar(held.execution_options(populate_existing=True))
    if ticket is None or ticket.waiting_since is None or ticket.reminded_at is not None:
        return False
    requester = session.get_one(Person, ticket.requester_id)
    if ticket.priority is not Priority.P1 and notifications.find_end_of_quiet(requester, now) is not None:
        return False
    ticket.reminded_at = now
    if NotificationKind.REMINDER not in requester.muted:
        _say(session, ticket, requester, now=now)
    return True


def _say(session: Session, ticket: Ticket, requester: Person, *, now: datetime) -> None:
    queue = session.get_one(Queue, ticket.queue_id)
    facts = {"ticket_key": ticket.key, "queue_name": queue.name, "slack_user_id": requester.slack_user_id}
    notices.say(session, ThreadNotice.REQUESTER_REMINDED, ticket, Side.REQUESTER, facts)
    audit.record(
        session, AuditTag.TICKET_REMINDED, workspace_id=ticket.workspace_id, actor=None, ticket_id=ticket.id, now=now
    )
