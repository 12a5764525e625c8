"""Waiting for something to appear in the sandbox, and measuring how long it took."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from bot.errors import DeskbellError
from sandbox.seen import Message

Seen = TypeVar("Seen")
PATIENCE_SECONDS = 20.0
LOOK_EVERY_SECONDS = 0.02


class SceneStuck(DeskbellError):
    """Something of a scene did not appear, or something did that must not."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the scene is stuck: {reason}")


def wait_for(awaited: str, look: Callable[[], Seen | None]) -> Seen:
    """Return what `look` sees as soon as it sees something. Raises: SceneStuck, naming what was `awaited`."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if (seen := look()) is not None:
            return seen
        time.sleep(LOOK_EVERY_SECONDS)
    raise SceneStuck(f"{awaited} did not appear within {PATIENCE_SECONDS:.0f} s")


def newest(messages: Iterable[Message], matches: Callable[[Message], bool]) -> Message | None:
    """Return the last of `messages` that matches, or None."""
    found = [message for message in messages if matches(message)]
    return found[-1] if found else None


@dataclass
class Latencies:
    """How long after a request its card and its confirmation stood in Slack, by Slack's own timestamps."""

    cards: list[timedelta] = field(default_factory=list)
    confirmations: list[timedelta] = field(default_factory=list)

    def note(self, request: Message, *, card: Message, confirmation: Message) -> None:
        """Note one request."""
        self.cards.append(_between(request, card))
        self.confirmations.append(_between(request, confirmation))

    def summary(self) -> str:
        """Return the medians as a sentence."""
        card, confirmation = (_milliseconds(each) for each in (self.cards, self.confirmations))
        return f"Median of {len(self.cards)} requests: {card} ms to the card, {confirmation} ms to the confirmation."


def _between(earlier: Message, later: Message) -> timedelta:
    return timedelta(seconds=float(later.ts) - float(earlier.ts))


def _milliseconds(spans: list[timedelta]) -> int:
    return round(statistics.median(span.total_seconds() for span in spans) * 1000)
