"""The life of a ticket: which statuses there are to move between, and what a reply does.

`resolved` reopens, `closed` never does; a ticket that is assigned has left `new`.
"""

from datetime import datetime, timedelta

from models.desk import TicketStatus

OPEN_STATUSES = frozenset({TicketStatus.NEW, TicketStatus.IN_PROGRESS, TicketStatus.WAITING, TicketStatus.ON_HOLD})
"""Statuses in which somebody still owes something."""


def status_when_assigned(status: TicketStatus) -> TicketStatus:
    """Return the status of a ticket that has just been given to somebody: `new` means that nobody has it."""
    return TicketStatus.IN_PROGRESS if status is TicketStatus.NEW else status


def status_when_reopened(*, is_assigned: bool) -> TicketStatus:
    """Return the status a resolved ticket goes back to."""
    return TicketStatus.IN_PROGRESS if is_assigned else TicketStatus.NEW


def status_after_agents_reply(status: TicketStatus, *, asks: bool) -> TicketStatus:
    """Return the status of a ticket whose requester an agent has just answered.

    An answer takes up what is new, and what `asks` for something waits for the requester. Whoever put a ticket on hold
    or resolved it meant that, so it stays.
    """
    if status not in (TicketStatus.NEW, TicketStatus.IN_PROGRESS):
        return status
    return TicketStatus.WAITING if asks else TicketStatus.IN_PROGRESS


def status_after_requesters_reply(status: TicketStatus, *, is_assigned: bool) -> TicketStatus:
    """Return the status of a ticket whose requester has just written something that is to be read."""
    if status is TicketStatus.WAITING:
        return TicketStatus.IN_PROGRESS
    return status_when_reopened(is_assigned=is_assigned) if status is TicketStatus.RESOLVED else status


def reopens_until(resolved_at: datetime | None, window_seconds: int | None) -> datetime | None:
    """Return until when a reply reopens a ticket resolved at that instant; None for no limit.

    Args:
        resolved_at: when it was resolved; None when it is not.
        window_seconds: how long its queue lets it be reopened; None for ever.
    """
    if resolved_at is None or window_seconds is None:
        return None
    return resolved_at + timedelta(seconds=window_seconds)


def status_when_moved(status: TicketStatus, *, is_assigned: bool) -> TicketStatus:
    """Return the status of a ticket in the queue it moved to: work that nobody there has begun is new to them."""
    return TicketStatus.NEW if status is TicketStatus.IN_PROGRESS and not is_assigned else status
