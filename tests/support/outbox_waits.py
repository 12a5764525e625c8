"""Which outbox rows a test has to wait for: not those that are held back, nor those behind them."""

from datetime import timedelta

from sqlalchemy import ColumnElement, exists, func
from sqlalchemy.orm import aliased

from models.desk import OutboxRow, OutboxState

UNFINISHED = (OutboxState.PENDING, OutboxState.SENDING)


def is_moving(*, within: timedelta) -> ColumnElement[bool]:
    """Return the condition of a row that will be tried within a time, because nothing before it in its lane rests."""
    before = aliased(OutboxRow)
    rests = exists().where(
        before.lane == OutboxRow.lane,
        before.id < OutboxRow.id,
        before.state == OutboxState.PENDING,
        before.due_at >= func.now() + within,
    )
    return OutboxRow.state.in_(UNFINISHED) & (OutboxRow.due_at < func.now() + within) & ~rests
