"""Looks: what Slack says of a channel now, and what follows from it.

Events only say that something may have changed; they come late, twice and in any order. Slack's own word settles it.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.domain.desk.happenings import ChannelSeen
from bot.domain.desk.members import Told
from bot.domain.desk.notices import PersonNotice
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.gateways.slack_port import ChannelProfile
from bot.services.desk import channels, happenings, members, outbox, pauses
from bot.services.desk.channel_names import tag_of
from models.desk import Channel, ChannelRole, Queue, Workspace


def receive_change(session: Session, workspace: Workspace, slack_channel_id: str) -> None:
    """Have a channel that plays a role looked at: something about it changed, or the bot came or went."""
    channel = channels.find_channel(session, workspace.id, slack_channel_id)
    if channel is not None and channel.role is not ChannelRole.NONE:
        ask(session, channel)


def receive_leave(
    session: Session, workspace: Workspace, slack_channel_id: str, slack_user_id: str, *, told: Told, now: datetime
) -> None:
    """Do what a leaving of a channel asks for: the bot's own, or another person's."""
    if slack_user_id == workspace.slack_bot_user_id:
        receive_change(session, workspace, slack_channel_id)
    else:
        members.receive_leave(session, workspace, slack_channel_id, slack_user_id, told=told, now=now)


def receive_share(session: Session, workspace: Workspace, slack_channel_id: str, *, now: datetime) -> None:
    """Pause a triage channel at once when another company comes into it; then have it looked at."""
    channel = _lock(session, Channel.workspace_id == workspace.id, Channel.slack_channel_id == slack_channel_id)
    if channel is None:
        return
    channel.is_shared = True
    pauses.settle(session, channel, now=now)
    if channel.role is not ChannelRole.NONE:
        ask(session, channel)


def ask(session: Session, channel: Channel) -> None:
    """Have a channel's profile read from Slack."""
    lane = outbox.channel_lane(channel.id)
    outbox.refresh(session, OutboxKind.FETCH_CHANNEL, channel.id, workspace_id=channel.workspace_id, lane=lane)


def ask_about_all(session: Session, workspace_id: int) -> int:
    """Have every channel that plays a role looked at; return how many."""
    playing = select(Channel).where(Channel.workspace_id == workspace_id, Channel.role != ChannelRole.NONE)
    found = session.scalars(playing.order_by(Channel.id)).all()
    for channel in found:
        ask(session, channel)
    return len(found)


def record(session: Session, channel_id: int, profile: ChannelProfile | None, *, now: datetime) -> None:
    """Bring a channel up to date with what Slack says of it, and do what follows.

    A triage channel is paused or goes on. A request channel that the bot was removed from stops: nothing more is heard
    from there.

    Args:
        session: an open transaction.
        channel_id: the channel's row.
        profile: what Slack says of it; None when it says that there is no such channel, for us.
        now: the desk's time.
    """
    channel = _lock(session, Channel.id == channel_id)
    if channel is None:
        return
    if profile is not None:
        channel.name, channel.is_private, channel.is_shared = profile.name, profile.is_private, profile.is_shared
    is_member = profile is not None and profile.is_member
    is_archived = profile is not None and profile.is_archived
    if channel.role is ChannelRole.REQUEST and not is_member and not is_archived:
        _stop(session, channel, now=now)
    pauses.settle(session, channel, is_member=is_member or is_archived, is_archived=is_archived, now=now)
    if channel.role is ChannelRole.TRIAGE:
        is_here = is_member and not is_archived
        happenings.announce(session, ChannelSeen(None, channel, is_here=is_here), now=now)


def _stop(session: Session, channel: Channel, *, now: datetime) -> None:
    queue = session.get_one(Queue, channel.queue_id)
    facts = {"channel": tag_of(channel), "queue_key": queue.key}
    channels.leave_desk(session, channel, actor=None, now=now)
    pauses.tell_admins(session, channel.workspace_id, PersonNotice.REQUEST_CHANNEL_LEFT, facts)


def _lock(session: Session, *conditions: ColumnElement[bool]) -> Channel | None:
    found = select(Channel).where(*conditions).with_for_update()
    return session.scalar(found.execution_options(populate_existing=True))
