"""Trials: when people are reminded that theirs ends."""

from datetime import datetime, timedelta
from typing import Final

REMINDED_BEFORE: Final = (1, 3, 7)
"""Days before the end on which people are reminded, the last reminder first."""


def reminder_due(ends_at: datetime, *, now: datetime) -> int | None:
    """Return which reminder is due, as days before the end: the latest one whose time has come; None before the first.

    Args:
        ends_at: when the trial ends; after that nothing is due.
        now: the present.
    """
    if now >= ends_at:
        return None
    return next((days for days in REMINDED_BEFORE if ends_at - now <= timedelta(days=days)), None)
