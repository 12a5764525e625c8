"""Slack's published types as contracts: what may arrive from Slack, and what Slack takes.

Each function returns what is wrong, one line per problem, so that a test reads `assert check_inbound(...) == []`.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import best_match

CONTRACTS = Path(__file__).parents[1] / "data" / "contracts"

INBOUND = {
    "event": "InEvent",
    "envelope": "InEnvelope",
    "block_actions": "InBlockAction",
    "view_submission": "InViewSubmit",
    "view_closed": "InViewClosed",
    "slash_command": "InSlash",
    "shortcut": "InGlobalShortcut",
    "message_action": "InMessageShortcut",
}
"""The kinds of payload Slack sends, and the definition of each."""

OUTGOING = {
    "chat.postMessage": "ChatPostMessage",
    "chat.postEphemeral": "ChatPostEphemeral",
    "chat.update": "ChatUpdate",
    "views.open": "ViewsOpen",
    "views.push": "ViewsPush",
    "views.update": "ViewsUpdate",
    "views.publish": "ViewsPublish",
}
"""The methods whose arguments are defined, and the definition of each."""

STRUCTURED = ("blocks", "attachments", "metadata", "view")


def check_inbound(kind: str, payload: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with a payload from Slack; of an envelope, its event is checked too.

    Args:
        kind: one of `INBOUND`.
        payload: the JSON object, or the fields of a slash command.
    """
    problems = _problems("slack-inbound", INBOUND[kind], payload)
    if kind == "envelope":
        problems += check_inbound("event", _as_published(payload["event"]))
    return problems


def check_outgoing(method: str, args: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the arguments of a call; methods without a definition have nothing wrong.

    Args:
        method: such as `chat.postMessage`.
        args: the arguments, of which the structured ones may be JSON in a string, as a form carries them.
    """
    if method not in OUTGOING:
        return []
    read = {
        name: json.loads(value) if name in STRUCTURED and isinstance(value, str) else value
        for name, value in args.items()
    }
    return _problems("slack-outgoing", OUTGOING[method], read)


def _as_published(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the event as the published types would have it, where Slack is known, and documented, to differ.

    A self-join has no inviter, a reaction to a message without a user no `item_user`, and the message that says a
    channel became private or public has a subtype without a type.
    """
    if event.get("subtype") == "channel_join" and "inviter" not in event:
        return {**event, "inviter": event["user"]}
    if event["type"] in {"reaction_added", "reaction_removed"}:
        return {"item_user": "", **event}
    if str(event.get("subtype")).startswith("channel_convert_to_"):
        return {name: value for name, value in event.items() if name != "subtype"}
    return event


def _problems(contract: str, definition: str, value: Mapping[str, Any]) -> list[str]:
    errors = list(_validator(contract, definition).iter_errors(value))
    if not errors:
        return []
    nearest = best_match(errors)
    lines = {f"{error.json_path}: {error.message[:300]}" for error in [nearest, *(nearest.context or [])]}
    return [f"{definition} {line}" for line in sorted(lines)]


@cache
def _validator(contract: str, definition: str) -> Draft7Validator:
    schema = _schema(contract)
    return Draft7Validator({**schema, "$ref": f"#/definitions/{definition}"})


@cache
def _schema(contract: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((CONTRACTS / f"{contract}.schema.json").read_text())
    return schema
