"""What the sandbox's tests share: a manifest, an app that listens, and a running sandbox."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox.server import SandboxServer
from tests.sandbox.listening_app import ListeningApp

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Deskbell"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "unfurl_domains": ["desk.example.com"],
        "slash_commands": [{"command": "/desk", "should_escape": True}, {"command": "/raw", "should_escape": False}],
        "shortcuts": [
            {"type": "message", "name": "Make a Ticket", "callback_id": "make_ticket", "description": "of a message"},
            {"type": "global", "name": "New Request", "callback_id": "new_request", "description": "from anywhere"},
        ],
    },
    "oauth_config": {
        "redirect_urls": ["https://desk.example.com/slack"],
        "scopes": {
            "bot": [
                "app_mentions:read", "channels:history", "channels:join", "channels:manage", "channels:read",
                "chat:write", "commands", "files:read", "files:write", "groups:history", "groups:read", "groups:write",
                "im:history", "im:read", "im:write", "links:read", "links:write", "mpim:history",
                "mpim:read", "mpim:write", "pins:write", "pins:read", "reactions:read", "reactions:write", "team:read",
                "usergroups:read", "users:read",
            ],
            "bot_optional": ["chat:write.customize", "users:read.email"],
        }
    },
    "settings": {
        "interactivity": {
            "is_enabled": True,
            "request_url": "https://desk.example.com/slack/events",
            "message_menu_options_url": "https://desk.example.com/slack/events",
        },
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened", "app_mention", "app_uninstalled", "channel_archive", "channel_created",
                "channel_deleted", "channel_left", "channel_rename", "channel_shared", "channel_unarchive",
                "channel_unshared", "group_archive", "group_deleted", "group_left", "group_rename", "group_unarchive",
                "link_shared", "member_joined_channel", "member_left_channel", "message.channels", "message.groups",
                "message.im", "message.mpim", "pin_added", "reaction_added", "reaction_removed", "team_join",
                "tokens_revoked", "user_change",
            ]
        }
    },
}  # fmt: skip

StartSandbox = Callable[..., SandboxServer]


@pytest.fixture
def app() -> Iterator[ListeningApp]:
    """An app that answers everything with 200."""
    listening = ListeningApp()
    yield listening
    listening.close()


@pytest.fixture
def start_sandbox(app: ListeningApp) -> Iterator[StartSandbox]:
    """Start sandboxes for that app; by default without rate limits and with quick retries."""
    with ExitStack() as stack:

        def start(**changes: Any) -> SandboxServer:
            settings = {"events_url": app.url, "rate_scale": None, "retry_delays": (0, 0.01, 0.02)} | changes
            manifest = settings.pop("manifest", MANIFEST)
            return stack.enter_context(SandboxServer(manifest, **settings))

        yield start


@pytest.fixture
def sandbox(start_sandbox: StartSandbox) -> SandboxServer:
    """A running sandbox."""
    return start_sandbox()


@pytest.fixture
def web(sandbox: SandboxServer) -> WebClient:
    """The app's client of the Web API; it tries nothing twice."""
    return client_of(sandbox)


def client_of(sandbox: SandboxServer, token: str | None = None) -> WebClient:
    """Return a client that tries nothing twice."""
    return WebClient(token=token or sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])


def button(action_id: str = "ticket.claim", value: str = "7", **more: Any) -> dict[str, Any]:
    """Return an actions block with one button."""
    text = {"type": "plain_text", "text": "Claim"}
    pressed = {"type": "button", "action_id": action_id, "text": text, "value": value, **more}
    return {"type": "actions", "block_id": "buttons", "elements": [pressed]}


def form(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a modal with these blocks."""
    title = {"type": "plain_text", "text": "New request"}
    send = {"type": "plain_text", "text": "Send"}
    return {"type": "modal", "callback_id": "new", "title": title, "submit": send, "blocks": list(blocks), **more}


def text_input(block_id: str = "summary", **more: Any) -> dict[str, Any]:
    """Return an input block for a line of text."""
    label = {"type": "plain_text", "text": "Summary"}
    element = {"type": "plain_text_input", "action_id": "typed"}
    return {"type": "input", "block_id": block_id, "label": label, "element": element, **more}


def external_menu(action_id: str = "pick", **more: Any) -> dict[str, Any]:
    """Return an actions block with a menu whose options the app keeps."""
    placeholder = {"type": "plain_text", "text": "Pick"}
    menu = {"type": "external_select", "action_id": action_id, "placeholder": placeholder, **more}
    return {"type": "actions", "block_id": "menus", "elements": [menu]}


def option(value: str, label: str | None = None) -> dict[str, Any]:
    """Return an option of a menu."""
    return {"text": {"type": "plain_text", "text": label or value.title()}, "value": value}
