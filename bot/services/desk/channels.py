"""Channels: the roles they play for the desk."""

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from bot.domain.desk.happenings import ChannelRoleChanged
from bot.errors import ChannelUnusable, NotFound
from bot.gateways.slack_port import ChannelProfile
from bot.services.desk import audit, happenings, members, pauses, queues, slack_time
from bot.services.desk.channel_names import tag_of
from models.desk import (
    AuditTag,
    Channel,
    ChannelRole,
    Intake,
    Person,
    Queue,
    Ticket,
    TicketStatus,
    Workspace,
)

_INTAKE_LINES: Final = {
    Intake.EVERY: "Every new message in {channel} now opens a ticket in {queue}.",
    Intake.EMOJI: (
        "A message in {channel} now opens a ticket in {queue} when somebody reacts with the ticket emoji, uses the "
        "shortcut on it, or mentions me. Other messages open none."
    ),
    Intake.FORM: (
        "Requests in {channel} now come in by the form and open tickets in {queue}. Who posts there is shown the form."
    ),
}
"""What a channel that takes requests does from now on."""


def find_channel(session: Session, workspace_id: int, slack_channel_id: str) -> Channel | None:
    """Return the channel, or None when the desk has nothing to do with it."""
    return session.scalar(
        select(Channel).where(Channel.workspace_id == workspace_id, Channel.slack_channel_id == slack_channel_id)
    )


def get_channel(session: Session, workspace_id: int, slack_channel_id: str) -> Channel:
    """Return the channel. Raises: NotFound, when the desk has nothing to do with it."""
    channel = find_channel(session, workspace_id, slack_channel_id)
    if channel is None:
        raise NotFound("That channel has no role for the desk, so there is nothing to turn off.")
    return channel


def record_channel(session: Session, workspace: Workspace, profile: ChannelProfile, *, now: datetime) -> Channel:
    """Return the channel, made or brought up to date with what Slack says of it, and locked."""
    facts = {"name": profile.name, "is_private": profile.is_private, "is_shared": profile.is_shared}
    row = insert(Channel).values(
        workspace_id=workspace.id,
        slack_channel_id=profile.slack_channel_id,
        role=ChannelRole.NONE,
        seen_at=now,
        **facts,
    )
    upsert = row.on_conflict_do_update(index_elements=[Channel.workspace_id, Channel.slack_channel_id], set_=facts)
    return session.scalars(upsert.returning(Channel), execution_options={"populate_existing": True}).one()


def become_triage(
    session: Session,
    channel: Channel,
    queue: Queue,
    *,
    actor: Person | None,
    slack_user_ids: Collection[str] = (),
    now: datetime,
) -> list[str]:
    """Make `channel` the triage channel of `queue` and return a line for each thing that changed.

    Everybody in it becomes an agent: `slack_user_ids`, if its members could be read just before, and who they are is
    read from Slack next. Where it is so already, a pause ends if nothing speaks for it any more.

    Raises: ChannelUnusable, when others can read it, when it takes requests, or serves another queue; or when the
        queue already has a triage channel.
    """
    _one_at_a_time(session, queue)
    if channel.role is ChannelRole.TRIAGE and channel.queue_id == queue.id:
        return _settle(session, channel, now=now)
    if channel.role is not ChannelRole.NONE:
        raise ChannelUnusable(f"{tag_of(channel)} already has a role. Take it off first with {_off_command(channel)}.")
    present = queues.find_triage_channel(session, queue.id)
    if present is not None:
        raise ChannelUnusable(
            f"{tag_of(present)} is already the triage channel of {queue.key}. "
            f"Turn it off first: {_off_command(present)}."
        )
    refuse_readers(channel)
    channel.role, channel.queue_id = ChannelRole.TRIAGE, queue.id
    _audit(session, AuditTag.CHANNEL_BECAME_TRIAGE, channel, queue, actor=actor, now=now)
    members.begin(session, channel, slack_user_ids, now=now)
    happenings.announce(session, ChannelRoleChanged(actor, channel), now=now)
    members.ask(session, channel)
    return [f"{tag_of(channel)} is now the triage channel of {queue.key}. Its members are the agents."]


def take_requests(
    session: Session, channel: Channel, queue: Queue, intake: Intake, *, actor: Person | None, now: datetime
) -> list[str]:
    """Let messages in `channel` become tickets of `queue` from now on; return a line for each thing that changed.

    Raises: ChannelUnusable, when it is a triage channel, or the queue has no triage channel for the cards.
    """
    _one_at_a_time(session, queue)
    if channel.role is ChannelRole.REQUEST and channel.queue_id == queue.id and channel.intake is intake:
        return []
    if channel.role is ChannelRole.TRIAGE:
        raise ChannelUnusable(f"{tag_of(channel)} is a triage channel. Requests need a channel of their own.")
    if queues.find_triage_channel(session, queue.id) is None:
        raise ChannelUnusable(
            f"{queue.key} has no triage channel yet. Give it one first with `/desk triage #channel {queue.key}`."
        )
    if channel.role is ChannelRole.NONE:
        channel.takes_requests_since = channel.history_read_to = slack_time.slack_instant(session, now)
    channel.role, channel.queue_id, channel.intake = ChannelRole.REQUEST, queue.id, intake
    _audit(session, AuditTag.CHANNEL_TAKES_REQUESTS, channel, queue, actor=actor, now=now)
    happenings.announce(session, ChannelRoleChanged(actor, channel), now=now)
    return [_INTAKE_LINES[intake].format(channel=tag_of(channel), queue=queue.key)]


