"""Slack's rate limits: a tier for each method, and about one message a second in each channel after a burst."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

CALLS_PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}
"""How often a method of a tier may be called in a minute."""
POST_BURST = 5
POSTS_PER_SECOND = 1.0


@dataclass
class Bucket:
    """A token bucket: what is in it, and since when."""

    filled: float
    at: float


class Rates:
    """Counts calls and says how long to wait.

    Args:
        scale: how many times faster than Slack; None switches the limits off.
        now: seconds that only rise.
    """

    def __init__(self, scale: float | None = 1.0, now: Callable[[], float] = time.monotonic) -> None:
        self.scale = scale
        self._now = now
        self._buckets: dict[str, Bucket] = {}

    def wait_for_call(self, method: str, tier: int) -> int | None:
        """Count a call and return None, or refuse it and return the whole seconds to wait."""
        per_minute = CALLS_PER_MINUTE[tier]
        return self._take(method, size=per_minute, per_second=per_minute / 60)

    def wait_for_post(self, channel_id: str) -> int | None:
        """Count a message to a channel and return None, or refuse it and return the whole seconds to wait."""
        return self._take(f"post {channel_id}", size=POST_BURST, per_second=POSTS_PER_SECOND)

    def _take(self, name: str, *, size: float, per_second: float) -> int | None:
        if self.scale is None:
            return None
        rate, now = per_second * self.scale, self._now()
        bucket = self._buckets.setdefault(name, Bucket(size, now))
        bucket.filled = min(size, bucket.filled + (now - bucket.at) * rate)
        bucket.at = now
        if bucket.filled >= 1:
            bucket.filled -= 1
            return None
        return max(1, ceil((1 - bucket.filled) / rate))
