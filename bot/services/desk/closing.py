"""Closing tickets that were resolved and not reopened within the time their queue gives."""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, DateTime, SQLColumnExpression, func, literal, select
from sqlalchemy.orm import Session

from bot.errors import ChangeRefused
from bot.services.desk import tickets
from models.desk import Queue, Ticket, TicketStatus

MOST_OVER: Final = 500
"""How many tickets of a workspace one run of the job looks after."""


def list_over_ids(session: Session, workspace_id: int, *, now: datetime) -> list[int]:
    """Return the resolved tickets of a workspace that can be reopened no more, at most `MOST_OVER`."""
    over = (
        select(Ticket.id)
        .join(Queue, Queue.id == Ticket.queue_id)
        .where(
            Ticket.workspace_id == workspace_id,
            Ticket.status == TicketStatus.RESOLVED,
            Queue.close_resolved_after_seconds.is_not(None),
            Ticket.resolved_at <= seconds_before(now, Queue.close_resolved_after_seconds),
        )
    )
    return list(session.scalars(over.order_by(Ticket.resolved_at).limit(MOST_OVER)))


def close_over(session: Session, ticket_id: int, *, now: datetime) -> bool:
    """Close a resolved ticket whose time is over, and return whether there was anything to do.

    Its card and its notice show it, and nobody is told: everybody knew when it was resolved.
    """
    held = select(Ticket).where(Ticket.id == ticket_id).with_for_update()
    ticket = session.scalar(held.execution_options(populate_existing=True))
    if ticket is None or not tickets.is_over(session, ticket, now=now):
        return False
    try:
        tickets.change_status(session, ticket, TicketStatus.CLOSED, actor=None, now=now)
    except ChangeRefused:  # a guard holds it; the next run asks again
        return False
    return True


def seconds_before(now: datetime, seconds: SQLColumnExpression[int | None]) -> ColumnElement[datetime]:
    """Return, in SQL, the instant that many seconds before `now`."""
    passed = func.make_interval(0, 0, 0, 0, 0, 0, seconds)
    return literal(now, DateTime(timezone=True)) - passed
