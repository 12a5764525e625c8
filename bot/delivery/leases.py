"""The states of an outbox row: claimed under a lease, then finished, put back or parked.

Every change after the claim is guarded by the lease: a worker that lost it records nothing. Times are the database's
own (`now()` inside a transaction is its start), the one clock that all workers share.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from models.desk import OutboxState


@dataclass(frozen=True)
class Row:
    """An outbox row that this worker holds.

    Args:
        message_id: what the Slack message carries in its metadata.
        attempts: how often the row was claimed, this time included.
        is_doubtful: whether an earlier attempt may have done the work although no answer came.
        created_at: when the row was written, aware UTC, by the database's clock.
        has_bot_name: whether the workspace gave Deskbell a name; only then is it worth asking whether it may carry it.
    """

    id: int
    message_id: uuid.UUID
    workspace_id: int
    kind: str
    lane: str
    subject_id: int | None
    payload: dict[str, Any]
    attempts: int
    is_doubtful: bool
    lease_id: uuid.UUID
    created_at: datetime
    has_bot_name: bool


class LeaseLost(Exception):
    """Another worker holds the row now."""


_FIRST_OF_THEIR_LANES = """
    SELECT waiting.id, waiting.in_doubt
    FROM outbox AS waiting
    WHERE waiting.state = 'pending' AND waiting.due_at <= now()
      AND NOT EXISTS (
        SELECT 1 FROM outbox AS earlier
        WHERE earlier.lane = waiting.lane AND earlier.id < waiting.id AND earlier.state IN ('pending', 'sending'))
    ORDER BY waiting.due_at, waiting.id
    LIMIT :most
    FOR UPDATE OF waiting SKIP LOCKED
"""

_LEASE_RAN_OUT = """
    SELECT left_behind.id, left_behind.in_doubt
    FROM outbox AS left_behind
    WHERE left_behind.state = 'sending' AND left_behind.leased_until < now()
    ORDER BY left_behind.leased_until
    LIMIT :most
    FOR UPDATE SKIP LOCKED
"""


def _claiming(candidates: str) -> str:
    # in_doubt from here on: if this process dies, whoever comes next cannot know whether the work was done.
    return f"""
        WITH candidate AS MATERIALIZED ({candidates})
        UPDATE outbox AS row
        SET state = 'sending', leased_until = now() + :lease, lease_id = :lease_id,
            attempts = row.attempts + 1, in_doubt = true
        FROM candidate
        WHERE row.id = candidate.id
        RETURNING row.id, row.message_id, row.workspace_id, row.kind, row.lane, row.subject_id, row.payload,
                  row.attempts, candidate.in_doubt, row.lease_id, row.created_at,
                  EXISTS (SELECT 1 FROM workspace WHERE id = row.workspace_id AND bot_name IS NOT NULL)
    """  # noqa: S608  (both candidates are constants above)


_CLAIM_DUE = text(_claiming(_FIRST_OF_THEIR_LANES))
_CLAIM_LEFT_BEHIND = text(_claiming(_LEASE_RAN_OUT))


def claim_due(session: Session, *, most: int, lease: timedelta) -> list[Row]:
    """Take up to `most` rows that are due and first of their lane, oldest first."""
    return _claim(session, _CLAIM_DUE, most=most, lease=lease)


def claim_left_behind(session: Session, *, most: int, lease: timedelta) -> list[Row]:
    """Take up to `most` rows whose worker's lease ran out. They are doubtful."""
    return _claim(session, _CLAIM_LEFT_BEHIND, most=most, lease=lease)


def _claim(session: Session, statement: Any, *, most: int, lease: timedelta) -> list[Row]:
    found = session.execute(statement, {"most": most, "lease": lease, "lease_id": uuid.uuid4()})
    return sorted((Row(*columns) for columns in found), key=lambda row: row.id)


_RENEW = text("UPDATE outbox SET leased_until = now() + :lease WHERE id = :id AND lease_id = :lease_id")

_FINISH = text("""
    UPDATE outbox
    SET state = :state, finished_at = now(), leased_until = NULL, lease_id = NULL, in_doubt = :in_doubt,
        last_error = :reason
    WHERE id = :id AND lease_id = :lease_id
""")

# Put back, a refresh row no longer collapses: a younger one for its subject may be pending already, and two may not.
_PUT_BACK = text("""
    UPDATE outbox
    SET state = 'pending', due_at = now() + :delay, leased_until = NULL, lease_id = NULL, in_doubt = :in_doubt,
        attempts = :attempts, last_error = :reason, collapses = false
    WHERE id = :id AND lease_id = :lease_id
""")


def renew(session: Session, row: Row, *, lease: timedelta) -> None:
    """Lengthen the lease to `lease` from now.

    Raises:
        LeaseLost: another worker took the row.
    """
    _guarded(session, _RENEW, row, lease=lease)


def finish(
    session: Session, row: Row, state: OutboxState, *, reason: str | None = None, in_doubt: bool = False
) -> None:
    """End the row as sent, dropped or parked, with the reason if there is one to tell.

    Raises:
        LeaseLost: another worker took the row.
    """
    _guarded(session, _FINISH, row, state=state.value, reason=reason, in_doubt=in_doubt)


def put_back(session: Session, row: Row, *, delay: timedelta, reason: str, in_doubt: bool, counts: bool = True) -> None:
    """Let the row be claimed again after `delay`; it stays first of its lane.

    Args:
        in_doubt: whether the work may have been done, so that it is looked up before it is tried again.
        counts: whether this claim was a try, or only found that it is too early.

    Raises:
        LeaseLost: another worker took the row.
    """
    attempts = row.attempts if counts else row.attempts - 1
    _guarded(session, _PUT_BACK, row, delay=delay, reason=reason, in_doubt=in_doubt, attempts=attempts)


def _guarded(session: Session, statement: Any, row: Row, **values: Any) -> None:
    changed = session.execute(statement, {"id": row.id, "lease_id": row.lease_id, **values})
    if changed.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result is a CursorResult
        raise LeaseLost
