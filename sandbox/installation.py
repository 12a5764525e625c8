"""The app as it is installed in the workspace: what its manifest declares and what was granted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

EVENT_SCOPES: Mapping[str, frozenset[str]] = {
    "app_mention": frozenset({"app_mentions:read"}),
    "channel_archive": frozenset({"channels:read"}),
    "channel_created": frozenset({"channels:read"}),
    "channel_deleted": frozenset({"channels:read"}),
    "channel_left": frozenset({"channels:read"}),
    "channel_rename": frozenset({"channels:read"}),
    "channel_shared": frozenset({"channels:read", "groups:read"}),
    "channel_unarchive": frozenset({"channels:read"}),
    "channel_unshared": frozenset({"channels:read", "groups:read"}),
    "group_archive": frozenset({"groups:read"}),
    "group_deleted": frozenset({"groups:read"}),
    "group_left": frozenset({"groups:read"}),
    "group_rename": frozenset({"groups:read"}),
    "group_unarchive": frozenset({"groups:read"}),
    "link_shared": frozenset({"links:read"}),
    "member_joined_channel": frozenset({"channels:read", "groups:read"}),
    "member_left_channel": frozenset({"channels:read", "groups:read"}),
    "message.channels": frozenset({"channels:history"}),
    "message.groups": frozenset({"groups:history"}),
    "message.im": frozenset({"im:history"}),
    "message.mpim": frozenset({"mpim:history"}),
    "pin_added": frozenset({"pins:read"}),
    "reaction_added": frozenset({"reactions:read"}),
    "reaction_removed": frozenset({"reactions:read"}),
    "team_join": frozenset({"users:read"}),
    "user_change": frozenset({"users:read"}),
}
"""The scopes of which an event needs one; events that are not listed need none."""


CLIENT_ID = "1234567890.0987654321"
CLIENT_SECRET = "client-secret-of-the-sandbox"  # noqa: S105  there is nothing to protect


@dataclass(frozen=True)
class SlashCommand:
    """A command the manifest declares."""

    command: str
    should_escape: bool
    description: str = ""
    usage_hint: str = ""


ShortcutType: TypeAlias = Literal["message", "global"]
"""Where a shortcut is offered: on each message's menu, or from anywhere."""


@dataclass(frozen=True)
class Shortcut:
    """A shortcut the manifest declares."""

    type: ShortcutType
    name: str
    callback_id: str
    description: str = ""


@dataclass(kw_only=True)
class Installation:
    """What the workspace knows of the app.

    `granted` may shrink (an installer who unticks an optional scope) and `is_revoked` may become true while it runs.
    """

    app_id: str
    bot_id: str
    bot_user_id: str
    name: str
    bot_token: str
    app_token: str
    signing_secret: str
    granted: frozenset[str]
    subscriptions: frozenset[str]
    commands: Mapping[str, SlashCommand]
    has_home_tab: bool
    shortcuts: Sequence[Shortcut] = ()
    redirect_urls: Sequence[str] = ()
    unfurl_domains: Sequence[str] = ()
    options_url: str | None = None
    declared_scopes: frozenset[str] = frozenset()
    optional_scopes: frozenset[str] = frozenset()
    client_id: str = CLIENT_ID
    client_secret: str = field(default=CLIENT_SECRET, repr=False)
    is_revoked: bool = False
    verification_token: str = field(default="verification-token-of-the-sandbox", repr=False)

    def wants(self, subscription: str) -> bool:
        """Return whether events of this subscription (`message.channels`, `reaction_added`) are sent to the app."""
        needed = EVENT_SCOPES.get(subscription)
        is_allowed = needed is None or bool(needed & self.granted)
        return subscription in self.subscriptions and is_allowed and not self.is_revoked


def declared_scopes(manifest: Mapping[str, Any]) -> frozenset[str]:
    """Return every bot scope of a manifest, the optional ones included."""
    scopes = manifest.get("oauth_config", {}).get("scopes", {})
    return frozenset([*scopes.get("bot", []), *scopes.get("bot_optional", [])])


def declared_optional_scopes(manifest: Mapping[str, Any]) -> frozenset[str]:
    """Return the bot scopes an installer may untick."""
    return frozenset(manifest.get("oauth_config", {}).get("scopes", {}).get("bot_optional", []))


def declared_redirect_urls(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the addresses to which an installer may be sent back."""
    return tuple(manifest.get("oauth_config", {}).get("redirect_urls", []))


def declared_options_url(manifest: Mapping[str, Any]) -> str | None:
    """Return where the options of menus are asked for over HTTP, or None; the sandbox asks where the app listens."""
    url: str | None = manifest.get("settings", {}).get("interactivity", {}).get("message_menu_options_url")
    return url


def declared_unfurl_domains(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the domains whose links the app is told of."""
    return tuple(manifest.get("features", {}).get("unfurl_domains", []))


def declared_shortcuts(manifest: Mapping[str, Any]) -> tuple[Shortcut, ...]:
    """Return the shortcuts of a manifest, in its order."""
    declared = manifest.get("features", {}).get("shortcuts", [])
    return tuple(
        Shortcut(each["type"], each["name"], each["callback_id"], str(each.get("description", ""))) for each in declared
    )


def declared_commands(manifest: Mapping[str, Any]) -> dict[str, SlashCommand]:
    """Return the slash commands of a manifest by their word, such as `/desk`."""
    declared = manifest.get("features", {}).get("slash_commands", [])
    return {each["command"]: _command(each) for each in declared}


def _command(declared: Mapping[str, Any]) -> SlashCommand:
    return SlashCommand(
        declared["command"],
        bool(declared.get("should_escape", False)),
        description=str(declared.get("description", "")),
        usage_hint=str(declared.get("usage_hint", "")),
    )


def declared_events(manifest: Mapping[str, Any]) -> frozenset[str]:
    """Return the bot events a manifest subscribes to."""
    return frozenset(manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", []))


def declares_socket_mode(manifest: Mapping[str, Any]) -> bool:
    """Return whether a manifest has everything come down a socket instead of over HTTP."""
    return bool(manifest.get("settings", {}).get("socket_mode_enabled", False))


def declares_home_tab(manifest: Mapping[str, Any]) -> bool:
    """Return whether a manifest switches the Home tab on."""
    return bool(manifest.get("features", {}).get("app_home", {}).get("home_tab_enabled", False))
