"""Guards: how other wings hold a change back, without the desk knowing them.

The composition root lists them; each is asked before a change and raises `ChangeRefused` to veto it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from bot.domain.desk.changes import StatusChange

GUARDS: Final = "guards"

Guard = Callable[..., None]
"""Takes `(session, change, *, now)`; raises `ChangeRefused` with words for the person who asked."""


def ask(session: Session, change: StatusChange, *, now: datetime) -> None:
    """Ask every guard, in the root's order. Raises: ChangeRefused, from the first that objects."""
    guards: Sequence[Guard] = session.info.get(GUARDS, ())
    for guard in guards:
        guard(session, change, now=now)


def with_guards(info: dict[Any, Any], guards: Sequence[Guard]) -> dict[Any, Any]:
    """Return a session's `info` that carries the root's list of guards."""
    return {**info, GUARDS: tuple(guards)}
