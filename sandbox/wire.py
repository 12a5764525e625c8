"""The log of everything that passed between the sandbox and the app, for tests and for eyes."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from sandbox.payload import Payload

KEPT_ENTRIES = 50_000


@dataclass(frozen=True, kw_only=True)
class WireEntry:
    """One request and its answer.

    `kind` is a Web API method (`chat.postMessage`) or `response_url` when the app called; an event type (`message`,
    `reaction_added`), `block_actions`, `view_submission`, `view_closed` or `slash_command` when it was called.
    `status` is the HTTP status, None when no answer came or none was given; `error` says why.
    """

    direction: Literal["to_app", "from_app"]
    kind: str
    request: Payload
    answer: Any = None
    status: int | None = None
    error: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


class Wire:
    """The entries in the order in which their answers came; the oldest go first when there are too many.

    Args:
        on_record: called after each entry with its number.
    """

    def __init__(self, on_record: Callable[[int], None] = lambda _number: None) -> None:
        self._entries: deque[WireEntry] = deque(maxlen=KEPT_ENTRIES)
        self._total = 0
        self._on_record = on_record

    def __iter__(self) -> Iterator[WireEntry]:
        return iter(list(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    def record(self, entry: WireEntry) -> None:
        """Keep one entry."""
        self._entries.append(entry)
        self._total += 1
        self._on_record(self._total)

    def calls(self, method: str | None = None) -> list[WireEntry]:
        """Return what the app called, all of it or one method."""
        return [each for each in self if each.direction == "from_app" and method in {None, each.kind}]

    def sent(self, kind: str | None = None) -> list[WireEntry]:
        """Return what was sent to the app, all of it or one kind."""
        return [each for each in self if each.direction == "to_app" and kind in {None, each.kind}]

    def numbered(self, *, after: int = 0) -> list[tuple[int, WireEntry]]:
        """Return the entries with a number above `after`, with their numbers, which rise from 1 without a gap."""
        entries = list(self)
        first = self._total - len(entries) + 1
        return [(number, each) for number, each in enumerate(entries, start=first) if number > after]

    def find(self, number: int) -> WireEntry | None:
        """Return the entry with this number, or None when there is none or it is forgotten."""
        index = number - (self._total - len(self._entries)) - 1
        return self._entries[index] if 0 <= index < len(self._entries) else None

    def clear(self) -> None:
        """Forget all entries."""
        self._entries.clear()
