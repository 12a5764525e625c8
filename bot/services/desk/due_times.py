"""Due times: reminding a ticket's assignee before the time that its team set for it."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk import lifecycle
from bot.domain.desk.notifications import NotificationKind
from bot.services.desk import audit, notifications
from models.desk import AuditTag, Person, Ticket

AHEAD: Final = timedelta(hours=1)
"""How long before its due time an assignee is reminded."""

MOST_DUE: Final = 500
"""How many tickets one run of the job looks after."""


def list_due_ids(session: Session, workspace_id: int, *, now: datetime) -> list[int]:
    """Return the open, assigned tickets that are due soon and nobody was reminded of, at most `MOST_DUE`."""
    due = select(Ticket.id).where(
        Ticket.workspace_id == workspace_id,
        Ticket.due_at <= now + AHEAD,
        Ticket.due_at.is_not(None),
        Ticket.closed_at.is_(None),
        Ticket.due_told_at.is_(None),
        Ticket.assignee_id.is_not(None),
        Ticket.status.in_(lifecycle.OPEN_STATUSES),
    )
    return list(session.scalars(due.order_by(Ticket.due_at).limit(MOST_DUE)))


def remind_of_due(session: Session, ticket_id: int, *, now: datetime) -> bool:
    """Remind a ticket's assignee that it is due; once for each due time. Return whether there was anything to do."""
    held = select(Ticket).where(Ticket.id == ticket_id).with_for_update()
    ticket = session.scalar(held.execution_options(populate_existing=True))
    if ticket is None or ticket.due_at is None or ticket.assignee_id is None:
        return False
    if ticket.due_at > now + AHEAD or ticket.due_told_at is not None or ticket.status not in lifecycle.OPEN_STATUSES:
        return False
    ticket.due_told_at = now
    assignee = session.get_one(Person, ticket.assignee_id)
    due_at = ticket.due_at.isoformat()
    audit.record(
        session,
        AuditTag.TICKET_REMINDED,
        workspace_id=ticket.workspace_id,
        actor=None,
        ticket_id=ticket.id,
        details={"person": [None, assignee.id]},
        now=now,
    )
    cause = f"due/{ticket.id}/{due_at}"
    notifications.tell(session, assignee, ticket, NotificationKind.DUE, cause, {"due_at": due_at}, now=now)
    return True
