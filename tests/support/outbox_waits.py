"""Which outbox rows a test has to wait for: not those that are held back, nor those behind them."""

from datetime import timedelta
from functools import cache

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased

from models.desk import OutboxRow, OutboxState

UNFINISHED = (OutboxState.PENDING, OutboxState.SENDING)


@cache
def moving_kinds(*, within: timedelta) -> Select[str]:
    """Return what selects the kinds of the rows that will be tried within a time: nothing before them in a lane rests.

    It is made once. To make it anew for every look takes ten times as long as to look.
    """
    before = aliased(OutboxRow)
    rests = exists().where(
        before.lane == OutboxRow.lane,
        before.id < OutboxRow.id,
        before.state == OutboxState.PENDING,
        before.due_at >= func.now() + within,
    )
    is_moving = OutboxRow.state.in_(UNFINISHED) & (OutboxRow.due_at < func.now() + within) & ~rests
    return select(OutboxRow.kind).where(is_moving)
