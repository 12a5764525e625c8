"""Instants and Slack's `ts`: the two ways Deskbell tells time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

Clock = Callable[[], datetime]
"""Returns the present instant, aware UTC. The composition root passes one in; nothing else asks for the time."""


def system_clock() -> datetime:
    """Return the machine's present instant, aware UTC."""
    return datetime.now(UTC)


Ahead = Callable[[], timedelta]
"""Returns how far the desk's time is ahead of real time: nothing, but in a demo with a time machine."""


@dataclass(frozen=True)
class DeskClock:
    """The desk's clock: real time, and what a time machine adds to it. Calling it returns the present instant."""

    ahead: Ahead

    def __call__(self) -> datetime:
        """Return the desk's present instant, aware UTC."""
        return system_clock() + self.ahead()


ON_TIME: Final = DeskClock(timedelta)
"""The clock of every desk on Slack: never ahead."""


def instant_of(ts: str) -> datetime:
    """Return the instant a Slack `ts` (seconds since 1970 with six decimals, as text) stands for."""
    seconds, _, fraction = ts.partition(".")
    return datetime.fromtimestamp(int(seconds), UTC) + timedelta(microseconds=int((fraction + "000000")[:6]))


def ts_of(instant: datetime) -> str:
    """Return `instant` as a Slack `ts`."""
    return f"{instant.timestamp():.6f}"


def is_newer(ts: str, than: str | None) -> bool:
    """Return whether `ts` is later than `than`; anything is later than None."""
    return than is None or Decimal(ts) > Decimal(than)
