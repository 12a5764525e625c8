"""Announcing: how the desk tells other wings what happened, without knowing them.

The composition root lists the subscribers in order and puts the list in `session.info`; they run in the transaction of
what they hear of, first in, first out.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from bot.domain.desk.happenings import Happening

SUBSCRIPTIONS: Final = "subscriptions"
DEEPEST: Final = 3
"""A happening, what it led to, and what that led to. A fourth is a loop in the making."""

Subscriber = Callable[..., None]
"""Takes `(session, happening, *, now)`."""


@dataclass(frozen=True)
class Subscription:
    """A subscriber, and the kind of happening that it hears (subclasses included)."""

    to: type[Happening]
    subscriber: Subscriber


class HappeningsTooDeep(Exception):
    """A happening led to a happening, and so on, further than any rule needs."""


@dataclass
class _Line:
    """The happenings still to be told in this session; `depth` is that of the one being told."""

    waiting: deque[tuple[Happening, int]] = field(default_factory=deque)
    depth: int = 0
    is_telling: bool = False


def announce(session: Session, happening: Happening, *, now: datetime) -> None:
    """Tell every subscriber of `happening`, in the order the root lists them.

    Raises: HappeningsTooDeep, when announcements nest more than three deep.
    """
    line: _Line = session.info.setdefault("happenings_line", _Line())
    if line.depth >= DEEPEST:
        raise HappeningsTooDeep(type(happening).__name__)
    line.waiting.append((happening, line.depth + 1))
    if not line.is_telling:
        _tell_all(session, line, now=now)


def _tell_all(session: Session, line: _Line, *, now: datetime) -> None:
    subscriptions: Sequence[Subscription] = session.info.get(SUBSCRIPTIONS, ())
    line.is_telling = True
    try:
        while line.waiting:
            happening, line.depth = line.waiting.popleft()
            for subscription in subscriptions:
                if isinstance(happening, subscription.to):
                    subscription.subscriber(session, happening, now=now)
    finally:
        session.info.pop("happenings_line", None)


def with_subscriptions(info: dict[Any, Any], subscriptions: Sequence[Subscription]) -> dict[Any, Any]:
    """Return a session's `info` that carries the root's list of subscribers."""
    return {**info, SUBSCRIPTIONS: tuple(subscriptions)}
