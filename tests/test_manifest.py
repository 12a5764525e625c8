"""The manifest asks for exactly what the code uses, and the written files are what the source says."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import bot
from bot.domain.desk.typed import SLASH_COMMAND
from bot.manifest import (
    EVENT_SCOPES,
    METHOD_SCOPES,
    OPTIONAL_SCOPES,
    PREVIEW_EVENT,
    PREVIEW_SCOPES,
    REQUIRED_SCOPES,
    Transport,
    manifest,
    manifest_text,
)
from sandbox.installation import EVENT_SCOPES as SLACKS_EVENT_SCOPES

CODE = Path(bot.__file__).parent
REPOSITORY = CODE.parent
DECLARED = REQUIRED_SCOPES.keys() | OPTIONAL_SCOPES.keys()


def nodes_of(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def methods_called() -> set[str]:
    """The Web API methods the adapters call with a bot token: `self._web.chat_postMessage` is `chat.postMessage`."""
    return {
        node.attr.replace("_", ".", 1)
        for path in (CODE / "gateways").glob("slack*.py")
        for node in nodes_of(path)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "_web"
        if node.attr != "apps_connections_open"  # asked with the app-level token, which has scopes of its own
    }


def listened_to(kind: str) -> set[str]:
    """What the listeners register for: the first argument of every `@app.event(…)` or `@app.command(…)`."""
    found: set[str] = set()
    for path in (CODE / "listeners").rglob("*.py"):
        for node in nodes_of(path):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == kind:
                found |= {str(each.value) for each in node.args if isinstance(each, ast.Constant)}
                found |= {
                    SLASH_COMMAND for each in node.args if isinstance(each, ast.Name) and each.id == "SLASH_COMMAND"
                }
    return found


def test_every_method_called_is_in_the_table_and_the_reverse() -> None:
    called = methods_called()

    assert called == set(METHOD_SCOPES)


def test_every_scope_a_method_or_event_needs_is_asked_for() -> None:
    needed = {scope for scopes in (*METHOD_SCOPES.values(), *EVENT_SCOPES.values()) for scope in scopes}

    assert needed <= DECLARED


def test_every_scope_asked_for_is_needed() -> None:
    needed = {scope for scopes in (*METHOD_SCOPES.values(), *EVENT_SCOPES.values()) for scope in scopes}

    assert needed | {"commands"} >= DECLARED
    assert not REQUIRED_SCOPES.keys() & OPTIONAL_SCOPES.keys()


def test_every_event_subscribed_to_has_a_listener_and_the_reverse() -> None:
    subscribed = {event.partition(".")[0] for event in EVENT_SCOPES}

    assert subscribed == listened_to("event")


def test_the_command_has_a_listener() -> None:
    commands = [each["command"] for each in manifest(Transport.HTTP)["features"]["slash_commands"]]

    assert commands == [SLASH_COMMAND] == sorted(listened_to("command"))


@pytest.mark.parametrize("event", sorted(EVENT_SCOPES))
def test_the_stand_in_for_slack_asks_the_same_scopes_for_an_event(event: str) -> None:
    asked = SLACKS_EVENT_SCOPES.get(event, frozenset())

    assert set(EVENT_SCOPES[event]) <= asked


@pytest.mark.parametrize("transport", list(Transport))
def test_the_written_file_is_what_the_source_says(transport: Transport) -> None:
    written = (REPOSITORY / f"manifest.{transport}.yaml").read_text(encoding="utf-8")

    assert written == manifest_text(transport), "run `python -m bot manifest --write .`"


def test_optional_scopes_are_optional() -> None:
    scopes = manifest(Transport.HTTP)["oauth_config"]["scopes"]

    assert scopes["bot_optional"] == sorted(OPTIONAL_SCOPES)
    assert scopes["bot"] == sorted(REQUIRED_SCOPES)


def test_over_http_slack_is_told_one_address_for_everything() -> None:
    said = manifest(Transport.HTTP, url="https://help.acme.example/")

    addresses = {
        said["settings"]["event_subscriptions"]["request_url"],
        said["settings"]["interactivity"]["request_url"],
        said["features"]["slash_commands"][0]["url"],
    }
    assert addresses == {"https://help.acme.example/slack/events"}
    assert said["settings"]["socket_mode_enabled"] is False


def test_over_http_slack_tells_of_links_to_the_tickets_own_addresses() -> None:
    said = manifest(Transport.HTTP, url="https://help.acme.example:8443/")

    assert said["features"]["unfurl_domains"] == ["help.acme.example"]
    assert PREVIEW_EVENT in said["settings"]["event_subscriptions"]["bot_events"]


def test_over_a_socket_tickets_have_no_address_and_nothing_is_asked_for_previews() -> None:
    said = manifest(Transport.SOCKET)

    assert "unfurl_domains" not in said["features"]
    assert said["settings"]["event_subscriptions"]["bot_events"] == sorted(EVENT_SCOPES.keys() - {PREVIEW_EVENT})
    assert said["oauth_config"]["scopes"]["bot_optional"] == sorted(OPTIONAL_SCOPES.keys() - PREVIEW_SCOPES)


def test_over_a_socket_slack_is_told_no_address() -> None:
    text = manifest_text(Transport.SOCKET)

    assert "url" not in text.replace("source is", "")
    assert yaml.safe_load(text)["settings"]["socket_mode_enabled"] is True
