"""Postings: what Slack answered to what the desk posted, where no other service keeps it."""

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from bot.domain.desk.outbox_kinds import OutboxKind
from bot.services.desk import outbox
from models.desk import OutboxRow, OutboxState, Person, Side, Ticket

ROOT_MISSING = "its thread has no root message"
"""The reason a row was parked because what it answers was never posted."""

_UNFINISHED = (OutboxState.PENDING, OutboxState.SENDING)
_ROOTED_BY = {Side.TRIAGE: OutboxKind.REFRESH_TRIAGE_CARD, Side.REQUESTER: OutboxKind.POST_OPENING}


def record_dm(session: Session, person_id: int, slack_channel_id: str) -> None:
    """Record which conversation is between this person and the bot."""
    session.get_one(Person, person_id).slack_dm_id = slack_channel_id


def record_resolution_notice(session: Session, ticket_id: int, ts: str | None) -> None:
    """Record where the newest "resolved" notice of a ticket stands; None when it was overtaken by the next."""
    session.get_one(Ticket, ticket_id).resolution_notice_ts = ts


def is_root_coming(session: Session, ticket: Ticket, side: Side) -> bool:
    """Return whether the message that roots this side of the ticket is still to be posted."""
    coming = exists().where(
        OutboxRow.workspace_id == ticket.workspace_id,
        OutboxRow.lane == outbox.ticket_lane(ticket.id, side),
        OutboxRow.kind == _ROOTED_BY[side],
        OutboxRow.state.in_(_UNFINISHED),
    )
    return bool(session.scalar(select(coming)))


def is_root_behind(session: Session, lane: str, row_id: int) -> bool:
    """Return whether a card that this row waits for stands behind it in its lane: it was meant for a former one."""
    behind = exists().where(
        OutboxRow.lane == lane,
        OutboxRow.id > row_id,
        OutboxRow.kind == OutboxKind.REFRESH_TRIAGE_CARD,
        OutboxRow.state.in_(_UNFINISHED),
    )
    return bool(session.scalar(select(behind)))


def find_doubtful_root(session: Session, ticket: Ticket, side: Side) -> OutboxRow | None:
    """Return the newest given-up row that may have posted the root of this side all the same, or None."""
    doubtful = select(OutboxRow).where(
        OutboxRow.workspace_id == ticket.workspace_id,
        OutboxRow.kind == _ROOTED_BY[side],
        OutboxRow.subject_id == ticket.id,
        OutboxRow.state == OutboxState.PARKED,
        OutboxRow.in_doubt,
    )
    return session.scalar(doubtful.order_by(OutboxRow.id.desc()).limit(1))


def free_waiting_for_root(session: Session, ticket: Ticket, side: Side) -> None:
    """Let go out what was parked because the root of this side was missing. It stands now."""
    freed = update(OutboxRow).where(
        OutboxRow.workspace_id == ticket.workspace_id,
        OutboxRow.lane == outbox.ticket_lane(ticket.id, side),
        OutboxRow.state == OutboxState.PARKED,
        OutboxRow.last_error == ROOT_MISSING,
    )
    session.execute(freed.values(state=OutboxState.PENDING, due_at=func.now(), finished_at=None, collapses=False))
