"""The events of the Events API, one function for each, and the envelope they travel in."""

import time
from typing import Any
from uuid import uuid4

from sandbox.installation import Installation
from sandbox.payload import Payload
from sandbox.workspace import Channel, Message, Workspace

CHANNEL_TYPES = {"channel": "channel", "group": "group", "im": "im", "mpim": "mpim"}
MESSAGE_SUBSCRIPTIONS = {
    "channel": "message.channels",
    "group": "message.groups",
    "im": "message.im",
    "mpim": "message.mpim",
}


def subscription_of(event: Payload) -> str:
    """Return the name under which a manifest subscribes to this event."""
    if event["type"] == "message":
        return MESSAGE_SUBSCRIPTIONS[event["channel_type"]]
    return str(event["type"])


def envelope(event: Payload, workspace: Workspace, app: Installation, *, is_shared: bool) -> Payload:
    """Wrap an event as it is sent; the id is new, so a retry must send the same envelope."""
    return {
        "token": app.verification_token,
        "team_id": workspace.team_id,
        "context_team_id": workspace.team_id,
        "context_enterprise_id": None,
        "api_app_id": app.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{uuid4().hex[:14].upper()}",
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.team_id,
                "user_id": app.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": is_shared,
        "event_context": f"4-{uuid4().hex}",
    }


def message_posted(body: Payload, channel: Channel) -> Payload:
    """Return the `message` event of a new message; `body` is the message as it is drawn."""
    listed = {"reply_count", "reply_users", "reply_users_count", "latest_reply", "is_locked"}
    plain = {name: value for name, value in body.items() if name not in listed}
    return plain | {"channel": channel.id, "event_ts": body["ts"], "channel_type": CHANNEL_TYPES[channel.kind]}


def app_mentioned(body: Payload, channel: Channel, *, ts: str) -> Payload:
    """Return the `app_mention` event that goes with the `message` event of the same message, or of its edit at `ts`."""
    kept = (
        "client_msg_id", "text", "user", "ts", "team", "thread_ts", "parent_user_id", "blocks", "files", "edited",
        "bot_id", "username",
    )  # fmt: skip
    found = {name: body[name] for name in kept if name in body}
    return {"type": "app_mention", **found, "channel": channel.id, "event_ts": ts}


def message_changed(body: Payload, previous: Payload, channel: Channel, *, ts: str) -> Payload:
    """Return the event of an edit, or of a thread's root that became a tombstone."""
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "message": body,
        "previous_message": previous,
        **_place(channel, ts),
    }


def message_deleted(previous: Payload, channel: Channel, *, ts: str) -> Payload:
    """Return the event of a deletion."""
    return {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "deleted_ts": previous["ts"],
        "previous_message": previous,
        **_place(channel, ts),
    }


def membership_changed(change: str, user: str, team: str, channel: Channel, *, ts: str, inviter: str | None) -> Payload:
    """Return `member_joined_channel` or `member_left_channel`; a self-join has no inviter."""
    event = {
        "type": change,
        "user": user,
        "channel": channel.id,
        "channel_type": "G" if channel.is_private else "C",
        "team": team,
        "event_ts": ts,
    }
    return event | ({"inviter": inviter} if inviter is not None else {})


def app_left(channel: Channel, *, actor: str, ts: str) -> Payload:
    """Return what the app hears when it was removed from a channel itself."""
    kind = "group_left" if channel.is_private else "channel_left"
    return {"type": kind, "channel": channel.id, "actor_id": actor, "event_ts": ts}


def reaction(change: str, user: str, name: str, message: Message, *, ts: str) -> Payload:
    """Return `reaction_added` or `reaction_removed`; a message without a user, as some of bots, has no `item_user`."""
    item = {"type": "message", "channel": message.channel_id, "ts": message.ts}
    author = {"item_user": message.user} if message.user is not None else {}
    return {"type": change, "user": user, "reaction": name, "item": item, **author, "event_ts": ts}


