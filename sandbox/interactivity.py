"""What people do to the app: commands typed, buttons pressed, forms sent and closed. Slack retries none of it."""

from collections.abc import Awaitable
from typing import Any

from sandbox.payload import Payload
from sandbox.platform import Platform
from sandbox.replies import NoReply, Reply
from sandbox.surfaces import View
from sandbox.wire import WireEntry
from sandbox.workspace import Channel, Message, Person


async def send_command(platform: Platform, person: Person, channel: Channel, command: str, text: str) -> Reply | None:
    """Send a slash command and return the app's answer, or None when none came in time."""
    fields = {
        "token": platform.app.verification_token,
        "team_id": platform.workspace.team_id,
        "team_domain": platform.workspace.domain,
        "channel_id": channel.id,
        "channel_name": conversation_name(channel),
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": text,
        "api_app_id": platform.app.app_id,
        "is_enterprise_install": "false",
        "response_url": platform.response_urls.issue(channel.id, person.id),
        "trigger_id": platform.triggers.issue(person.id),
    }
    return await _answered(platform, "slash_command", fields, platform.endpoint.send_command(fields))


async def send_message_action(
    platform: Platform, person: Person, channel: Channel, message: Message, action: Payload, values: Payload
) -> Reply | None:
    """Send a press or a choice on a message's element, attachments included, and return the app's answer, or None."""
    payload = _common(platform, person, "block_actions") | {
        **about_message(platform, channel, message, attachment=_find_attachment(message, action["block_id"])),
        "trigger_id": platform.triggers.issue(person.id),
        "state": {"values": values},
        "response_url": platform.response_urls.issue(channel.id, person.id, message_ts=message.ts),
        "actions": [action | {"action_ts": platform.workspace.next_ts()}],
    }
    return await _send(platform, payload)


async def send_suggestion_request(platform: Platform, person: Person, asked: Payload) -> Reply | None:
    """Ask the app for the options of a menu while somebody types, and return its answer, or None.

    Args:
        platform: the platform.
        person: who types.
        asked: where (`container` with `view`, or with `channel` and `message`), `block_id`, `action_id`, and `value`,
            which are the words typed.
    """
    return await _send(platform, _common(platform, person, "block_suggestion") | asked)


async def send_view_action(platform: Platform, person: Person, view: View, action: Payload) -> Reply | None:
    """Send a press or a choice in a modal or on a Home tab and return the app's answer, or None."""
    payload = _common(platform, person, "block_actions") | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": platform.triggers.issue(person.id, view_id=view.id),
        "view": platform.draw_view(view),
        "response_url": "",
        "actions": [action | {"action_ts": platform.workspace.next_ts()}],
    }
    return await _send(platform, payload)


async def send_message_shortcut(
    platform: Platform, person: Person, channel: Channel, message: Message, callback_id: str
) -> Reply | None:
    """Send the use of a shortcut on a message and return the app's answer, or None."""
    payload = _common(platform, person, "message_action") | {
        "action_ts": platform.workspace.next_ts(),
        "callback_id": callback_id,
        "trigger_id": platform.triggers.issue(person.id),
        "response_url": platform.response_urls.issue(channel.id, person.id),
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": conversation_name(channel)},
        "message": platform.shape.draw(message),
    }
    return await _send(platform, payload)


async def send_global_shortcut(platform: Platform, person: Person, callback_id: str) -> Reply | None:
    """Send the use of a shortcut from anywhere and return the app's answer, or None."""
    payload = _common(platform, person, "shortcut") | {
        "action_ts": platform.workspace.next_ts(),
        "callback_id": callback_id,
        "trigger_id": platform.triggers.issue(person.id),
    }
    return await _send(platform, payload)


async def send_submission(platform: Platform, person: Person, view: View) -> Reply | None:
    """Send a filled form and return the app's answer, or None."""
    payload = _common(platform, person, "view_submission") | {
        "trigger_id": platform.triggers.issue(person.id, view_id=view.id),
        "view": platform.draw_view(view),
        "response_urls": [],
    }
    return await _send(platform, payload)


async def send_closed(platform: Platform, person: Person, view: View, *, is_cleared: bool) -> Reply | None:
    """Tell the app that a form was closed and return its answer, or None."""
    drawn = {"view": platform.draw_view(view), "is_cleared": is_cleared}
    return await _send(platform, _common(platform, person, "view_closed") | drawn)


def about_message(
    platform: Platform, channel: Channel, message: Message, *, attachment: Payload | None = None
) -> Payload:
    """Return what payloads say of the message they come from; of an ephemeral one they do not carry the content.

    Of the preview of a link they carry the preview, as `app_unfurl`, and not the message, which is somebody else's.
    """
    is_ephemeral = message.seen_by is not None
    container: Payload = {"type": "message", "message_ts": message.ts, "channel_id": channel.id}
    container["is_ephemeral"] = is_ephemeral
    if message.thread_ts is not None:
        container["thread_ts"] = message.thread_ts
    about = {"container": container, "channel": {"id": channel.id, "name": conversation_name(channel)}}
    if attachment is not None:
        container |= {"type": "message_attachment", "attachment_id": attachment["id"]}
    if attachment is not None and attachment.get("is_app_unfurl"):
        container |= {"is_app_unfurl": True, "app_unfurl_url": attachment["app_unfurl_url"]}
        return about | {"app_unfurl": attachment}
    return about if is_ephemeral else about | {"message": platform.shape.draw(message)}


def conversation_name(channel: Channel) -> str:
    """Return a conversation's name as payloads show it."""
    return {"im": "directmessage", "group": "privategroup"}.get(channel.kind, channel.name)


def _find_attachment(message: Message, block_id: str) -> Payload | None:
    inside = (each for each in message.attachments if any(b["block_id"] == block_id for b in each.get("blocks", ())))
    return next(inside, None)


def _common(platform: Platform, person: Person, kind: str) -> Payload:
    workspace = platform.workspace
    return {
        "type": kind,
        "token": platform.app.verification_token,
        "team": {"id": workspace.team_id, "domain": workspace.domain},
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": person.team_id},
        "api_app_id": platform.app.app_id,
        "enterprise": None,
        "is_enterprise_install": False,
    }


async def _send(platform: Platform, payload: Payload) -> Reply | None:
    return await _answered(platform, payload["type"], payload, platform.endpoint.send_interaction(payload))


async def _answered(platform: Platform, kind: str, request: Payload, sending: Awaitable[Reply]) -> Reply | None:
    fields: dict[str, Any] = {"direction": "to_app", "kind": kind, "request": request}
    platform.interactions_under_way += 1
    try:
        reply = await sending
    except NoReply as error:
        platform.wire.record(WireEntry(**fields, error=error.reason))
        return None
    finally:
        platform.interactions_under_way -= 1
    platform.wire.record(WireEntry(**fields, answer=reply.body, status=reply.status))
    return reply
