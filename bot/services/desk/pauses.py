"""Pauses: a triage channel that others can read, or that we are not in, gets nothing until that is mended.

What was to go there waits in its lane and goes out in order afterwards. Admins are told once, at each end.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import Text, cast, func, literal, or_, select, update
from sqlalchemy.orm import Session

from bot.domain.desk.notices import PersonNotice
from bot.domain.desk.pauses import PauseReason, pause_reason
from bot.services.desk import audit, outbox, people
from bot.services.desk.channel_names import tag_of
from models.desk import AuditTag, Channel, ChannelRole, OutboxRow, OutboxState, Queue, Side, Ticket

GONE: Final = ("channel_not_found", "not_in_channel", "is_archived")
"""Slack's refusals that say a channel cannot be posted to: rows refused so before we knew of it go out afterwards."""


def settle(
    session: Session, channel: Channel, *, is_member: bool = True, is_archived: bool = False, now: datetime
) -> bool:
    """Pause a triage channel, or go on in it, as what is known of it says; return whether that changed anything.

    Args:
        session: an open transaction.
        channel: the channel, locked.
        is_member: whether the bot is in it.
        is_archived: whether it is archived.
        now: the desk's time.
    """
    if channel.role is not ChannelRole.TRIAGE:
        return False
    reason = pause_reason(
        is_member=is_member, is_archived=is_archived, is_shared=channel.is_shared, is_private=channel.is_private
    )
    if (reason is not None) == (channel.paused_at is not None):
        return False
    if reason is not None:
        _pause(session, channel, reason, now=now)
    else:
        _resume(session, channel, now=now)
    return True


def find_reason(session: Session, workspace_id: int, slack_channel_id: str) -> str | None:
    """Return why a row for this triage channel has to wait, or None.

    If it has, no pause ends before this transaction does. A request channel may be shared, and is never paused.
    """
    channel = select(Channel).where(
        Channel.workspace_id == workspace_id,
        Channel.slack_channel_id == slack_channel_id,
        Channel.role == ChannelRole.TRIAGE,  # a request channel may well be shared
        Channel.role == ChannelRole.TRIAGE,
        or_(Channel.paused_at.is_not(None), Channel.is_shared),
    )
    paused = session.scalar(channel.with_for_update(read=True))
    return None if paused is None else _reason_to_wait(paused)


def free_rows(session: Session, channel: Channel) -> None:
    """Let go out, in order, what waits for this channel, and what Slack refused before we knew that it must wait."""
    lane = literal("ticket/") + cast(Ticket.id, Text) + literal(f"/{Side.TRIAGE}")
    lanes = select(lane).where(
        Ticket.workspace_id == channel.workspace_id, Ticket.triage_slack_channel_id == channel.slack_channel_id
    )
    waiting = (OutboxRow.state == OutboxState.PENDING) & (OutboxRow.last_error == _reason_to_wait(channel))
    refused = (OutboxRow.state == OutboxState.PARKED) & OutboxRow.last_error.in_(GONE) & OutboxRow.lane.in_(lanes)
    freed = update(OutboxRow).where(OutboxRow.workspace_id == channel.workspace_id, or_(waiting, refused))
    session.execute(
        freed.values(state=OutboxState.PENDING, due_at=func.now(), finished_at=None, attempts=0, collapses=False),
        execution_options={"synchronize_session": False},
    )
    outbox.wake_workers(session)


def _pause(session: Session, channel: Channel, reason: PauseReason, *, now: datetime) -> None:
    channel.paused_at = now
    queue = session.get_one(Queue, channel.queue_id)
    details = {"slack_channel_id": channel.slack_channel_id, "queue": queue.key, "reason": reason}
    _record(session, AuditTag.CHANNEL_PAUSED, channel, details, now=now)
    facts = {"channel": tag_of(channel), "queue_key": queue.key, "reason": reason}
    tell_admins(session, channel.workspace_id, PersonNotice.CHANNEL_PAUSED, facts)


def _resume(session: Session, channel: Channel, *, now: datetime) -> None:
    channel.paused_at = None
    queue = session.get_one(Queue, channel.queue_id)
    details = {"slack_channel_id": channel.slack_channel_id, "queue": queue.key}
    _record(session, AuditTag.CHANNEL_RESUMED, channel, details, now=now)
    free_rows(session, channel)
    facts = {"channel": tag_of(channel), "queue_key": queue.key}
    tell_admins(session, channel.workspace_id, PersonNotice.CHANNEL_RESUMED, facts)


def tell_admins(session: Session, workspace_id: int, notice: PersonNotice, facts: dict[str, str]) -> None:
    """Have every desk admin told something in their conversation with the bot."""
    for admin in people.list_admins(session, workspace_id):
        people.message(session, admin, notice, facts)


def _reason_to_wait(channel: Channel) -> str:
    return f"{channel.slack_channel_id} is paused"


def _record(session: Session, tag: AuditTag, channel: Channel, details: dict[str, str], *, now: datetime) -> None:
    audit.record(session, tag, workspace_id=channel.workspace_id, actor=None, details=details, now=now)
