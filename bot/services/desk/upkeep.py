"""Upkeep: what is left over is tidied up, a bounded number of rows at a time.

This serves the whole database, so it is the one place whose queries name no workspace.
"""

from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import CursorResult, Delete, Update, delete, func, select, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.domain.desk.outbox_kinds import OutboxKind
from bot.services.desk.outbox import NOTIFY_CHANNEL
from models.base import Base
from models.desk import ChannelPace, InboundDelivery, OutboxRow, OutboxState, ParkedEvent

BATCH: Final = 1000
"""The most rows that one call takes on; a caller that gets as many back calls again."""

READ_KINDS: Final = (
    OutboxKind.FETCH_PERSON,
    OutboxKind.FETCH_MEMBERS,
    OutboxKind.FETCH_HISTORY,
    OutboxKind.FETCH_THREADS,
)
"""Rows that only read from Slack, so that trying them again later is always right."""


def free_expired_leases(session: Session, *, limit: int = BATCH) -> int:
    """Let other workers have the rows whose worker did not come back, and return how many there were.

    Nobody knows what became of them, so they stay in doubt. A freed row folds no other into itself any more: a younger
    one for the same subject may be pending already, and it is this row's id that Slack may have been told.
    """
    expired = select(OutboxRow.id).where(OutboxRow.state == OutboxState.SENDING, OutboxRow.leased_until < func.now())
    freed = update(OutboxRow).values(
        state=OutboxState.PENDING,
        due_at=func.now(),
        leased_until=None,
        lease_id=None,
        in_doubt=True,
        collapses=False,
    )
    chosen = expired.order_by(OutboxRow.leased_until).limit(limit).with_for_update(skip_locked=True)
    return _wake_for(session, freed.where(OutboxRow.id.in_(chosen)))


def repeat_parked_reads(session: Session, *, parked_for: timedelta, limit: int = BATCH) -> int:
    """Try again what only reads from Slack and was given up, and return how many rows that is.

    A read changes nothing at Slack and nobody waits for it in particular, so it needs no admin to decide.

    Args:
        session: an open transaction.
        parked_for: how long such a row rests first.
        limit: the most rows to take on.
    """
    given_up = select(OutboxRow.id).where(
        OutboxRow.state == OutboxState.PARKED,
        OutboxRow.kind.in_(READ_KINDS),
        OutboxRow.finished_at < func.now() - parked_for,
    )
    again = update(OutboxRow).values(
        state=OutboxState.PENDING, due_at=func.now(), attempts=0, finished_at=None, collapses=False
    )
    chosen = given_up.order_by(OutboxRow.id).limit(limit).with_for_update(skip_locked=True)
    return _wake_for(session, again.where(OutboxRow.id.in_(chosen)))


def forget_finished_rows(session: Session, *, kept_for: timedelta, limit: int = BATCH) -> int:
    """Delete outbox rows that were sent or dropped longer than `kept_for` ago, and return how many."""
    old = select(OutboxRow.id).where(
        OutboxRow.state.in_([OutboxState.SENT, OutboxState.DROPPED]), OutboxRow.finished_at < func.now() - kept_for
    )
    chosen = old.order_by(OutboxRow.finished_at).limit(limit)
    return _count(session, delete(OutboxRow).where(OutboxRow.id.in_(chosen)))


def forget_deliveries(session: Session, *, seen_before: datetime, limit: int = BATCH) -> int:
    """Delete the claims of deliveries seen before an instant, and return how many. Slack no longer repeats those."""
    key = (InboundDelivery.workspace_id, InboundDelivery.delivery_id)
    return _count(session, _oldest(InboundDelivery, key, InboundDelivery.seen_at, seen_before, limit))


def forget_parked_events(session: Session, *, parked_before: datetime, limit: int = BATCH) -> int:
    """Delete events whose cause did not come until an instant, and return how many: it is never going to."""
    return _count(session, _oldest(ParkedEvent, (ParkedEvent.id,), ParkedEvent.parked_at, parked_before, limit))


def forget_paces(session: Session, *, idle_for: timedelta, limit: int = BATCH) -> int:
    """Delete the pace of channels that were posted to longer than `idle_for` ago, and return how many."""
    key = (ChannelPace.workspace_id, ChannelPace.slack_channel_id)
    idle = select(*key).where(ChannelPace.next_at < func.now() - idle_for)
    chosen = idle.limit(limit).with_for_update(skip_locked=True)
    return _count(session, delete(ChannelPace).where(tuple_(*key).in_(chosen)))


def _oldest(
    table: type[Base],
    key: tuple[InstrumentedAttribute[Any], ...],
    at: InstrumentedAttribute[datetime],
    before: datetime,
    limit: int,
) -> Delete:
    """Return a deletion of at most `limit` rows from before an instant, oldest first."""
    chosen = select(*key).where(at < before).order_by(at).limit(limit).with_for_update(skip_locked=True)
    return delete(table).where(tuple_(*key).in_(chosen))


def _wake_for(session: Session, change: Update) -> int:
    """Apply a change that makes rows due, wake the workers if there are any, and return their number."""
    count = _count(session, change)
    if count:
        session.execute(select(func.pg_notify(NOTIFY_CHANNEL, "")))
    return count


def _count(session: Session, change: Update | Delete) -> int:
    result = session.execute(change.execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", result).rowcount
