"""The life of a ticket: which statuses there are to move between, and what a reply does.

`resolved` reopens, `closed` never does; a ticket that is assigned has left `new`.
"""

from models.desk import TicketStatus

OPEN_STATUSES = frozenset({TicketStatus.NEW, TicketStatus.IN_PROGRESS, TicketStatus.WAITING, TicketStatus.ON_HOLD})
"""Statuses in which somebody still owes something."""


def status_when_assigned(status: TicketStatus) -> TicketStatus:
    """Return the status of a ticket that has just been given to somebody: `new` means that nobody has it."""
    return TicketStatus.IN_PROGRESS if status is TicketStatus.NEW else status


def status_when_reopened(*, is_assigned: bool) -> TicketStatus:
    """Return the status a resolved ticket goes back to."""
    return TicketStatus.IN_PROGRESS if is_assigned else TicketStatus.NEW
