"""Rarer ways through the sandbox: group conversations, files that never came, views that cannot be."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.actor import Actor
from sandbox.deeds.stage import CannotDo
from sandbox.seen import Upload
from sandbox.server import SandboxServer
from tests.sandbox.conftest import MANIFEST, StartSandbox, button, client_of, form, text_input
from tests.sandbox.listening_app import Answer, ListeningApp
from tests.support import plain_http
from tests.support.contracts import check_inbound, check_outgoing

HELP = "C0000ITHELP"
HOME = {"type": "home", "blocks": [button("home.refresh")]}


@pytest.fixture
def rosa(sandbox: SandboxServer) -> Actor:
    return sandbox.actor("rosa")


def test_a_few_people_and_the_app_have_a_conversation(
    sandbox: SandboxServer, web: WebClient, app: ListeningApp, rosa: Actor
) -> None:
    opened = web.conversations_open(users="U00000ROSA,U000000BEN", return_im=True)["channel"]
    again = web.conversations_open(users="U000000BEN,U00000ROSA")
    rosa.post(opened["id"], "the three of us")
    sandbox.wait_idle()

    assert (opened["is_mpim"], again["already_open"], again["channel"]["id"]) == (True, True, opened["id"])
    assert app.events[0]["channel_type"] == "mpim"
    assert web.conversations_open(channel=opened["id"])["channel"]["id"] == opened["id"]


def test_the_app_cannot_talk_to_bots_or_leavers(sandbox: SandboxServer, web: WebClient) -> None:
    sandbox.admin.deactivate("ben")

    with pytest.raises(SlackApiError, match="cannot_dm_bot"):
        web.chat_postMessage(channel="U0000PAGER", text="hi")
    with pytest.raises(SlackApiError, match="user_disabled"):
        web.chat_postMessage(channel="U000000BEN", text="hi")
    with pytest.raises(SlackApiError, match="user_disabled"):
        web.conversations_open(users="U000000BEN")
    with pytest.raises(SlackApiError, match="cannot_dm_bot"):
        web.conversations_open(users="U000000BOT")


@pytest.mark.parametrize(
    ("users", "refusal"),
    [("U00000NOBODY", "user_not_found"), ("U000000BOT", "cant_invite_self"), ("U000000BEN", "already_in_channel")],
)
def test_some_people_cannot_be_invited(web: WebClient, users: str, refusal: str) -> None:
    with pytest.raises(SlackApiError, match=refusal):
        web.conversations_invite(channel="C00ITTRIAGE", users=users)


def test_archived_channels_are_not_joined_and_may_be_left_out(sandbox: SandboxServer, web: WebClient) -> None:
    sandbox.admin.archive("general")

    with pytest.raises(SlackApiError, match="is_archived"):
        web.conversations_join(channel="C000GENERAL")
    listed = web.conversations_list(exclude_archived=True)["channels"]

    assert [each["name"] for each in listed] == ["it-help"]


def test_a_message_can_be_pinned_once(web: WebClient, rosa: Actor) -> None:
    asked = rosa.post("it-help", "help")
    web.pins_add(channel=HELP, timestamp=asked.ts)

    with pytest.raises(SlackApiError, match="already_pinned"):
        web.pins_add(channel=HELP, timestamp=asked.ts)


def test_a_file_whose_bytes_never_came_is_not_shared(web: WebClient) -> None:
    announced = web.files_getUploadURLExternal(filename="log.txt", length=7)

    with pytest.raises(SlackApiError, match="file_update_failed"):
        web.files_completeUploadExternal(files=[{"id": announced["file_id"]}], channel_id=HELP)
    with pytest.raises(SlackApiError, match="file_not_found"):
        web.files_completeUploadExternal(files=[{"id": "F0NOTHING"}], channel_id=HELP)


def test_files_of_channels_the_app_is_not_in_are_hidden(web: WebClient, rosa: Actor) -> None:
    elsewhere = rosa.post("general", "see", files=[Upload("log.txt", b"x")])

    with pytest.raises(SlackApiError, match="file_not_found"):
        web.files_info(file=elsewhere.files[0]["id"])


@pytest.mark.parametrize("path", ["/upload/F0NOTHING", "/response/nothing"])
def test_addresses_that_were_never_given_lead_nowhere(sandbox: SandboxServer, path: str) -> None:
    assert plain_http.post(sandbox.base_url + path, json={"text": "hi"}).status_code == 404


def test_a_response_url_takes_only_json_and_forms(app: ListeningApp, sandbox: SandboxServer) -> None:
    sandbox.actor("rosa").command("/desk")
    address = app.last("slash_command")["response_url"]

    answer = plain_http.post(address, content=b"{", headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_json")


def test_a_message_is_replaced_or_deleted_through_its_response_url(
    web: WebClient, app: ListeningApp, rosa: Actor
) -> None:
    web.chat_postMessage(channel=HELP, text="card", blocks=[button()])
    rosa.click(rosa.messages("it-help")[0], "ticket.claim")
    address = app.last("block_actions")["response_url"]

    plain_http.post(address, json={"replace_original": True, "text": "claimed"}).raise_for_status()
    replaced = [message.text for message in rosa.messages("it-help")]
    plain_http.post(address, json={"delete_original": True}).raise_for_status()
    again = plain_http.post(address, json={"delete_original": True})

    assert (replaced, rosa.messages("it-help")) == (["claimed"], [])
    assert again.json()["error"] == "message_not_found"


def test_a_plain_word_is_an_answer_and_an_empty_one_is_not(app: ListeningApp, rosa: Actor) -> None:
    app.answer = lambda _request: Answer(body="plain words")
    plain = rosa.command("/desk")
    app.answer = lambda _request: Answer(body={"response_type": "ephemeral"})

    with pytest.raises(CannotDo, match="no_text"):
        rosa.command("/desk")
    assert plain.message is not None
    assert plain.message.is_ephemeral


def test_a_home_needs_a_person_a_manifest_and_the_hash_of_now(web: WebClient, start_sandbox: StartSandbox) -> None:
    homeless = client_of(start_sandbox(manifest=MANIFEST | {"features": {}}))

    with pytest.raises(SlackApiError, match="user_not_found"):
        web.views_publish(user_id="U00000NOBODY", view=HOME)
    with pytest.raises(SlackApiError, match="hash_conflict"):
        web.views_publish(user_id="U00000ROSA", view=HOME, hash="1.a")
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        web.views_publish(user_id="U00000ROSA", view=form(text_input()))
    with pytest.raises(SlackApiError, match="not_enabled"):
        homeless.views_publish(user_id="U00000ROSA", view=HOME)


def test_an_external_id_belongs_to_one_view(web: WebClient, app: ListeningApp, sandbox: SandboxServer) -> None:
    view = form(text_input(), external_id="ours")
    sandbox.actor("rosa").command("/desk")
    web.views_open(trigger_id=app.last("slash_command")["trigger_id"], view=view)
    sandbox.actor("ben").command("/desk")

    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        web.views_open(trigger_id=app.last("slash_command")["trigger_id"], view=view)


def test_closing_all_forms_tells_the_app_of_each(web: WebClient, app: ListeningApp, rosa: Actor) -> None:
    close: dict[str, Any] = {"notify_on_close": True, "close": {"type": "plain_text", "text": "Cancel"}}
    view = form(text_input(), button("more"), **close)
    rosa.command("/desk")
    web.views_open(trigger_id=app.last("slash_command")["trigger_id"], view=view)
    rosa.click_in_modal("more")
    web.views_push(trigger_id=app.last("block_actions")["trigger_id"], view=view)

    rosa.close_modal(clear=True)

    closed = [each.payload for each in app.received if each.kind == "view_closed"]
    assert [payload["is_cleared"] for payload in closed] == [True, True]
    assert [problem for payload in closed for problem in check_inbound("view_closed", payload)] == []


def test_the_limits_of_a_running_sandbox_can_be_changed(sandbox: SandboxServer, web: WebClient) -> None:
    sandbox.admin.configure(rate_scale=1.0, ack_timeout=1.0, events_url=None)
    sandbox.events_url = None
    answers = [web.chat_postMessage(channel=HELP, text=f"{number}")["ok"] for number in range(5)]

    with pytest.raises(SlackApiError, match="ratelimited"):
        web.chat_postMessage(channel=HELP, text="one too many")

    assert all(answers)
    assert sandbox.events_url is None


def test_a_stopped_sandbox_does_nothing() -> None:
    sandbox = SandboxServer(MANIFEST)
    sandbox.start()
    sandbox.stop()

    with pytest.raises(RuntimeError, match="not running"):
        sandbox.actor("rosa").post("it-help", "hi")


def test_the_contracts_say_what_is_wrong() -> None:
    assert check_outgoing("chat.postMessage", {"channel": HELP, "text": "hi", "blocks": "[]"}) == []
    assert check_outgoing("chat.delete", {"anything": "goes"}) == []
    assert check_outgoing("chat.postMessage", {"text": "nowhere"}) != []
    assert check_inbound("slash_command", {}) != []
