"""What changed, in order, so that pages can be told at once and catch up after a lost connection.

A change says only what and where, never how: who is told draws the present state, so that a change heard late or twice
does no harm.
"""

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Literal
from uuid import uuid4

from sandbox.payload import Payload

ChangeKind = Literal[
    "message", "ephemeral", "modal", "home", "channel", "people", "wire", "reading", "clock", "scene", "typed"
]
KEPT_CHANGES = 20_000


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change: its number, what kind of thing changed, and where; `user` names the only one it concerns."""

    number: int
    kind: ChangeKind
    channel: str | None = None
    ts: str | None = None
    user: str | None = None


class Changes:
    """The changes by rising number, the newest few thousand of them. `epoch` names this run of the sandbox."""

    def __init__(self) -> None:
        self.epoch = uuid4().hex[:8]
        self.is_closed = False
        self._kept: deque[Change] = deque(maxlen=KEPT_CHANGES)
        self._last = 0
        self._waiting: set[asyncio.Event] = set()

    @property
    def last_number(self) -> int:
        """The number of the newest change; 0 before the first."""
        return self._last

    def note(
        self, kind: ChangeKind, *, channel: str | None = None, ts: str | None = None, user: str | None = None
    ) -> None:
        """Keep a change and wake who waits."""
        self._last += 1
        self._kept.append(Change(number=self._last, kind=kind, channel=channel, ts=ts, user=user))
        self._wake()

    def note_event(self, event: Payload) -> None:
        """Keep what one of `sandbox.events` changed; events that change nothing on a page are passed over."""
        kind = str(event["type"])
        if kind == "message":
            self._note_message(event)
        elif kind in {"reaction_added", "reaction_removed", "pin_added"}:
            item = event["item"]
            self.note("message", channel=item["channel"], ts=item.get("ts") or item["message"]["ts"])
        elif kind in {"user_change", "team_join"}:
            self.note("people")
        elif kind.startswith(("member_", "channel_", "group_")):
            self.note("channel")

    def after(self, number: int) -> list[Change] | None:
        """Return the changes after this number, or None when some of them are forgotten."""
        if number > self._last or (self._kept and number < self._kept[0].number - 1):
            return None
        return [each for each in self._kept if each.number > number]

    async def wait(self, number: int, timeout: float) -> None:
        """Wait until there is a change after this number, all is closed, or `timeout` seconds have passed."""
        if self._last > number or self.is_closed:
            return
        woken = asyncio.Event()
        self._waiting.add(woken)
        try:
            await asyncio.wait_for(woken.wait(), timeout)
        except TimeoutError:
            return
        finally:
            self._waiting.discard(woken)

    def close(self) -> None:
        """Let everybody who waits go; call it on the loop they wait on."""
        self.is_closed = True
        self._wake()

    def _note_message(self, event: Payload) -> None:
        message = event.get("message") or event.get("previous_message") or event
        root = message.get("thread_ts")
        if root is not None and root != message["ts"]:
            self.note("message", channel=event["channel"], ts=root)
        self.note("message", channel=event["channel"], ts=message["ts"])

    def _wake(self) -> None:
        for woken in self._waiting:
            woken.set()