def leave_desk(session: Session, channel: Channel, *, actor: Person | None, now: datetime) -> list[str]:
    """Take a channel's role away; return a line for each thing that changed. Its tickets stay.

    `actor` is None when the configuration file says so, or when the bot was removed from a request channel.

    Raises: ChannelUnusable, for a triage channel that request channels or open tickets still need, or that an admin
        would take from the default queue while another could be the default.
    """
    if channel.role is ChannelRole.NONE:
        return []
    queue = session.get_one(Queue, channel.queue_id)
    _one_at_a_time(session, queue)
    was_triage = channel.role is ChannelRole.TRIAGE
    if was_triage:
        if actor is not None:
            refuse_default(session, queue)
        _refuse_while_needed(session, channel, queue)
        members.forget(session, channel)
        if channel.paused_at is not None:
            pauses.free_rows(session, channel)
    was = {"role": channel.role, **({} if channel.intake is None else {"intake": channel.intake})}
    channel.role, channel.queue_id, channel.paused_at = ChannelRole.NONE, None, None
    channel.intake = channel.takes_requests_since = channel.history_read_to = None
    _audit(session, AuditTag.CHANNEL_LEFT_DESK, channel, queue, was, actor=actor, now=now)
    happenings.announce(session, ChannelRoleChanged(actor, channel), now=now)
    if was_triage:
        return [f"{tag_of(channel)} is no longer the triage channel of {queue.key}."]
    return [f"Messages in {tag_of(channel)} no longer open tickets."]


def rename(session: Session, workspace: Workspace, slack_channel_id: str, name: str) -> None:
    """Record a channel's new name."""
    channel = find_channel(session, workspace.id, slack_channel_id)
    if channel is not None:
        channel.name = name


def refuse_readers(channel: Channel | ChannelProfile) -> None:
    """Raise ChannelUnusable, saying what to do, for a channel whose notes others than its team could read."""
    if channel.is_shared:
        raise ChannelUnusable(
            f"{tag_of(channel)} is shared with another company. Agents' notes need a channel of your own."
        )
    if not channel.is_private:
        raise ChannelUnusable(
            f"{tag_of(channel)} is public, so anybody could join and read the team's notes. Make it private in Slack's "
            "channel settings and try again, or choose a private channel."
        )


def hold_all(session: Session, workspace_id: int) -> None:
    """Hold every channel, for who changes several: what is recorded of one after the other waits for nobody then."""
    channels = select(Channel.id).where(Channel.workspace_id == workspace_id).order_by(Channel.id)
    session.execute(channels.with_for_update())


def refuse_default(session: Session, queue: Queue) -> None:
    """Raise ChannelUnusable for the default queue's triage channel while another queue could be the default."""
    others = [choice.key for choice in queues.list_choices(session, queue.workspace_id) if choice.id != queue.id]
    if queue.is_default and others:
        raise ChannelUnusable(
            f"{queue.key} is the default queue: what names no queue goes there. Make another one the default first, as "
            f"{others[0]}, with `/desk settings` or `default: true` in the configuration file."
        )


def _one_at_a_time(session: Session, queue: Queue) -> None:
    """Hold the queue, so that no request channel begins to feed it while its triage channel leaves."""
    session.execute(select(Queue.id).where(Queue.id == queue.id).with_for_update(key_share=True))


def _settle(session: Session, channel: Channel, *, now: datetime) -> list[str]:
    if not pauses.settle(session, channel, now=now):
        return []
    if channel.paused_at is not None:
        return [f"{tag_of(channel)} can be read by others, so nothing is posted there until it is private."]
    return [f"Posting in {tag_of(channel)} goes on. What waited goes out now."]


def _refuse_while_needed(session: Session, channel: Channel, queue: Queue) -> None:
    feeding = select(exists().where(Channel.queue_id == queue.id, Channel.role == ChannelRole.REQUEST))
    if session.scalar(feeding):
        raise ChannelUnusable(
            f"Request channels still feed {queue.key}. Turn those off first with `/desk request off #channel`."
        )
    open_tickets = exists().where(
        Ticket.triage_slack_channel_id == channel.slack_channel_id,
        Ticket.workspace_id == channel.workspace_id,
        Ticket.status.not_in([TicketStatus.RESOLVED, TicketStatus.CLOSED]),
    )
    if session.scalar(select(open_tickets)):
        raise ChannelUnusable(f"{queue.key} has open tickets here. Resolve them first, so that nobody waits unseen.")


def _off_command(channel: Channel) -> str:
    return f"`/desk {channel.role} off {tag_of(channel)}`"


def _audit(
    session: Session,
    tag: AuditTag,
    channel: Channel,
    queue: Queue,
    was: Mapping[str, str] = MappingProxyType({}),
    *,
    actor: Person | None,
    now: datetime,
) -> None:
    details = {"slack_channel_id": channel.slack_channel_id, "queue": queue.key, **was}
    audit.record(session, tag, workspace_id=channel.workspace_id, actor=actor, details=details, now=now)
