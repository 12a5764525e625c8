"""Writing down what the desk is, as the configuration file that would make it so."""

from collections.abc import Sequence
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.desk import Channel, ChannelRole, Person, Queue, Workspace

HEADING = "# What this desk is, as `python -m bot config export` prints it. Channels and people are Slack ids.\n"


def export_file(session: Session, workspace: Workspace) -> str:
    """Return the configuration file of the desk as it stands; applying it changes nothing."""
    there = select(Queue).where(Queue.workspace_id == workspace.id)
    queues = session.scalars(there.order_by(Queue.is_default.desc(), Queue.key)).all()
    playing = select(Channel).where(Channel.workspace_id == workspace.id, Channel.role != ChannelRole.NONE)
    channels = session.scalars(playing.order_by(Channel.slack_channel_id)).all()
    keys: dict[int | None, str] = {queue.id: queue.key for queue in queues}
    content = {
        "version": 1,
        "workspace": _workspace(session, workspace),
        "queues": [_queue(queue, channels) for queue in queues],
        "request_channels": [_request(channel, keys) for channel in channels if channel.role is ChannelRole.REQUEST],
    }
    return HEADING + yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120)


def _workspace(session: Session, workspace: Workspace) -> dict[str, Any]:
    admins = select(Person.slack_user_id).where(Person.workspace_id == workspace.id, Person.is_desk_admin)
    named = list(session.scalars(admins.order_by(Person.slack_user_id)))
    settings = {"language": workspace.language, "private_mark": workspace.private_mark}
    return {"admins": named, **settings} if named else settings


def _queue(queue: Queue, channels: Sequence[Channel]) -> dict[str, Any]:
    triage = [channel.slack_channel_id for channel in channels if _is_triage_of(queue, channel)]
    return {
        "key": queue.key,
        "name": queue.name,
        **({"default": True} if queue.is_default else {}),
        **({"triage_channel": triage[0]} if triage else {}),
    }


def _is_triage_of(queue: Queue, channel: Channel) -> bool:
    return channel.role is ChannelRole.TRIAGE and channel.queue_id == queue.id


def _request(channel: Channel, keys: dict[int | None, str]) -> dict[str, Any]:
    intake = None if channel.intake is None else str(channel.intake)
    return {"channel": channel.slack_channel_id, "queue": keys[channel.queue_id], "intake": intake}
