"""Parking: an event that arrives before the message it speaks of waits here until that message comes.

Whoever looks for a message and whoever brings it take the same lock first, so that neither misses the other.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from models.desk import ParkedEvent, ParkedKind


def hold(session: Session, workspace_id: int, slack_channel_id: str, ts: str) -> None:
    """Wait for, then keep until the transaction ends, the sole right to look for or bring this message."""
    _hold(session, f"{workspace_id}/{slack_channel_id}/{ts}")


def hold_arrival(session: Session, workspace_id: int, slack_channel_id: str, ts: str, *, slack_user_id: str) -> None:
    """Hold a message as it arrives, and before it whatever else its author writes at the top level there.

    So of two messages that somebody sends at once, the second finds the ticket of the first.
    """
    _hold(session, f"{workspace_id}/{slack_channel_id}/{slack_user_id}", f"{workspace_id}/{slack_channel_id}/{ts}")


def _hold(session: Session, *names: str) -> None:
    """Take these locks, in this order, in one statement."""
    session.execute(select(*(func.pg_advisory_xact_lock(func.hashtextextended(name, 0)) for name in names)))


def park(
    session: Session,
    workspace_id: int,
    *,
    slack_channel_id: str,
    awaited_ts: str,
    kind: ParkedKind,
    event_ts: str,
    event: Mapping[str, Any],
    now: datetime,
) -> None:
    """Keep an event until the message `awaited_ts` comes; parking it again changes nothing."""
    row = insert(ParkedEvent).values(
        workspace_id=workspace_id,
        slack_channel_id=slack_channel_id,
        awaited_ts=awaited_ts,
        kind=kind,
        event_ts=event_ts,
        event=dict(event),
        parked_at=now,
    )
    session.execute(row.on_conflict_do_nothing())


def take_parked(session: Session, workspace_id: int, slack_channel_id: str, ts: str) -> list[dict[str, Any]]:
    """Return the events that waited for this message, oldest first, and forget them."""
    waiting = delete(ParkedEvent).where(
        ParkedEvent.workspace_id == workspace_id,
        ParkedEvent.slack_channel_id == slack_channel_id,
        ParkedEvent.awaited_ts == ts,
    )
    rows = session.execute(waiting.returning(ParkedEvent.event_ts, ParkedEvent.event)).all()
    return [event for _, event in sorted(rows, key=lambda row: row.event_ts)]
