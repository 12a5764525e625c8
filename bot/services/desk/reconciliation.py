"""Reconciliation: which conversations to read again after an outage, and how far each was read.

Its times are compared with Slack's `ts`, so they are real, whatever a demo makes of the desk's clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.domain.desk.instants import ts_of
from bot.domain.desk.missed import Received, Stretch
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.services.desk import channels, outbox
from models.desk import Channel, ChannelRole, Message, MessageKind, OutboxRow, OutboxState, Side, Ticket, Workspace

LOOK_BACK: Final = timedelta(hours=1)
"""How far before its mark a channel is read again: for edits and deletions, and clocks that disagree with Slack's."""

LONGEST_STRETCH: Final = timedelta(days=1)
"""How much of a channel's history one read covers; a longer outage takes several, each of which is progress."""

UNFINISHED: Final = (OutboxState.PENDING, OutboxState.SENDING)


@dataclass(frozen=True)
class Thread:
    """One of a ticket's two threads, and what to read of it."""

    side: Side
    root_ts: str
    stretch: Stretch


def list_workspace_ids(session: Session) -> list[int]:
    """Return the ids of all workspaces: Slack's limits hold for each by itself."""
    return list(session.scalars(select(Workspace.id).order_by(Workspace.id)))


def queue_history_reads(session: Session, workspace_id: int, *, read_before: datetime, limit: int) -> int:
    """Have the request channels read whose history was last read before an instant, the longest unread first.

    Args:
        session: an open transaction.
        workspace_id: whose channels.
        read_before: channels that were read up to this instant or later are left alone.
        limit: the most reads that may wait at any time; those that wait already count.

    Returns:
        How many reads were added.
    """
    room = limit - _count_unfinished(session, workspace_id, OutboxKind.FETCH_HISTORY)
    if room <= 0:
        return 0
    unread = (
        select(Channel.id)
        .where(
            Channel.workspace_id == workspace_id,
            Channel.role == ChannelRole.REQUEST,
            or_(Channel.history_read_to.is_(None), Channel.history_read_to < read_before),
            ~_is_in_outbox(workspace_id, OutboxKind.FETCH_HISTORY, Channel.id),
        )
        .order_by(Channel.history_read_to.nulls_first())
        .limit(room)
    )
    ids = session.scalars(unread).all()
    for channel_id in ids:
        _read_history(session, workspace_id, channel_id)
    return len(ids)


def queue_thread_reads(session: Session, workspace_id: int, *, read_before: datetime, limit: int) -> int:
    """Have the threads read of tickets that are not closed and were last read before an instant, longest unread first.

    The arguments and what is returned are those of `queue_history_reads`.
    """
    room = limit - _count_unfinished(session, workspace_id, OutboxKind.FETCH_THREADS)
    if room <= 0:
        return 0
    unread = (
        select(Ticket.id)
        .where(
            Ticket.workspace_id == workspace_id,
            Ticket.closed_at.is_(None),
            Ticket.threads_read_at < read_before,
            ~_is_in_outbox(workspace_id, OutboxKind.FETCH_THREADS, Ticket.id),
        )
        .order_by(Ticket.threads_read_at)
        .limit(room)
    )
    ids = session.scalars(unread).all()
    for ticket_id in ids:
        _read_threads(session, workspace_id, ticket_id)
    return len(ids)


def plan_history(session: Session, channel_id: int, *, settled: datetime) -> Stretch | None:
    """Return what to read of a request channel, or None when there is nothing to read.

    Args:
        session: an open transaction.
        channel_id: the channel's row.
        settled: everything that happened before this instant has had its time to arrive as an event.
    """
    channel = session.get(Channel, channel_id)
    if channel is None or channel.takes_requests_since is None:
        return None
    read_to = channel.history_read_to or channel.takes_requests_since
    if read_to >= settled:
        return None
    return Stretch(
        slack_channel_id=channel.slack_channel_id,
        channel_type=_channel_type(channel.slack_channel_id, is_private=channel.is_private),
        after=ts_of(max(channel.takes_requests_since, read_to - LOOK_BACK)),
        before=ts_of(min(settled, read_to + LONGEST_STRETCH)),
    )


def plan_threads(session: Session, ticket_id: int, *, settled: datetime) -> list[Thread] | None:
    """Return the threads of a ticket to read, each as a whole; None for a closed ticket.

    Threads are short, and a whole one shows edits and deletions, too. `settled` is that of `plan_history`.
    """
    ticket = session.get(Ticket, ticket_id)
    if ticket is None or ticket.closed_at is not None:
        return None
    private, paused = _private_channels(session, ticket), _is_paused(session, ticket)
    sides = (
        (Side.REQUESTER, ticket.requester_slack_channel_id, ticket.requester_thread_ts),
        (Side.TRIAGE, ticket.triage_slack_channel_id, ticket.card_ts),
        *((Side.REQUESTER, slack_channel_id, ts) for slack_channel_id, ts in _list_joined(session, ticket)),
    )
    return [
        Thread(
            side=side,
            root_ts=root_ts,
            stretch=Stretch(
                slack_channel_id=slack_channel_id,
                channel_type=_channel_type(slack_channel_id, is_private=slack_channel_id in private),
                after=root_ts,
                before=ts_of(settled),
            ),
        )
        for side, slack_channel_id, root_ts in sides
        if slack_channel_id is not None and root_ts is not None and not (paused and side is Side.TRIAGE)
    ]


