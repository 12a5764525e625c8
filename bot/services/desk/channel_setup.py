"""Setting channels up: what admins decide about a channel, by command, on a page, or when the bot is invited."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import ChannelUnusable
from bot.gateways.slack_port import ChannelProfile
from bot.services.desk import channels, plan_limits, queues
from bot.services.desk.channel_names import tag_of
from models.desk import Channel, ChannelRole, Intake, Person, Queue, Workspace


@dataclass(frozen=True)
class ChosenQueue:
    """The queue a channel is to serve, by its key, in whatever case; a new one may have a name of its own."""

    key: str
    name: str | None = None


def make_triage(
    session: Session,
    profile: ChannelProfile,
    chosen: ChosenQueue,
    *,
    slack_user_ids: Collection[str] = (),
    actor: Person,
    now: datetime,
) -> list[str]:
    """Make a channel the triage channel of a queue, made if there is none of that key; return what changed, in lines.

    Args:
        session: an open transaction.
        profile: the channel as Slack just described it.
        chosen: which queue.
        slack_user_ids: who is in it, if that was just read.
        actor: who says so.
        now: the desk's time.

    Raises: AdminsOnly; NotUnderstood, for a key of the wrong shape; ChannelUnusable.
    """
    plan_limits.require_admin(session, actor)
    workspace = session.get_one(Workspace, actor.workspace_id)
    lines, queue = [], queues.find_queue(session, workspace.id, chosen.key)
    if queue is None:  # before the channel: whoever holds both holds the workspace first
        queue = queues.create_queue(session, workspace, chosen.key, name=chosen.name, actor=actor, now=now)
        lines.append(f"There is a new queue, {queue.key}.")
    channel = channels.record_channel(session, workspace, profile, now=now)
    became = channels.become_triage(session, channel, queue, actor=actor, slack_user_ids=slack_user_ids, now=now)
    return lines + became


def make_triage_once(
    session: Session,
    profile: ChannelProfile,
    chosen: ChosenQueue,
    *,
    slack_user_ids: Collection[str] = (),
    actor: Person,
    now: datetime,
) -> list[str]:
    """Answer the question what a channel is for with "triage"; return what changed, in lines.

    Raises: what `make_triage` raises; ChannelUnusable, naming what was decided meanwhile.
    """
    plan_limits.require_admin(session, actor)
    refuse_decided(session, actor.workspace_id, profile.slack_channel_id)
    return make_triage(session, profile, chosen, slack_user_ids=slack_user_ids, actor=actor, now=now)


def take_requests(
    session: Session, profile: ChannelProfile, queue: Queue, intake: Intake, *, actor: Person, now: datetime
) -> list[str]:
    """Let a channel's messages become tickets of a queue; return what changed, in lines.

    Raises: AdminsOnly; ChannelUnusable.
    """
    plan_limits.require_admin(session, actor)
    workspace = session.get_one(Workspace, actor.workspace_id)
    channel = channels.record_channel(session, workspace, profile, now=now)
    return channels.take_requests(session, channel, queue, intake, actor=actor, now=now)


def take_requests_once(
    session: Session, profile: ChannelProfile, queue_id: int, *, actor: Person, now: datetime
) -> list[str]:
    """Answer the question which queue takes a channel's requests; return what changed, in lines.

    Raises: AdminsOnly; NotFound, for a queue there is no more; ChannelUnusable, naming what was decided meanwhile.
    """
    plan_limits.require_admin(session, actor)
    refuse_decided(session, actor.workspace_id, profile.slack_channel_id)
    queue = queues.get_by_id(session, actor.workspace_id, queue_id)
    return take_requests(session, profile, queue, Intake.EVERY, actor=actor, now=now)


def refuse_decided(session: Session, workspace_id: int, slack_channel_id: str) -> None:
    """Raise ChannelUnusable, saying what was decided, for a channel that plays a role by now."""
    channel = channels.find_channel(session, workspace_id, slack_channel_id)
    if channel is None or channel.role is ChannelRole.NONE:
        return
    queue = session.get_one(Queue, channel.queue_id)
    raise ChannelUnusable(f"That was decided already: {_role_of(channel, queue)}. To change it, {_undo(channel)}.")


def _role_of(channel: Channel, queue: Queue) -> str:
    if channel.role is ChannelRole.TRIAGE:
        return f"{tag_of(channel)} is the triage channel of {queue.key}"
    return f"{tag_of(channel)} takes requests for {queue.key}"


def _undo(channel: Channel) -> str:
    return f"type `/desk {channel.role} off {tag_of(channel)}` first"
