"""The arguments of Web API calls: what each method must have, may have, and refuses."""

import inspect
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from slack_sdk import WebClient

from sandbox.arguments import METHOD_ARGUMENTS, check_arguments, read_arguments
from tests.sandbox.blockkit import samples

TS = "1795617000.000100"
MODAL, HOME = samples.modal(samples.divider()), samples.home(samples.divider())
MESSAGE = {"channel": "C1", "timestamp": TS}

CALLS: Mapping[str, dict[str, Any]] = {
    "apps.connections.open": {},
    "auth.revoke": {},
    "auth.test": {},
    "bots.info": {},
    "chat.delete": {"channel": "C1", "ts": TS},
    "chat.getPermalink": {"channel": "C1", "message_ts": TS},
    "chat.postEphemeral": {"channel": "C1", "user": "U1", "text": "Hello"},
    "chat.postMessage": {"channel": "C1", "text": "Hello"},
    "chat.scheduleMessage": {"channel": "C1", "post_at": 1795617000, "text": "Hello"},
    "chat.unfurl": {"channel": "C1", "ts": TS, "unfurls": {"https://desk.example.com": {"text": "hi"}}},
    "chat.update": {"channel": "C1", "ts": TS, "text": "Hello"},
    "conversations.create": {"name": "hr-help"},
    "conversations.history": {"channel": "C1"},
    "conversations.info": {"channel": "C1"},
    "conversations.invite": {"channel": "C1", "users": "U1,U2"},
    "conversations.join": {"channel": "C1"},
    "conversations.leave": {"channel": "C1"},
    "conversations.list": {},
    "conversations.members": {"channel": "C1"},
    "conversations.open": {"users": "U1"},
    "conversations.replies": {"channel": "C1", "ts": TS},
    "files.completeUploadExternal": {"files": [{"id": "F1", "title": "Log"}]},
    "files.getUploadURLExternal": {"filename": "log.txt", "length": 12},
    "files.info": {"file": "F1"},
    "oauth.v2.access": {"code": "1.2.3"},
    "pins.add": MESSAGE,
    "reactions.add": {**MESSAGE, "name": "eyes"},
    "reactions.get": MESSAGE,
    "reactions.remove": {**MESSAGE, "name": "eyes"},
    "response_url": {"text": "Hello"},
    "team.info": {},
    "usergroups.list": {},
    "usergroups.users.list": {"usergroup": "S1"},
    "users.conversations": {},
    "users.info": {"user": "U1"},
    "users.list": {},
    "users.lookupByEmail": {"email": "ada@example.com"},
    "views.open": {"trigger_id": "1.2.abc", "view": MODAL},
    "views.publish": {"user_id": "U1", "view": HOME},
    "views.push": {"trigger_id": "1.2.abc", "view": MODAL},
    "views.update": {"view_id": "V1", "view": MODAL},
}
REQUIRED = [(method, name) for method, signature in METHOD_ARGUMENTS.items() for name in signature.needs]

DEFINITIONS: Mapping[str, str] = {
    "chat.postEphemeral": "ChatPostEphemeral",
    "chat.postMessage": "ChatPostMessage",
    "chat.update": "ChatUpdate",
    "views.open": "ViewsOpen",
    "views.publish": "ViewsPublish",
    "views.push": "ViewsPush",
    "views.update": "ViewsUpdate",
}
CONTRACT = json.loads((Path(__file__).parents[1] / "data/contracts/slack-outgoing.schema.json").read_text())


def wire(args: Mapping[str, Any]) -> dict[str, str]:
    """Return arguments as a form carries them."""
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in args.items()}


def test_every_method_of_the_table_is_tried_here() -> None:
    assert sorted(CALLS) == sorted(METHOD_ARGUMENTS)


@pytest.mark.parametrize("method", CALLS)
def test_a_call_with_what_the_method_needs_passes(method: str) -> None:
    as_json, as_form = check_arguments(method, CALLS[method]), check_arguments(method, wire(CALLS[method]))

    assert (as_json, as_form) == ([], [])


