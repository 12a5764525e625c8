"""Snoozing: how long a ticket can be put out of the way, and when that ends on an agent's own clock."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MORNING: Final = time(9)
LONGEST: Final = timedelta(days=366)
UNTIL_REPLY: Final = "reply"
"""What the ledger has in place of an instant where a ticket is snoozed until its requester writes."""


class SnoozeChoice(StrEnum):
    """What an agent can choose, as the form carries it."""

    ONE_HOUR = "1h"
    FOUR_HOURS = "4h"
    TOMORROW = "tomorrow"  # at nine, on the agent's clock
    NEXT_WEEK = "next_week"  # on Monday at nine, on the agent's clock
    NEXT_REPLY = "reply"  # until the requester writes, however long that takes
    INSTANT = "instant"  # a moment of their choice


@dataclass(frozen=True)
class Snooze:
    """Until when a ticket is out of the way: an instant, the requester's next reply, or whichever comes first.

    `until` is None for a reply alone; then `wakes_on_reply` is true.
    """

    until: datetime | None
    wakes_on_reply: bool


def end_of(choice: SnoozeChoice, *, now: datetime, zone: str | None) -> datetime | None:
    """Return when a choice ends: None for the next reply, and for an instant that is chosen apart.

    Args:
        choice: What was chosen.
        now: The desk's time, aware UTC.
        zone: The agent's IANA zone; UTC where that is not known.
    """
    match choice:
        case SnoozeChoice.ONE_HOUR:
            return now + timedelta(hours=1)
        case SnoozeChoice.FOUR_HOURS:
            return now + timedelta(hours=4)
        case SnoozeChoice.TOMORROW:
            return _morning_in(1, now, zone)
        case SnoozeChoice.NEXT_WEEK:
            return _morning_in(7 - now.astimezone(_zone(zone)).weekday(), now, zone)
        case _:
            return None


def _morning_in(days: int, now: datetime, zone: str | None) -> datetime:
    """Return nine o'clock on the agent's clock, some days from their today, in UTC."""
    local = now.astimezone(_zone(zone))
    morning = datetime.combine(local.date() + timedelta(days=days), MORNING, local.tzinfo)
    return morning.astimezone(now.tzinfo)


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
