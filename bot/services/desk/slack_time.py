"""Slack's time and the desk's: the same, but in a demo, whose time machine moves the desk's ahead.

What Slack stamps (a `ts`) is real time, and so is what is compared with it: since when a channel takes requests, how
far a conversation was read. What people and rules are shown and told is the desk's time. The root says how far apart
they are, in `session.info`.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from bot.domain.desk.instants import Ahead, instant_of

AHEAD: Final = "ahead"


def desk_instant(session: Session, ts: str) -> datetime:
    """Return when something that Slack stamped happened, in the desk's time."""
    return instant_of(ts) + _ahead(session)


def happened_at(session: Session, ts: str, *, now: datetime) -> datetime:
    """Return when something that an event told of happened, in the desk's time: never later than it became known.

    Slack's clock may be a little ahead of ours.
    """
    return min(desk_instant(session, ts), now)


def slack_instant(session: Session, now: datetime) -> datetime:
    """Return an instant of the desk's time as Slack's, for what is compared with a `ts`."""
    return now - _ahead(session)


def with_ahead(info: dict[Any, Any], ahead: Ahead) -> dict[Any, Any]:
    """Return a session's `info` that knows how far the desk's time is ahead of Slack's."""
    return {**info, AHEAD: ahead}


def _ahead(session: Session) -> timedelta:
    ahead: Ahead | None = session.info.get(AHEAD)
    return timedelta(0) if ahead is None else ahead()
