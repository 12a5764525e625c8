"""Writing down what the desk is, as the configuration file that would make it so."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.desk_file_values import NEVER
from bot.domain.desk.durations import written_duration
from bot.services.desk import canned_replies, categories, priority_scales, queue_settings, statuses
from bot.services.desk.file_parts import FilePart
from models.desk import Channel, ChannelRole, Person, Priority, Queue, Workspace

HEADING = "# What this desk is, as `python -m bot config export` prints it. Channels and people are Slack ids.\n"


def export_file(session: Session, workspace: Workspace, further: Sequence[FilePart] = ()) -> str:
    """Return the configuration file of the desk as it stands, whole; applying it changes nothing."""
    there = select(Queue).where(Queue.workspace_id == workspace.id)
    queues = session.scalars(there.order_by(Queue.is_default.desc(), Queue.key)).all()
    playing = select(Channel).where(Channel.workspace_id == workspace.id, Channel.role != ChannelRole.NONE)
    channels = session.scalars(playing.order_by(Channel.slack_channel_id)).all()
    keys: dict[int | None, str] = {queue.id: queue.key for queue in queues}
    content: dict[str, Any] = {
        "version": 1,
        "workspace": _workspace(session, workspace),
        "priorities": _priorities(workspace),
        "categories": _categories(session, workspace),
        "queues": [_queue(session, queue, channels) for queue in queues],
        "request_channels": [_request(channel, keys) for channel in channels if channel.role is ChannelRole.REQUEST],
        "saved_replies": _saved_replies(session, workspace),
    }
    for part in further:
        for section, keys_and_values in part.export(session, workspace).items():
            content[section] = {**content.get(section, {}), **keys_and_values}
    return HEADING + yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120)


def _workspace(session: Session, workspace: Workspace) -> dict[str, Any]:
    admins = select(Person.slack_user_id).where(Person.workspace_id == workspace.id, Person.is_desk_admin)
    named = list(session.scalars(admins.order_by(Person.slack_user_id)))
    emoji = {"create": workspace.create_emoji, "resolve": workspace.resolve_emoji, "claim": workspace.claim_emoji}
    marks = {"private_mark": workspace.private_mark, "skip_mark": workspace.skip_mark}
    settings: dict[str, Any] = {"language": workspace.language, "emoji": emoji, **marks}
    if workspace.bot_name is not None:
        settings["bot"] = {"name": workspace.bot_name, "icon": workspace.bot_icon}
    return {"admins": named, **settings} if named else settings


def _priorities(workspace: Workspace) -> list[dict[str, Any]]:
    scale = priority_scales.scale_of(workspace)
    return [
        {"key": str(priority), "name": words.name, "meaning": words.meaning}
        for priority, words in zip(Priority, scale.words, strict=True)
    ]


def _categories(session: Session, workspace: Workspace) -> list[dict[str, Any]]:
    return [
        {"key": category.key, "name": category.name, "priorities": list(category.priorities)}
        for category in categories.list_categories(session, workspace.id)
    ]


def _saved_replies(session: Session, workspace: Workspace) -> list[dict[str, Any]]:
    return [
        {"key": reply.key, "text": reply.text, **({"queue": reply.queue_key} if reply.queue_key else {})}
        for reply in canned_replies.list_all(session, workspace.id)
    ]


def _queue(session: Session, queue: Queue, channels: Sequence[Channel]) -> dict[str, Any]:
    triage = [channel.slack_channel_id for channel in channels if _is_triage_of(queue, channel)]
    return {
        "key": queue.key,
        "name": queue.name,
        **({"default": True} if queue.is_default else {}),
        **({"triage_channel": triage[0]} if triage else {}),
        **({"language": queue.language} if queue.language else {}),
        **_rules(session, queue),
    }


def _rules(session: Session, queue: Queue) -> dict[str, Any]:
    """Return how a queue's team works: every rule, so that the file says all there is."""
    settings = queue_settings.settings_of(queue)
    own = [
        {"key": status.key, "name": status.name, "base": str(status.base)}
        for status in statuses.list_own(session, queue.id, workspace_id=queue.workspace_id)
    ]
    return {
        "triage_replies": str(settings.triage_replies),
        "private_replies": settings.private_replies,
        "statuses": own,
        "assign": str(settings.assign),
        "group_messages_within": written_duration(settings.group_messages_within),
        "close_resolved_after": _length_or_never(settings.close_resolved_after),
        "remind_requester_after": _length_or_never(settings.remind_requester_after),
        "undo_seconds": int(settings.undo_within.total_seconds()),
        "csat": {"ask": settings.asks_for_rating, "scale": settings.rating_scale},
    }


def _length_or_never(length: timedelta | None) -> str:
    return NEVER if length is None else written_duration(length)


def _is_triage_of(queue: Queue, channel: Channel) -> bool:
    return channel.role is ChannelRole.TRIAGE and channel.queue_id == queue.id


def _request(channel: Channel, keys: dict[int | None, str]) -> dict[str, Any]:
    intake = None if channel.intake is None else str(channel.intake)
    return {"channel": channel.slack_channel_id, "queue": keys[channel.queue_id], "intake": intake}
