"""Dunning: when an invoice that is not paid is asked for again, and when no more."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

DAYS: Final = (1, 3, 5, 7)
"""Days after the first failure, or after the day an invoice was due by hand, on which it is asked for again."""

LAST_STEP: Final = 1 + len(DAYS)
"""The first step is the issue; after this one without money the desk is read-only."""


def next_step_at(step: int, taken_at: datetime, due_on: date | None) -> datetime | None:
    """Return when the step after this one is taken; None after the last.

    Steps keep their distances, so that after a pause of the program nobody is suspended without having been asked.

    Args:
        step: the one that was taken, from 1.
        taken_at: when that was; aware UTC.
        due_on: the last day to pay by oneself; None where the provider collects.
    """
    if step >= LAST_STEP:
        return None
    if step == 1:
        begins_at = taken_at if due_on is None else max(taken_at, datetime.combine(due_on, time(), UTC))
        return begins_at + timedelta(days=DAYS[0])
    return taken_at + timedelta(days=DAYS[step - 1] - DAYS[step - 2])


def suspends_at(step: int, taken_at: datetime, due_on: date | None) -> datetime | None:
    """Return when the desk becomes read-only if nothing is paid until then; None after the last step."""
    at: datetime | None = taken_at
    while step < LAST_STEP and at is not None:
        at, step = next_step_at(step, at, due_on), step + 1
    return at if at != taken_at else None