def link_shared(links: Payload, *, thread_ts: str | None, ts: str) -> Payload:
    """Return the event of links to the app's domains; `links` says which, where and whose."""
    thread = {"thread_ts": thread_ts} if thread_ts is not None else {}
    return {"type": "link_shared", **links, **thread, "event_ts": ts}


def pin_added(user: str, message: Message, body: Payload, *, ts: str) -> Payload:
    """Return `pin_added`."""
    item = {"type": "message", "channel": message.channel_id, "created": int(time.time()), "created_by": user}
    item |= {"message": {"user": user, **body, "permalink": ""}}
    return {
        "type": "pin_added",
        "user": user,
        "channel_id": message.channel_id,
        "item": item,
        "item_user": message.user or user,
        "pin_count": "1",
        "pinned_info": {"channel": message.channel_id, "pinned_by": user, "pinned_ts": int(float(ts))},
        "event_ts": ts,
    }


def app_home_opened(user: str, channel: Channel, view: Payload | None, *, ts: str) -> Payload:
    """Return the event of a visit to the app's Home tab, with the view once one was published."""
    event = {"type": "app_home_opened", "user": user, "channel": channel.id, "tab": "home", "event_ts": ts}
    return event | ({"view": view} if view is not None else {})


def user_event(kind: str, body: Payload, *, ts: str) -> Payload:
    """Return `user_change` or `team_join`."""
    return {"type": kind, "user": body, "cache_ts": int(time.time()), "event_ts": ts}


def channel_state(change: str, channel: Channel, actor: str, *, ts: str) -> Payload:
    """Return `channel_archive` or `channel_unarchive`, or their `group_` twins."""
    event: dict[str, Any] = {"channel": channel.id, "user": actor, "event_ts": ts}
    if not channel.is_private:
        return {"type": f"channel_{change}", **event}
    return {"type": f"group_{change}", **event, "actor_id": actor, "is_moved": 0}


def channel_deleted(channel: Channel, actor: str, *, ts: str) -> Payload:
    """Return `channel_deleted` or `group_deleted`."""
    event: dict[str, Any] = {"channel": channel.id, "event_ts": ts}
    if not channel.is_private:
        return {"type": "channel_deleted", **event}
    return {"type": "group_deleted", **event, "actor_id": actor, "date_deleted": int(float(ts))}


def channel_renamed(channel: Channel, *, ts: str) -> Payload:
    """Return `channel_rename` or `group_rename`."""
    about = {
        "id": channel.id,
        "is_channel": not channel.is_private,
        "is_mpim": False,
        "name": channel.name,
        "name_normalized": channel.name,
        "created": channel.created,
    }
    return {"type": "group_rename" if channel.is_private else "channel_rename", "channel": about, "event_ts": ts}


def channel_created(body: Payload, *, ts: str) -> Payload:
    """Return `channel_created`; private channels are never announced."""
    return {"type": "channel_created", "channel": body, "event_ts": ts}


def channel_sharing(channel: Channel, team: str, *, is_shared: bool, ts: str) -> Payload:
    """Return `channel_shared`, or `channel_unshared` when the last step was the end of it."""
    if is_shared:
        return {"type": "channel_shared", "connected_team_id": team, "channel": channel.id, "event_ts": ts}
    return {
        "type": "channel_unshared",
        "previously_connected_team_id": team,
        "channel": channel.id,
        "is_ext_shared": bool(channel.shared_with),
        "event_ts": ts,
    }


def app_uninstalled(*, ts: str) -> Payload:
    """Return the event of the app's end in the workspace."""
    return {"type": "app_uninstalled", "event_ts": ts}


def tokens_revoked(bot_user_id: str, *, ts: str) -> Payload:
    """Return the event of a revoked bot token."""
    return {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [bot_user_id]}, "event_ts": ts}


def _place(channel: Channel, ts: str) -> Payload:
    return {"channel": channel.id, "ts": ts, "event_ts": ts, "channel_type": CHANNEL_TYPES[channel.kind]}
