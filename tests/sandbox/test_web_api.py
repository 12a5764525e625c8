"""The Web API lets in whom Slack lets in, and refuses what Slack refuses."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.methods import METHODS
from sandbox.server import SandboxServer
from tests.sandbox.conftest import StartSandbox, client_of
from tests.support import plain_http

HELP = "C0000ITHELP"
GENERAL = "C000GENERAL"
HR_TRIAGE = "C00HRTRIAGE"


def refusal_of(call: SlackApiError) -> str:
    return str(call.response["error"])


def test_the_token_says_who_calls_and_with_which_scopes(web: WebClient) -> None:
    answer = web.auth_test()

    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == ("T00000ACME", "U000000BOT", "B0DESKBELL")
    headers = {name.lower(): value for name, value in answer.headers.items()}
    assert "chat:write.customize" in headers["x-oauth-scopes"].split(",")
    assert "date" in headers


@pytest.mark.parametrize(
    ("headers", "refusal"),
    [({}, "not_authed"), ({"Authorization": "Bearer xoxb-wrong"}, "invalid_auth")],
)
def test_who_has_no_good_token_is_refused(sandbox: SandboxServer, headers: dict[str, str], refusal: str) -> None:
    answer = plain_http.post(f"{sandbox.api_url}auth.test", headers=headers)

    assert (answer.status_code, answer.json()) == (200, {"ok": False, "error": refusal})


def test_a_revoked_token_is_worth_nothing(sandbox: SandboxServer, web: WebClient) -> None:
    sandbox.admin.revoke_token()

    with pytest.raises(SlackApiError) as refused:
        web.auth_test()

    assert refusal_of(refused.value) == "token_revoked"


def test_unknown_methods_are_refused(web: WebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        web.api_call("chat.shout")

    assert refusal_of(refused.value) == "unknown_method"


def test_arguments_come_as_json_as_a_form_or_in_the_address(sandbox: SandboxServer) -> None:
    address, headers = f"{sandbox.api_url}conversations.info", {"Authorization": f"Bearer {sandbox.bot_token}"}

    answers = [
        plain_http.post(address, json={"channel": HELP, "include_num_members": True}, headers=headers),
        plain_http.post(address, data={"channel": HELP, "include_num_members": "true", "token": sandbox.bot_token}),
        plain_http.get(address, params={"channel": HELP, "include_num_members": "1"}, headers=headers),
    ]

    assert [answer.json()["channel"]["num_members"] for answer in answers] == [11, 11, 11]


@pytest.mark.parametrize(("body", "refusal"), [(b"{", "invalid_json"), (b"[1]", "json_not_object")])
def test_broken_json_is_refused(sandbox: SandboxServer, body: bytes, refusal: str) -> None:
    headers = {"Authorization": f"Bearer {sandbox.bot_token}", "Content-Type": "application/json; charset=utf-8"}

    answer = plain_http.post(f"{sandbox.api_url}auth.test", content=body, headers=headers)

    assert answer.json()["error"] == refusal


def test_a_missing_scope_names_what_is_needed_and_what_was_granted(sandbox: SandboxServer, web: WebClient) -> None:
    sandbox.admin.grant(["users:read"])

    with pytest.raises(SlackApiError) as refused:
        web.chat_postMessage(channel=HELP, text="hi")

    answer = refused.value.response
    assert (answer["error"], answer["needed"], answer["provided"]) == ("missing_scope", "chat:write", "users:read")


def test_names_and_pictures_of_ones_own_need_their_scope(sandbox: SandboxServer, web: WebClient) -> None:
    sandbox.admin.grant(["chat:write"])

    with pytest.raises(SlackApiError) as refused:
        web.chat_postMessage(channel=HELP, text="hi", username="Rosa")

    assert refused.value.response["needed"] == "chat:write.customize"


def test_every_method_with_a_scope_is_refused_without_it(sandbox: SandboxServer) -> None:
    sandbox.admin.grant([])
    guarded = [method.name for method in METHODS.values() if method.any_of]

    refusals = {name: httpx_refusal(sandbox, name) for name in guarded}

    assert refusals == dict.fromkeys(guarded, "missing_scope")


def httpx_refusal(sandbox: SandboxServer, method: str) -> str:
    answer = plain_http.post(f"{sandbox.api_url}{method}", headers={"Authorization": f"Bearer {sandbox.bot_token}"})
    return str(answer.json()["error"])


@pytest.mark.parametrize(
    ("method", "arguments", "refusal"),
    [
        ("chat.postMessage", {"channel": "C0NOWHERE", "text": "hi"}, "channel_not_found"),
        ("chat.postMessage", {"channel": GENERAL, "text": "hi"}, "not_in_channel"),
        ("chat.postMessage", {"channel": HELP}, "no_text"),
        ("chat.postMessage", {"channel": HELP, "text": "x" * 40_001}, "msg_too_long"),
        ("chat.postMessage", {"channel": HELP, "text": "hi", "blocks": [{"type": "shout"}]}, "invalid_blocks"),
        ("chat.postMessage", {"channel": HELP, "text": "hi", "colour": "red"}, "invalid_arguments"),
        ("chat.postMessage", {"channel": HELP, "text": "hi", "thread_ts": "1000000000.000001"}, "thread_not_found"),
        ("chat.postMessage", {"channel": "U00000NOBODY", "text": "hi"}, "channel_not_found"),
        ("chat.update", {"channel": HELP, "ts": "1000000000.000001", "text": "hi"}, "message_not_found"),
        ("chat.delete", {"channel": HELP, "ts": "1000000000.000001"}, "message_not_found"),
        ("chat.postEphemeral", {"channel": HELP, "user": "USLACKBOT", "text": "hi"}, "user_not_in_channel"),
        ("chat.scheduleMessage", {"channel": HELP, "text": "hi", "post_at": 1_600_000_000}, "time_in_past"),
        ("conversations.history", {"channel": GENERAL}, "not_in_channel"),
        ("conversations.replies", {"channel": HELP, "ts": "1000000000.000001"}, "thread_not_found"),
        ("conversations.history", {"channel": HELP, "cursor": "bm9wZQ=="}, "invalid_cursor"),
        ("conversations.join", {"channel": HR_TRIAGE}, "method_not_supported_for_channel_type"),
        ("conversations.open", {"users": "U00000NOBODY"}, "user_not_found"),
        ("users.info", {"user": "U00000NOBODY"}, "user_not_found"),
        ("users.lookupByEmail", {"email": "nobody@acme.example"}, "users_not_found"),
        ("usergroups.users.list", {"usergroup": "S0NOBODY"}, "no_such_subteam"),
        ("bots.info", {"bot": "B0NOBODY"}, "bot_not_found"),
        ("files.info", {"file": "F0NOTHING"}, "file_not_found"),
        ("apps.connections.open", {}, "not_allowed_token_type"),
    ],
)
def test_what_cannot_be_done_is_refused_in_slacks_words(
    web: WebClient, method: str, arguments: dict[str, Any], refusal: str
) -> None:
    with pytest.raises(SlackApiError) as refused:
        web.api_call(method, json=arguments)

    assert refusal_of(refused.value) == refusal


def test_a_refusal_says_where_the_problem_is(web: WebClient) -> None:
    header = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}

    with pytest.raises(SlackApiError) as refused:
        web.chat_postMessage(channel=HELP, text="hi", blocks=[header])

    assert "/blocks/0/text" in str(refused.value.response["response_metadata"]["messages"])


def test_archived_channels_take_nothing_more(sandbox: SandboxServer, web: WebClient) -> None:
    sandbox.admin.archive("it-help")

    with pytest.raises(SlackApiError) as refused:
        web.chat_postMessage(channel=HELP, text="hi")

    assert refusal_of(refused.value) == "is_archived"


def test_private_channels_of_others_do_not_exist(sandbox: SandboxServer, web: WebClient) -> None:
    secret = sandbox.actor("ada").create_channel("secret", private=True)

    with pytest.raises(SlackApiError) as refused:
        web.conversations_info(channel=secret)

    assert refusal_of(refused.value) == "channel_not_found"


def test_other_peoples_messages_are_not_ours_to_change(sandbox: SandboxServer, web: WebClient) -> None:
    asked = sandbox.actor("rosa").post("it-help", "help")

    with pytest.raises(SlackApiError) as update:
        web.chat_update(channel=HELP, ts=asked.ts, text="no")
    with pytest.raises(SlackApiError) as delete:
        web.chat_delete(channel=HELP, ts=asked.ts)

    assert (refusal_of(update.value), refusal_of(delete.value)) == ("cant_update_message", "cant_delete_message")


def test_a_method_may_be_called_as_often_as_its_tier_allows(start_sandbox: StartSandbox) -> None:
    web = client_of(start_sandbox(rate_scale=1.0))
    for _ in range(20):
        web.users_list()

    with pytest.raises(SlackApiError) as refused:
        web.users_list()

    assert refused.value.response.status_code == 429
    assert refused.value.response["error"] == "ratelimited"
    assert int(refused.value.response.headers["Retry-After"]) in {2, 3}


def test_a_channel_takes_a_burst_and_then_one_message_a_second(start_sandbox: StartSandbox) -> None:
    web = client_of(start_sandbox(rate_scale=1.0))
    for number in range(5):
        web.chat_postMessage(channel=HELP, text=f"{number}")

    with pytest.raises(SlackApiError) as refused:
        web.chat_postMessage(channel=HELP, text="too soon")
    elsewhere = web.chat_postMessage(channel="C00ITTRIAGE", text="not too soon")

    assert refused.value.response.headers["Retry-After"] == "1"
    assert elsewhere["ok"]


def test_limits_can_be_scaled(start_sandbox: StartSandbox) -> None:
    web = client_of(start_sandbox(rate_scale=10_000.0))

    answers = [web.chat_postMessage(channel=HELP, text=f"{number}")["ok"] for number in range(30)]

    assert all(answers)