@pytest.mark.parametrize(("method", "name"), REQUIRED)
def test_a_call_without_a_required_argument_is_refused(method: str, name: str) -> None:
    args = {key: value for key, value in CALLS[method].items() if key != name}

    problems = check_arguments(method, args)

    assert problems == [f"[ERROR] missing required field: {name}"]


@pytest.mark.parametrize("method", CALLS)
def test_an_argument_the_method_does_not_know_is_refused(method: str) -> None:
    problems = check_arguments(method, {**CALLS[method], "chanel": "C1"})

    assert problems == ["[ERROR] unknown argument: chanel"]


@pytest.mark.parametrize("method", CALLS)
def test_every_method_takes_a_token(method: str) -> None:
    problems = check_arguments(method, {**CALLS[method], "token": "xoxb-1"})

    assert problems == []


def test_a_method_that_is_not_in_the_table_is_refused() -> None:
    problems = check_arguments("chat.shout", {})

    assert problems == ["[ERROR] unknown method: chat.shout"]


@pytest.mark.parametrize("method", sorted(set(METHOD_ARGUMENTS) - {"response_url"}))
def test_every_argument_of_the_table_is_one_that_slack_has(method: str) -> None:
    named = inspect.signature(getattr(WebClient, method.replace(".", "_"))).parameters
    published = CONTRACT["definitions"].get(f"{DEFINITIONS.get(method)}Arguments", {"properties": {}})

    known = set(METHOD_ARGUMENTS[method].arguments) - {"token"}

    assert known <= {*named, *published["properties"]} | {"team_id"}


@pytest.mark.parametrize("method", DEFINITIONS)
def test_what_the_contract_refuses_in_a_call_is_refused(method: str) -> None:
    contract = Draft7Validator(
        {"$ref": f"#/definitions/{DEFINITIONS[method]}", "definitions": CONTRACT["definitions"]},
    )
    calls = [{**CALLS[method], name: value} for name in METHOD_ARGUMENTS[method].arguments for value in (7, None)]
    calls += [{**CALLS[method], **extra} for extra in ({"text": "x" * 40_001}, {"markdown_text": "x"}, {"other": 1})]

    passing = [call for call in calls if not check_arguments(method, call)]

    assert [call for call in passing if not contract.is_valid(call)] == []


LIMITED = [
    ("chat.postMessage", "text", lambda n: "x" * n, 40_000),
    ("chat.postMessage", "username", lambda n: "x" * n, 80),
    ("conversations.history", "limit", lambda n: n, 1000),
    ("conversations.members", "limit", str, 1000),
    ("conversations.invite", "users", lambda n: ["U1"] * n, 100),
    ("conversations.open", "users", lambda n: ",".join(["U1"] * n), 8),
    ("files.getUploadURLExternal", "filename", lambda n: "x" * n, 255),
    ("files.getUploadURLExternal", "alt_txt", lambda n: "x" * n, 1000),
    ("users.lookupByEmail", "email", lambda n: "@example.com".rjust(n, "x"), 254),
    ("files.completeUploadExternal", "files", lambda n: [{"id": "F1", "title": "x" * n}], 255),
]


@pytest.mark.parametrize(("method", "name", "make", "most"), LIMITED)
def test_the_most_passes_and_one_more_is_refused(method: str, name: str, make: Any, most: int) -> None:
    full = check_arguments(method, {**CALLS[method], name: make(most)})
    over = check_arguments(method, {**CALLS[method], name: make(most + 1)})

    assert (full, len(over)) == ([], 1)


