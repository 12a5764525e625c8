"""The app's manifest: what Deskbell asks of Slack, in one place, written out once for each way events come in.

A test holds it to the code in both directions: every method called has its scopes here, every scope is needed by a
method, an event or the command; every event has a listener and every listener its event.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from bot.domain.desk.typed import SLASH_COMMAND

EVENTS_PATH = "/slack/events"
EXAMPLE_URL = "https://desk.example.com"

REQUIRED_SCOPES: Mapping[str, str] = {
    "app_mentions:read": "make a message that mentions Deskbell a ticket",
    "channels:history": "read requests and replies in the public channels Deskbell is invited to",
    "channels:read": "know those channels by name, who is in them, and whether another company is",
    "chat:write": "post and update cards, replies and notices",
    "commands": "/desk",
    "groups:history": "the same in private channels, which triage channels should be",
    "groups:read": "the same for private channels",
    "im:history": "read replies that a requester writes in their conversation with Deskbell",
    "im:write": "open that conversation",
    "reactions:read": "make a message a ticket when somebody puts the ticket emoji on it",
    "users:read": "show people's names and pictures, and know guests and deactivated accounts",
}
"""Every scope Deskbell cannot work without, and what for."""

OPTIONAL_SCOPES: Mapping[str, str] = {
    "chat:write.customize": "show replies under their author's name and picture; without it the name is in the text",
    "files:write": "send billing contacts their invoices as PDF; without it a message says what they are about",
    "links:read": "be told of links to tickets",
    "links:write": "put previews under those links",
}
"""Scopes an installer may untick, and what for."""

METHOD_SCOPES: Mapping[str, tuple[str, ...]] = {
    "auth.test": (),
    "chat.delete": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write", "chat:write.customize"),
    "chat.unfurl": ("links:write",),
    "chat.update": ("chat:write",),
    "conversations.history": ("channels:history", "groups:history", "im:history"),
    "conversations.info": ("channels:read", "groups:read"),
    "conversations.list": ("channels:read", "groups:read"),
    "conversations.members": ("channels:read", "groups:read"),
    "conversations.open": ("im:write",),
    "conversations.replies": ("channels:history", "groups:history", "im:history"),
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "users.info": ("users:read",),
    "users.list": ("users:read",),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}
"""The Web API methods Deskbell calls, and the scopes they need for the conversations Deskbell is in."""

EVENT_SCOPES: Mapping[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "channel_archive": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_left": ("channels:read",),
    "channel_rename": ("channels:read",),
    "channel_shared": ("channels:read", "groups:read"),
    "channel_unarchive": ("channels:read",),
    "channel_unshared": ("channels:read", "groups:read"),
    "group_archive": ("groups:read",),
    "group_deleted": ("groups:read",),
    "group_left": ("groups:read",),
    "group_rename": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "link_shared": ("links:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "reaction_added": ("reactions:read",),
    "tokens_revoked": (),
    "user_change": ("users:read",),
}
"""The events Deskbell subscribes to, and the scopes Slack asks for them."""


PREVIEW_SCOPES = frozenset({"links:read", "links:write"})
PREVIEW_EVENT = "link_shared"
"""What previews of links to tickets need. Only where a web role is reached from outside has a ticket an address."""


@dataclass(frozen=True)
class Shortcut:
    """A shortcut as Slack offers it. `kind` is `message`, on a message's menu, or `global`, from anywhere."""

    callback_id: str
    kind: str
    name: str
    description: str

    def declared(self) -> dict[str, str]:
        """Return it as the manifest declares it."""
        facts = {"name": self.name, "type": self.kind, "callback_id": self.callback_id}
        return {**facts, "description": self.description}


