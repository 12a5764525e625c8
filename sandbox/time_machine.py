"""The time machine: moves the app's clock ahead, where whoever runs the sandbox can move it.

The sandbox's own time stays real, as Slack's does: timestamps, trigger ids and signatures are not moved. The app's
clock is the app's; how it is moved is told by a function given to the sandbox.
"""

import calendar
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from sandbox.payload import Payload

SetAhead: TypeAlias = Callable[[timedelta], None]
"""Puts the app's clock this far ahead of real time, in all."""

MORNING: Final = time(9)
SATURDAY: Final = 5
DECEMBER: Final = 12


class UnknownStep(Exception):
    """There is no such step in time."""


def a_month_after(now: datetime) -> datetime:
    """Return the same time of day on the same day of the next month, or on its last day if it is shorter."""
    year, month = (now.year + 1, 1) if now.month == DECEMBER else (now.year, now.month + 1)
    return now.replace(year=year, month=month, day=min(now.day, calendar.monthrange(year, month)[1]))


def next_business_morning(now: datetime) -> datetime:
    """Return the next nine o'clock of a day from Monday to Friday, in the zone of `now`."""
    morning = datetime.combine(now.date(), MORNING, now.tzinfo)
    while morning <= now or morning.weekday() >= SATURDAY:
        morning = datetime.combine(morning.date() + timedelta(days=1), MORNING, now.tzinfo)
    return morning


def _after(length: timedelta) -> Callable[[datetime], datetime]:
    # Added in UTC: in a zone Python adds the hours on the wall, which are more or less once a year.
    return lambda now: now.astimezone(UTC) + length


STEPS: Mapping[str, Callable[[datetime], datetime]] = MappingProxyType(
    {
        "+15m": _after(timedelta(minutes=15)),
        "+1h": _after(timedelta(hours=1)),
        "next_business_morning": next_business_morning,
        "+1month": a_month_after,
    }
)
"""Where each step leads from an instant in the company's zone."""


class TimeMachine:
    """The app's clock as the sandbox sees and moves it; it only goes forward.

    Args:
        set_ahead: moves the app's clock.
        zone: the IANA name of the zone in which mornings and months are meant.
        real_time: returns the present instant, aware.
    """

    def __init__(
        self,
        set_ahead: SetAhead,
        *,
        zone: str = "Europe/Berlin",
        real_time: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._set_ahead = set_ahead
        self._zone = ZoneInfo(zone)
        self._real_time = real_time
        self.ahead = timedelta(0)

    @property
    def now(self) -> datetime:
        """What time it is for the app, in the company's zone."""
        return (self._real_time() + self.ahead).astimezone(self._zone)

    def go(self, step: str) -> None:
        """Move the app's clock on by a step.

        Raises:
            UnknownStep: it is none of `STEPS`.
        """
        if step not in STEPS:
            raise UnknownStep(f"there is no step {step!r} in time; there are: {', '.join(STEPS)}")
        now = self.now
        ahead = self.ahead + (STEPS[step](now).astimezone(UTC) - now.astimezone(UTC))
        self._set_ahead(ahead)
        self.ahead = ahead

    def draw(self) -> Payload:
        """Return the app's time as JSON: `now` in ISO 8601, and how many seconds that is ahead."""
        return {"now": self.now.isoformat(), "offset_seconds": self.ahead.total_seconds()}
