"""Slack's published types as contracts: what may arrive from Slack, and what Slack takes.

Each function returns what is wrong, one line per problem, so that a test reads `assert check_inbound(...) == []`.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError, best_match
from jsonschema.validators import extend

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

DEFINITIONS = "#/definitions/"
"""What the contracts' references begin with: none leaves its file."""

BY_TYPE = "byType"
"""A keyword of our own: the schema for each value of `type`; see `_by_type`."""

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
    errors = list(validator(contract, definition).iter_errors(value))
    if not errors:
        return []
    nearest = best_match(errors)
    lines = {f"{error.json_path}: {error.message[:300]}" for error in [nearest, *(nearest.context or [])]}
    return [f"{definition} {line}" for line in sorted(lines)]


@cache
def validator(contract: str, definition: str) -> Draft7Validator:
    """Return what tells whether something is as `definition` of `contract` says, as JSON Schema understands it.

    Args:
        contract: `slack-inbound` or `slack-outgoing`.
        definition: a name among the contract's definitions, such as `ChatPostMessage`.
    """
    schema: dict[str, Any] = _by_type(json.loads((CONTRACTS / f"{contract}.schema.json").read_text()))
    keywords = {BY_TYPE: _check_by_type, "$ref": partial(_check_as_defined, schema["definitions"])}
    reader: type[Draft7Validator] = extend(Draft7Validator, keywords)  # type: ignore[no-untyped-call]  # it has no types
    return reader({**schema, "$ref": f"{DEFINITIONS}{definition}"})


def _by_type(schema: Any) -> Any:
    """Return the schema with "all of: if it is a button, …; if it is a menu, …" said as a choice by type.

    The contracts say so for twenty types of everything. To go into the nineteen others is most of a check's time.
    """
    if isinstance(schema, list):
        return [_by_type(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    read = {keyword: _by_type(value) for keyword, value in schema.items()}
    choices = {
        part["if"]["properties"]["type"]["const"]: part["then"]
        for part in read.get("allOf", [])
        if part == _if_it_is(part.get("if", {}).get("properties", {}).get("type", {}).get("const"), part.get("then"))
    }
    if len(choices) < len(read.get("allOf", [])) or not choices:
        return read
    return {keyword: value for keyword, value in read.items() if keyword != "allOf"} | {BY_TYPE: choices}


def _if_it_is(type_: object, then: object) -> dict[str, Any]:
    return {"if": {"properties": {"type": {"const": type_}}, "required": ["type"]}, "then": then}


def _check_as_defined(
    definitions: dict[str, Any], reader: Draft7Validator, reference: str, value: object, _: object
) -> Iterator[ValidationError]:
    """Go on with what a reference names. To look it up as an address each time takes a quarter of a check."""
    yield from reader.descend(value, definitions[unquote(reference.removeprefix(DEFINITIONS))])


def _check_by_type(
    reader: Draft7Validator, choices: dict[str, Any], value: object, _: object
) -> Iterator[ValidationError]:
    if not isinstance(value, dict):
        for type_, schema in choices.items():  # "if" is about objects: of anything else, all of it is asked
            yield from reader.descend(value, schema, schema_path=type_)
    elif isinstance(own_type := value.get("type"), str) and own_type in choices:
        yield from reader.descend(value, choices[own_type], schema_path=own_type)
