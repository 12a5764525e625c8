"""The outbox: the only way out. Rows are written in the transaction that decides; `bot.delivery` sends them.

Its times are real and the database's own, the one clock all workers share: the desk's `Clock` can run ahead in a demo,
and what must leave now must not wait for it.

A kind is one of the wing that writes the row: `OutboxKind` is the desk's.
"""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, func, literal, select, text, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Session

from bot.domain.desk.outbox_kinds import OutboxKind
from models.desk import OutboxRow, OutboxState, Side

NOTIFY_CHANNEL = "deskbell_outbox"
"""The name workers LISTEN to; a NOTIFY goes out with the commit that wrote rows."""


FETCHES = "slack.fetch_%"
"""What the kinds of rows that read from Slack are like."""

LEFT = "its ticket moved to another queue"
"""The reason a row was dropped because the thread it was for is left."""

FORMER = "former/"
"""What the lanes of cards that their tickets have left begin with."""


def ticket_lane(ticket_id: int, side: Side) -> str:
    """Return the lane of one side of a ticket: what goes there goes in order."""
    return f"ticket/{ticket_id}/{side}"


def former_lane(former_place_id: int) -> str:
    """Return the lane of a card that its ticket has left: what still concerns it goes there."""
    return f"{FORMER}{former_place_id}"


def channel_lane(channel_id: int) -> str:
    """Return the lane of what concerns a whole channel."""
    return f"channel/{channel_id}"


def person_lane(person_id: int) -> str:
    """Return the lane of what goes to one person."""
    return f"person/{person_id}"


def leave_lane(session: Session, lane: str, left: str, *, workspace_id: int) -> None:
    """Take a lane's messages out of it, because the thread they were for is left.

    What waits is dropped; what is being sent in this moment, or was given up, goes over to the lane `left`, where it
    holds nobody up and what follows waits for it. What only reads from Slack stays, and so does what is being recorded
    as sent: whoever records it waits for the ticket and must not be waited for. What follows the deletion or the edit
    of a message stays too, whatever held it up: it concerns every thread in which copies stand. Notes go to a lane of
    their own: they belong in the thread that is left, and nothing else that concerns it waits for them.
    """
    here = OutboxRow.workspace_id == workspace_id, OutboxRow.lane == lane
    follows = update(OutboxRow).where(*here, OutboxRow.kind == OutboxKind.REFRESH_REPLY)
    session.execute(follows.where(OutboxRow.state == OutboxState.PENDING).values(due_at=func.now()))
    notes = select(OutboxRow.id).where(*here, OutboxRow.kind == OutboxKind.POST_NOTE)
    staying = notes.where(OutboxRow.state.in_([OutboxState.PENDING, OutboxState.SENDING, OutboxState.PARKED]))
    ids = session.scalars(staying.with_for_update(skip_locked=True)).all()
    session.execute(update(OutboxRow).where(OutboxRow.id.in_(ids)).values(lane=f"{left}/notes"))
    meant = (
        *here,
        OutboxRow.kind.not_like(FETCHES),
        OutboxRow.kind.not_in([OutboxKind.REFRESH_REPLY, OutboxKind.POST_NOTE]),
    )
    waiting = update(OutboxRow).where(*meant, OutboxRow.state == OutboxState.PENDING)
    session.execute(waiting.values(state=OutboxState.DROPPED, collapses=False, finished_at=func.now(), last_error=LEFT))
    unfinished = select(OutboxRow.id).where(*meant, OutboxRow.state.in_([OutboxState.SENDING, OutboxState.PARKED]))
    moving = session.scalars(unfinished.with_for_update(skip_locked=True)).all()
    session.execute(update(OutboxRow).where(OutboxRow.id.in_(moving)).values(lane=left))


def enqueue(
    session: Session,
    kind: StrEnum,
    *,
    workspace_id: int,
    lane: str,
    subject_id: int | None = None,
    payload: dict[str, Any] | None = None,
    delay: timedelta = timedelta(0),
) -> None:
    """Write a row whose payload is frozen now; what follows in its lane waits out its `delay` with it."""
    row = insert(OutboxRow).values(
        workspace_id=workspace_id,
        kind=kind,
        lane=lane,
        subject_id=subject_id,
        payload=payload or {},
        due_at=func.now() + delay,
    )
    session.execute(row)
    wake_workers(session)


