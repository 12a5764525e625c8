"""Slack's limit per channel, kept by all workers together: a burst, then one message a second.

The gate is one row per channel (`channel_pace`), a leaky bucket in the form known as GCRA: `next_at` says how far ahead
of the steady pace the channel has been posted to. Times are the database's own.
"""

import threading
import time
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Pace:
    """How fast one channel may be posted to: `burst` messages at once, then one per `interval`."""

    burst: int = 5
    interval: timedelta = timedelta(seconds=1)

    def scaled(self, factor: float) -> "Pace":
        """Return the same pace with the interval multiplied by `factor` (0.01 is a hundred times as fast)."""
        return Pace(self.burst, self.interval * factor)

    @property
    def lead(self) -> timedelta:
        """How far ahead of the steady pace a channel may run."""
        return self.interval * (self.burst - 1)


_TAKE_SLOT = text("""
    INSERT INTO channel_pace AS pace (workspace_id, slack_channel_id, next_at)
    VALUES (:workspace_id, :slack_channel_id, clock_timestamp() + :interval)
    ON CONFLICT (workspace_id, slack_channel_id) DO UPDATE
    SET next_at = greatest(pace.next_at, clock_timestamp()) + :interval
    WHERE pace.next_at <= clock_timestamp() + :lead
    RETURNING 1
""")

_TIME_TO_SLOT = text("""
    SELECT greatest(next_at - :lead - clock_timestamp(), interval '0')
    FROM channel_pace WHERE workspace_id = :workspace_id AND slack_channel_id = :slack_channel_id
""")

_HOLD = text("""
    INSERT INTO channel_pace AS pace (workspace_id, slack_channel_id, next_at)
    VALUES (:workspace_id, :slack_channel_id, clock_timestamp() + :ahead)
    ON CONFLICT (workspace_id, slack_channel_id) DO UPDATE SET next_at = greatest(pace.next_at, excluded.next_at)
""")


def take_slot(session: Session, workspace_id: int, slack_channel_id: str, pace: Pace) -> timedelta | None:
    """Take the channel's next slot, or return how long it is until there may be one. None: go ahead."""
    channel = {"workspace_id": workspace_id, "slack_channel_id": slack_channel_id}
    if session.scalar(_TAKE_SLOT, {**channel, "interval": pace.interval, "lead": pace.lead}):
        return None
    wait: timedelta | None = session.scalar(_TIME_TO_SLOT, {**channel, "lead": pace.lead})
    return wait or timedelta(0)


def hold(session: Session, workspace_id: int, slack_channel_id: str, pace: Pace, *, length: timedelta) -> None:
    """Let nothing into the channel for `length` (Slack's Retry-After), and no burst after that."""
    channel = {"workspace_id": workspace_id, "slack_channel_id": slack_channel_id}
    session.execute(_HOLD, {**channel, "ahead": pace.lead + length})


class Queueing:
    """Spreads this worker's rows that wait for one channel, so that they do not all come back at the same moment.

    Only a courtesy to the database: the gate decides. Thread-safe.
    """

    def __init__(self, interval: timedelta) -> None:
        self._interval = interval.total_seconds()
        self._last: dict[tuple[int, str], float] = {}
        self._lock = threading.Lock()

    def join(self, workspace_id: int, slack_channel_id: str, wait: timedelta) -> timedelta:
        """Return when to come back: after `wait`, and one interval after whoever queued before."""
        now = time.monotonic()
        key = (workspace_id, slack_channel_id)
        with self._lock:
            turn = max(now + wait.total_seconds(), self._last.get(key, 0.0) + self._interval)
            self._last = {channel: last for channel, last in self._last.items() if last > now}
            self._last[key] = turn
        return timedelta(seconds=turn - now)