SHORTCUTS = (
    Shortcut("request.begin", "global", "New request", "Ask for something, or for somebody else"),
    Shortcut("message.make_ticket", "message", "Create ticket", "Make this message and its thread a ticket"),
    Shortcut("message.why", "message", "Why a ticket?", "Tell why this message is a ticket, or is none"),
    Shortcut("message.add_to_ticket", "message", "Add to ticket", "Add this message to a ticket, as a private note"),
)
"""The shortcuts Deskbell offers; a test holds their callback ids to the listeners."""


class Transport(StrEnum):
    """How Slack's events come in."""

    HTTP = "http"
    SOCKET = "socket"


def optional_scopes(transport: Transport) -> Mapping[str, str]:
    """Return the scopes an installer may untick where events come in this way, and what each is for."""
    needless = frozenset() if transport is Transport.HTTP else PREVIEW_SCOPES
    return {scope: purpose for scope, purpose in OPTIONAL_SCOPES.items() if scope not in needless}


def manifest(transport: Transport, *, url: str = EXAMPLE_URL) -> dict[str, Any]:
    """Return the manifest as Slack reads it.

    Args:
        transport: with HTTP, Slack is told where to send; with Socket Mode, the bot calls Slack.
        url: where the web role is reached from outside, without a path; used with HTTP only.
    """
    is_reached = transport is Transport.HTTP
    request_url = {"request_url": url.rstrip("/") + EVENTS_PATH} if is_reached else {}
    events = EVENT_SCOPES.keys() - (frozenset() if is_reached else {PREVIEW_EVENT})
    return {
        "_metadata": {"major_version": 2},
        "display_information": {
            "name": "Deskbell",
            "description": "A helpdesk that lives in Slack",
            "background_color": "#1264A3",
        },
        "features": {**_features(request_url.get("request_url")), **(_unfurling(url) if is_reached else {})},
        "oauth_config": {
            "scopes": {"bot": sorted(REQUIRED_SCOPES), "bot_optional": sorted(optional_scopes(transport))}
        },
        "settings": {
            "event_subscriptions": {**request_url, "bot_events": sorted(events)},
            "interactivity": {"is_enabled": True, **request_url},
            "org_deploy_enabled": False,
            "socket_mode_enabled": transport is Transport.SOCKET,
            "token_rotation_enabled": False,
        },
    }


def _unfurling(url: str) -> dict[str, Any]:
    """Return the domain whose links Slack tells of: that of the tickets' own addresses."""
    return {"unfurl_domains": [urlsplit(url).hostname]}


def _features(command_url: str | None) -> dict[str, Any]:
    """Return the bot, its Home tab, its conversations and its command."""
    command = {
        "command": SLASH_COMMAND,
        **({} if command_url is None else {"url": command_url}),
        "description": "Ask for help, and see your requests",
        "usage_hint": "new | list | show IT-1 | find words | settings | help",
        "should_escape": True,
    }
    return {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "bot_user": {"display_name": "Deskbell", "always_online": True},
        "slash_commands": [command],
        "shortcuts": [shortcut.declared() for shortcut in SHORTCUTS],
    }


def manifest_text(transport: Transport, *, url: str = EXAMPLE_URL) -> str:
    """Return the manifest as the text of a YAML file, with a first line that says where it comes from."""
    head = (
        f"# Written by `python -m bot manifest`; the source is bot/manifest.py. Events come in by {WORDS[transport]}.\n"
    )
    return head + yaml.safe_dump(manifest(transport, url=url), sort_keys=False, allow_unicode=True, width=120)


WORDS: Mapping[Transport, str] = {Transport.HTTP: "HTTP", Transport.SOCKET: "Socket Mode"}
"""The transports as people call them."""


def write_manifests(folder: Path, *, url: str = EXAMPLE_URL) -> list[Path]:
    """Write `manifest.http.yaml` and `manifest.socket.yaml` into `folder` and return their paths."""
    paths = []
    for transport in Transport:
        path = folder / f"manifest.{transport}.yaml"
        path.write_text(manifest_text(transport, url=url), encoding="utf-8")
        paths.append(path)
    return paths