def enqueue_each(session: Session, kind: StrEnum, rows: Iterable[tuple[str, int]], *, workspace_id: int) -> None:
    """Write a row for each (lane, subject's id), without a payload, in one statement."""
    facts = {"workspace_id": workspace_id, "kind": kind, "payload": {}}
    session.execute(insert(OutboxRow).values([{**facts, "lane": lane, "subject_id": each} for lane, each in rows]))
    wake_workers(session)


def refresh(
    session: Session,
    kind: StrEnum,
    subject_id: int,
    *,
    workspace_id: int,
    lane: str,
    delay: timedelta = timedelta(0),
) -> None:
    """Write a row that draws its subject when it is sent; while one is pending, another is folded into it.

    A `delay` lets more of them be folded together.

    DO UPDATE, not DO NOTHING: it locks the pending row, so a worker cannot draw the subject before this
    transaction's change is visible.
    """
    row = insert(OutboxRow).values(
        workspace_id=workspace_id,
        kind=kind,
        lane=lane,
        subject_id=subject_id,
        payload={},
        collapses=True,
        due_at=func.now() + delay,
    )
    row = row.on_conflict_do_update(
        index_elements=[OutboxRow.workspace_id, OutboxRow.kind, OutboxRow.subject_id],
        index_where=text("state = 'pending' AND collapses"),
        set_={"due_at": OutboxRow.due_at},
    )
    session.execute(row)
    wake_workers(session)


def refresh_each(
    session: Session,
    kind: StrEnum,
    subjects: Select[int],
    *,
    workspace_id: int,
    lanes: str,
    delay: timedelta = timedelta(0),
) -> None:
    """Write a row for each subject that draws it when it is sent, unless one is pending that can wait for this.

    For things that many changes concern at the same time, so nobody ever waits here: a pending row is held by a lock
    that any number of transactions share, so that no worker takes it before their changes are visible. A row that a
    worker is taking in this moment does not count. So two rows for one subject can be pending; the second is spare.

    Args:
        session: an open transaction.
        kind: the rows' kind.
        subjects: selects the ids of the subjects.
        workspace_id: whose rows.
        lanes: what their lanes begin with; the subject's id follows.
        delay: lets more of them be folded together.
    """
    subject = subjects.cte("subject")
    lane = literal(lanes) + cast(subject.c.id, Text)
    pending = (
        select(OutboxRow.subject_id)
        .join(subject, OutboxRow.lane == lane)
        .where(OutboxRow.workspace_id == workspace_id, OutboxRow.kind == kind, OutboxRow.state == OutboxState.PENDING)
        .with_for_update(read=True, skip_locked=True, of=OutboxRow)
        .cte("held")
        .prefix_with("MATERIALIZED")
    )
    row = _new_row(kind, workspace_id, lane, subject.c.id, due_at=func.now() + delay)
    missing = select(*row.values()).where(subject.c.id.not_in(select(pending.c.subject_id)))
    written = insert(OutboxRow).from_select(list(row), missing).returning(OutboxRow.id)
    if session.scalars(written).all():
        wake_workers(session)


def _new_row(
    kind: StrEnum, workspace_id: int, lane: ColumnElement[str], subject_id: ColumnElement[int], *, due_at: Any
) -> dict[str, ColumnElement[Any]]:
    """Return a new row without a payload as the columns of a query: its defaults are the model's, not the table's."""
    return {
        "message_id": func.gen_random_uuid(),
        "workspace_id": literal(workspace_id),
        "kind": literal(kind),
        "lane": lane,
        "subject_id": subject_id,
        "payload": literal({}, JSONB),
        "collapses": literal(False),
        "state": literal(OutboxState.PENDING),
        "attempts": literal(0),
        "in_doubt": literal(False),
        "due_at": due_at,
    }


def list_queued_kinds(session: Session, *, workspace_id: int) -> list[str]:
    """Return the kinds of the rows still to be sent, in the order they were written."""
    waiting = select(OutboxRow.kind).where(
        OutboxRow.workspace_id == workspace_id, OutboxRow.state.in_([OutboxState.PENDING, OutboxState.SENDING])
    )
    return list(session.scalars(waiting.order_by(OutboxRow.id)))


def wake_workers(session: Session) -> None:
    """Have the workers look for rows as soon as this transaction commits."""
    session.execute(select(func.pg_notify(NOTIFY_CHANNEL, "")))
