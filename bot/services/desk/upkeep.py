"""Upkeep: what is left over is tidied up, a bounded number of rows at a time.

This serves the whole database, so it is the one place whose queries name no workspace.
"""

from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import CTE, CursorResult, Delete, Select, Update, delete, func, inspect, select, tuple_, update
from sqlalchemy.orm import Session

from bot.domain.desk.outbox_kinds import OutboxKind
from bot.services.desk.outbox import NOTIFY_CHANNEL
from models.base import Base
from models.desk import ChannelPace, InboundDelivery, IntakeDecision, Notification, OutboxRow, OutboxState, ParkedEvent

BATCH: Final = 1000
"""The most rows that one call takes on; a caller that gets as many back calls again."""

READ_KINDS: Final = (
    OutboxKind.FETCH_PERSON,
    OutboxKind.FETCH_CHANNEL,
    OutboxKind.FETCH_INVITATION,
    OutboxKind.FETCH_MEMBERS,
    OutboxKind.FETCH_HISTORY,
    OutboxKind.FETCH_THREADS,
    OutboxKind.FETCH_ORIGIN,
    OutboxKind.FETCH_QUOTE,
)
"""Rows that only read from Slack, so that trying them again later is always right."""


def free_expired_leases(session: Session, *, limit: int = BATCH) -> int:
    """Let other workers have the rows whose worker did not come back, and return how many there were.

    Nobody knows what became of them, so they stay in doubt. A freed row folds no other into itself any more: a younger
    one for the same subject may be pending already, and it is this row's id that Slack may have been told.
    """
    expired = select(OutboxRow.id).where(OutboxRow.state == OutboxState.SENDING, OutboxRow.leased_until < func.now())
    return _make_due(
        session, expired.order_by(OutboxRow.leased_until).limit(limit), leased_until=None, lease_id=None, in_doubt=True
    )


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
    return _make_due(session, given_up.order_by(OutboxRow.id).limit(limit), attempts=0, finished_at=None)


def forget_finished_rows(session: Session, *, kept_for: timedelta, limit: int = BATCH) -> int:
    """Delete outbox rows that were sent or dropped longer than `kept_for` ago, and return how many."""
    old = select(OutboxRow.id).where(
        OutboxRow.state.in_([OutboxState.SENT, OutboxState.DROPPED]), OutboxRow.finished_at < func.now() - kept_for
    )
    return _delete(session, OutboxRow, old.order_by(OutboxRow.finished_at).limit(limit))


def forget_deliveries(session: Session, *, seen_before: datetime, limit: int = BATCH) -> int:
    """Delete the claims of deliveries seen before an instant, and return how many. Slack no longer repeats those."""
    old = select(InboundDelivery.workspace_id, InboundDelivery.delivery_id).where(InboundDelivery.seen_at < seen_before)
    return _delete(session, InboundDelivery, old.order_by(InboundDelivery.seen_at).limit(limit))


def forget_parked_events(session: Session, *, parked_before: datetime, limit: int = BATCH) -> int:
    """Delete events whose cause did not come until an instant, and return how many: it is never going to."""
    old = select(ParkedEvent.id).where(ParkedEvent.parked_at < parked_before)
    return _delete(session, ParkedEvent, old.order_by(ParkedEvent.parked_at).limit(limit))


def forget_decisions(session: Session, *, decided_before: datetime, limit: int = BATCH) -> int:
    """Delete why messages became no ticket, where that was decided before an instant, and return how many."""
    old = select(IntakeDecision.id).where(
        IntakeDecision.ticket_id.is_(None), IntakeDecision.decided_at < decided_before
    )
    return _delete(session, IntakeDecision, old.order_by(IntakeDecision.decided_at).limit(limit))


def forget_paces(session: Session, *, idle_for: timedelta, limit: int = BATCH) -> int:
    """Delete the pace of channels that were posted to longer than `idle_for` ago, and return how many."""
    idle = select(ChannelPace.workspace_id, ChannelPace.slack_channel_id).where(
        ChannelPace.next_at < func.now() - idle_for
    )
    return _delete(session, ChannelPace, idle.limit(limit))


def forget_notifications(session: Session, *, told_before: datetime, limit: int = BATCH) -> int:
    """Delete what people were told about tickets before an instant of the desk's time, and return how much it was."""
    old = select(Notification.id).where(Notification.told_at < told_before)
    return _delete(session, Notification, old.order_by(Notification.told_at).limit(limit))


def _make_due(session: Session, rows: Select[int], **changes: object) -> int:
    """Let workers have these outbox rows at once, and return how many they are."""
    change = update(OutboxRow).where(OutboxRow.id.in_(select(_locked(rows))))
    due: dict[str, Any] = {"state": OutboxState.PENDING, "due_at": func.now(), "collapses": False, **changes}
    count = _count(session, change.values(due))
    if count:
        session.execute(select(func.pg_notify(NOTIFY_CHANNEL, "")))
    return count


def _delete(session: Session, table: type[Base], keys: Select[*tuple[Any, ...]]) -> int:
    """Delete the rows of `table` with these primary keys, and return how many they are."""
    key = inspect(table).primary_key
    return _count(session, delete(table).where(tuple_(*key).in_(select(_locked(keys)))))


def _locked(keys: Select[*tuple[Any, ...]]) -> CTE:
    """Return the keys of rows that nobody else has in hand, chosen once: a plain subquery may be run per row."""
    return keys.with_for_update(skip_locked=True).cte("chosen").prefix_with("MATERIALIZED")


def _count(session: Session, change: Update | Delete) -> int:
    result = session.execute(change.execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", result).rowcount
