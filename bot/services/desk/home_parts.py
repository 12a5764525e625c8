"""Home's parts: what other wings show on it, without the desk knowing them. The composition root lists them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Protocol

from sqlalchemy.orm import Session

from bot.domain.desk.home_parts import HomePart
from models.desk import Person

HOME_PARTS: Final = "home_parts"


class HomePartLoader(Protocol):
    """Loads what a wing shows on somebody's Home; None where that is nothing for them."""

    def __call__(self, session: Session, reader: Person, *, now: datetime) -> HomePart | None:
        """Return the part."""


def list_parts(session: Session, reader: Person, *, now: datetime) -> list[HomePart]:
    """Return what other wings show on somebody's Home, in the root's order."""
    loaders: Sequence[HomePartLoader] = session.info.get(HOME_PARTS, ())
    parts = (load(session, reader, now=now) for load in loaders)
    return [part for part in parts if part is not None]


def with_home_parts(info: dict[Any, Any], loaders: Sequence[HomePartLoader]) -> dict[Any, Any]:
    """Return a session's `info` that carries the root's list of parts."""
    return {**info, HOME_PARTS: tuple(loaders)}