@pytest.mark.parametrize(
    ("method", "name", "value"),
    [
        ("chat.postMessage", "channel", "#help"),
        ("chat.postMessage", "channel", ""),
        ("chat.postMessage", "as_user", True),
        ("chat.postMessage", "blocks", "[{]"),
        ("chat.postMessage", "blocks", '{"type": "divider"}'),
        ("chat.postMessage", "metadata", "[]"),
        ("chat.postMessage", "mrkdwn", "yes"),
        ("chat.postMessage", "thread_ts", "1795617000"),
        ("chat.postMessage", "icon_emoji", "bell"),
        ("chat.postMessage", "parse", "some"),
        ("chat.update", "channel", "U1"),
        ("chat.update", "ts", 1795617000.0001),
        ("chat.scheduleMessage", "post_at", "tomorrow"),
        ("conversations.history", "limit", 0),
        ("conversations.history", "limit", "many"),
        ("conversations.history", "limit", True),
        ("conversations.history", "oldest", "yesterday"),
        ("conversations.list", "types", "public_channel,secret_channel"),
        ("conversations.invite", "users", "U1,"),
        ("conversations.invite", "users", ""),
        ("files.getUploadURLExternal", "length", 0),
        ("files.completeUploadExternal", "files", [{"title": "log.txt"}]),
        ("oauth.v2.access", "grant_type", "password"),
        ("users.info", "user", "ada"),
        ("users.lookupByEmail", "email", "ada"),
        ("views.open", "view", "modal"),
    ],
)
def test_a_value_of_the_wrong_kind_or_shape_is_refused_in_one_line(method: str, name: str, value: object) -> None:
    problems = check_arguments(method, {**CALLS[method], name: value})

    assert len(problems) == 1


@pytest.mark.parametrize(
    ("method", "args"),
    [
        ("chat.postMessage", {"channel": "C1"}),
        ("chat.postMessage", {"channel": "C1", "text": "a", "markdown_text": "b"}),
        ("chat.postMessage", {"channel": "C1", "text": "a", "reply_broadcast": True}),
        ("chat.update", {"channel": "C1", "ts": TS}),
        ("conversations.open", {}),
        ("conversations.open", {"channel": "D1", "users": "U1"}),
        ("files.completeUploadExternal", {"files": [{"id": "F1"}], "thread_ts": TS}),
        ("oauth.v2.access", {"client_id": "1", "client_secret": "2"}),
        ("response_url", {"replace_original": True}),
        ("views.open", {"view": MODAL}),
        ("views.update", {"view": MODAL, "view_id": "V1", "external_id": "e"}),
    ],
)
def test_arguments_that_do_not_go_together_are_refused(method: str, args: dict[str, Any]) -> None:
    problems = check_arguments(method, args)

    assert len(problems) == 1


def test_all_problems_are_told_at_once() -> None:
    problems = check_arguments("chat.update", {"channel": "help", "limit": 3})

    assert problems == [
        "[ERROR] missing required field: ts",
        "[ERROR] unknown argument: limit",
        "[ERROR] must be the id of a conversation [json-pointer:/channel]",
    ]


def test_a_form_is_read_as_the_values_it_means() -> None:
    posted = {"channel": "C1", "text": "7", "blocks": '[{"type": "divider"}]', "mrkdwn": "0", "unfurl_links": "true"}
    listed = {"types": "im,mpim", "limit": "20", "exclude_archived": "1", "cursor": ""}

    message, page = read_arguments("chat.postMessage", posted), read_arguments("conversations.list", listed)

    assert message == {**posted, "blocks": [{"type": "divider"}], "mrkdwn": False, "unfurl_links": True}
    assert page == {"types": ["im", "mpim"], "limit": 20, "exclude_archived": True, "cursor": ""}


def test_a_json_body_is_read_as_it_is() -> None:
    body = {"channel": "C1", "users": ["U1", "U2"], "force": True}

    args = read_arguments("conversations.invite", body)

    assert args == body


VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text()) | st.just("[" * 9999)


@given(st.sampled_from(sorted(METHOD_ARGUMENTS)), st.data())
def test_nonsense_is_refused_without_an_exception(method: str, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(METHOD_ARGUMENTS[method].arguments)))
    args = {**CALLS[method], name: data.draw(VALUES), "nonsense": data.draw(VALUES)}

    problems = check_arguments(method, args)

    assert "[ERROR] unknown argument: nonsense" in problems
