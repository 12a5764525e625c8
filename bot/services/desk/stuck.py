"""Stuck: what could not be delivered or handled, for an admin to decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from bot.domain.desk.outbox_kinds import OutboxKind
from bot.errors import NotFound
from bot.services.desk import outbox, people
from models.desk import KeptDelivery, OutboxRow, OutboxState

REPORT_DELAY = timedelta(minutes=1)
PAGE = 50
"""How many a list shows at most, newest first."""


@dataclass(frozen=True)
class StuckRow:
    """An outbox row that was given up. `reason` is Slack's error code, or what else kept it from going out."""

    id: int
    kind: str
    lane: str
    attempts: int
    reason: str
    is_doubtful: bool
    message_id: UUID
    created_at: datetime
    parked_at: datetime


@dataclass(frozen=True)
class FailedDelivery:
    """A delivery from Slack whose handling failed. `reference` is the number that people were shown."""

    reference: str
    delivery_id: str
    error: str
    failures: int
    kept_at: datetime


def list_parked(session: Session, workspace_id: int, *, limit: int = PAGE) -> Sequence[StuckRow]:
    """Return the rows that were given up, newest first."""
    return [_facts_of(row) for row in session.scalars(_parked(workspace_id).order_by(OutboxRow.id.desc()).limit(limit))]


def count_parked(session: Session, workspace_id: int) -> int:
    """Return how many rows were given up."""
    return session.scalars(select(func.count()).select_from(_parked(workspace_id).subquery())).one()


def report_parked(session: Session, workspace_id: int) -> None:
    """Have the desk's admins told, in a minute, that something was given up; what follows by then is told with it."""
    for admin in people.list_admins(session, workspace_id):
        outbox.refresh(
            session,
            OutboxKind.REPORT_STUCK,
            admin.id,
            workspace_id=workspace_id,
            lane=f"{outbox.person_lane(admin.id)}/stuck",
            delay=REPORT_DELAY,
        )


def retry_row(session: Session, workspace_id: int, row_id: int) -> StuckRow:
    """Have a row that was given up tried again from the start, and return what it was.

    One in doubt is looked up before it is sent. Rows of its lane that went out meanwhile stay where they are.

    Raises:
        NotFound: no such row is parked.
    """
    row = _get_parked(session, workspace_id, row_id)
    facts = _facts_of(row)
    row.state, row.due_at, row.attempts = OutboxState.PENDING, func.now(), 0
    row.finished_at = row.last_error = None
    row.collapses = False  # a younger row for the same subject may be pending, and only one of them may collapse
    session.flush()
    outbox.wake_workers(session)
    return facts


def drop_row(session: Session, workspace_id: int, row_id: int) -> StuckRow:
    """Give a parked row up for good, and return what it was. Its reason is kept.

    Raises:
        NotFound: no such row is parked.
    """
    row = _get_parked(session, workspace_id, row_id)
    facts = _facts_of(row)
    row.state, row.finished_at = OutboxState.DROPPED, func.now()
    session.flush()
    return facts


def list_failed_deliveries(session: Session, workspace_id: int, *, limit: int = PAGE) -> Sequence[FailedDelivery]:
    """Return the deliveries whose handling failed unexpectedly, newest first."""
    kept = select(KeptDelivery).where(KeptDelivery.workspace_id == workspace_id).order_by(KeptDelivery.id.desc())
    return [
        FailedDelivery(failed.reference, failed.delivery_id, failed.error, failed.failures, failed.kept_at)
        for failed in session.scalars(kept.limit(limit))
    ]


def _parked(workspace_id: int) -> Select[OutboxRow]:
    return select(OutboxRow).where(OutboxRow.workspace_id == workspace_id, OutboxRow.state == OutboxState.PARKED)


def _get_parked(session: Session, workspace_id: int, row_id: int) -> OutboxRow:
    row = session.scalar(_parked(workspace_id).where(OutboxRow.id == row_id).with_for_update())
    if row is None:
        raise NotFound(f"Nothing stuck has the number {row_id}. `python -m bot stuck list` shows what is.")
    return row


def _facts_of(row: OutboxRow) -> StuckRow:
    return StuckRow(
        id=row.id,
        kind=row.kind,
        lane=row.lane,
        attempts=row.attempts,
        reason=row.last_error or "",
        is_doubtful=row.in_doubt,
        message_id=row.message_id,
        created_at=row.created_at,
        parked_at=row.finished_at or row.created_at,
    )