def list_received_openings(session: Session, workspace_id: int, stretch: Stretch) -> Mapping[str, Received]:
    """Return the requests, and what joined them, that we have of a stretch of a channel's top level, by `ts`."""
    return _received(
        session,
        Message.workspace_id == workspace_id,
        Message.slack_channel_id == stretch.slack_channel_id,
        Message.ts > stretch.after,  # as text: Slack's ts all have the same length
        Message.ts < stretch.before,
        Message.thread_ts.is_(None),
    )


def list_received_replies(session: Session, ticket_id: int, thread: Thread) -> Mapping[str, Received]:
    """Return the replies and notes we have of a stretch of one of a ticket's threads, by `ts`."""
    return _received(
        session,
        Message.ticket_id == ticket_id,
        Message.slack_channel_id == thread.stretch.slack_channel_id,
        Message.thread_ts == thread.root_ts,
        Message.ts > thread.stretch.after,
        Message.ts < thread.stretch.before,
        Message.kind != MessageKind.OPENING,
    )


def record_history_read(session: Session, channel_id: int, *, read_to: datetime, settled: datetime) -> None:
    """Record how far a channel's history was read; if that is not up to `settled` yet, have it read further."""
    moved = (
        update(Channel)
        .where(
            Channel.id == channel_id,
            Channel.role == ChannelRole.REQUEST,
            func.coalesce(Channel.history_read_to, Channel.takes_requests_since) < read_to,
        )
        .values(history_read_to=read_to)
        .returning(Channel.workspace_id)
    )
    workspace_id = session.scalar(moved)
    if workspace_id is not None and read_to < settled:
        _read_history(session, workspace_id, channel_id)


def record_threads_read(session: Session, ticket_id: int, *, read_at: datetime) -> None:
    """Record that a ticket's threads were read as they stood at an instant."""
    moved = update(Ticket).where(Ticket.id == ticket_id, Ticket.threads_read_at < read_at)
    session.execute(moved.values(threads_read_at=read_at))


def read_threads_of(session: Session, workspace_id: int, slack_channel_id: str, root_ts: str) -> None:
    """Have the threads of the ticket read that a message opened, if it opened one that is not closed."""
    opened_by = select(Ticket.id).where(
        Ticket.workspace_id == workspace_id,
        Ticket.requester_slack_channel_id == slack_channel_id,
        Ticket.requester_thread_ts == root_ts,
        Ticket.closed_at.is_(None),
    )
    ticket_id = session.scalar(opened_by)
    if ticket_id is not None:
        _read_threads(session, workspace_id, ticket_id)


def _read_history(session: Session, workspace_id: int, channel_id: int) -> None:
    lane = outbox.channel_lane(channel_id)
    outbox.refresh(session, OutboxKind.FETCH_HISTORY, channel_id, workspace_id=workspace_id, lane=lane)


def _read_threads(session: Session, workspace_id: int, ticket_id: int) -> None:
    lane = f"ticket/{ticket_id}/threads"  # its own: reading must not hold up what goes out on either side
    outbox.refresh(session, OutboxKind.FETCH_THREADS, ticket_id, workspace_id=workspace_id, lane=lane)


def _count_unfinished(session: Session, workspace_id: int, kind: OutboxKind) -> int:
    unfinished = select(func.count()).where(
        OutboxRow.workspace_id == workspace_id, OutboxRow.kind == kind, OutboxRow.state.in_(UNFINISHED)
    )
    return session.scalar(unfinished) or 0


def _is_in_outbox(workspace_id: int, kind: OutboxKind, subject_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Return whether a read waits, or was given up: `upkeep.repeat_parked_reads` brings those back."""
    return exists().where(
        OutboxRow.workspace_id == workspace_id,
        OutboxRow.kind == kind,
        OutboxRow.subject_id == subject_id,
        OutboxRow.state.in_((*UNFINISHED, OutboxState.PARKED)),
    )


def _received(session: Session, *conditions: ColumnElement[bool]) -> dict[str, Received]:
    found = select(Message.ts, Message.edited_ts, Message.deleted_at.is_not(None)).where(and_(*conditions))
    return {ts: Received(edited_ts, is_deleted) for ts, edited_ts, is_deleted in session.execute(found) if ts}


def _list_joined(session: Session, ticket: Ticket) -> list[tuple[str | None, str | None]]:
    """Return where the messages stand that joined a ticket at the top level: each may have a thread of its own."""
    joined = select(Message.slack_channel_id, Message.ts).where(
        Message.ticket_id == ticket.id,
        Message.side == Side.REQUESTER,
        Message.kind == MessageKind.REPLY,
        Message.ts.is_not(None),
        Message.thread_ts.is_(None),
    )
    return [(slack_channel_id, ts) for slack_channel_id, ts in session.execute(joined.order_by(Message.ts))]


def _private_channels(session: Session, ticket: Ticket) -> set[str]:
    private = select(Channel.slack_channel_id).where(
        Channel.workspace_id == ticket.workspace_id,
        Channel.slack_channel_id.in_([ticket.requester_slack_channel_id, ticket.triage_slack_channel_id]),
        Channel.is_private,
    )
    return set(session.scalars(private))


def _is_paused(session: Session, ticket: Ticket) -> bool:
    """Return whether the ticket's triage channel is one we may not be in: its thread is read when that is mended."""
    triage = channels.find_channel(session, ticket.workspace_id, ticket.triage_slack_channel_id)
    return triage is not None and triage.paused_at is not None


def _channel_type(slack_channel_id: str, *, is_private: bool) -> str:
    if slack_channel_id.startswith("D"):
        return "im"
    return "group" if is_private else "channel"
