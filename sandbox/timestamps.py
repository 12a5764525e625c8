"""Message timestamps: Slack's ids for messages, strictly rising and close to real time."""

import time
from collections.abc import Callable

MICROSECONDS = 1_000_000


class RisingTimestamps:
    """Hands out `seconds.microseconds` strings, each later than the one before.

    All have ten digits before the point, so that comparing the strings compares the instants.

    Args:
        now: seconds since the epoch.
    """

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._last = 0

    def __call__(self) -> str:
        """Return the next timestamp, such as `1795386000.000100`."""
        self._last = max(int(self._now() * MICROSECONDS), self._last + 1)
        seconds, microseconds = divmod(self._last, MICROSECONDS)
        return f"{seconds:010}.{microseconds:06}"
