"""Socket Mode as Slack's own client sees it, and the frames themselves."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from sandbox.server import SandboxServer
from tests.sandbox.conftest import MANIFEST, button, client_of, external_menu, option
from tests.support.contracts import check_inbound

SOCKET_MANIFEST: dict[str, Any] = {**MANIFEST, "settings": {**MANIFEST["settings"], "socket_mode_enabled": True}}


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    """A sandbox whose app is reached by socket."""
    options: dict[str, Any] = {"rate_scale": None, "retry_delays": (0.0, 0.05, 0.1), "ack_timeout": 0.5}
    with SandboxServer(SOCKET_MANIFEST, **options) as server:
        yield server


def address_of_a_socket(sandbox: SandboxServer) -> str:
    address: str = client_of(sandbox).apps_connections_open(app_token=sandbox.app_token)["url"]
    return address


@contextmanager
def app_socket(sandbox: SandboxServer) -> Iterator[tuple[ClientConnection, dict[str, Any]]]:
    """Open a socket by hand, and yield it with its greeting."""
    with connect(address_of_a_socket(sandbox)) as connection:
        yield connection, read(connection)


def read(connection: ClientConnection) -> dict[str, Any]:
    frame: dict[str, Any] = json.loads(connection.recv(timeout=5))
    return frame


def ack(connection: ClientConnection, envelope: dict[str, Any], payload: dict[str, Any] | None = None) -> None:
    answer = {"payload": payload} if payload is not None else {}
    connection.send(json.dumps({"envelope_id": envelope["envelope_id"], **answer}))


def test_slacks_own_client_takes_events_commands_and_clicks(sandbox: SandboxServer) -> None:
    taken: list[SocketModeRequest] = []

    def take(client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        taken.append(request)
        answer = {"text": "hello"} if request.type == "slash_commands" else None
        client.send_socket_mode_response(SocketModeResponse(request.envelope_id, answer))

    client = SocketModeClient(sandbox.app_token, web_client=WebClient(base_url=sandbox.api_url))
    client.socket_mode_request_listeners.append(take)
    client.connect()
    client_of(sandbox).chat_postMessage(channel="C0000ITHELP", text="card", blocks=[button()])
    rosa = sandbox.actor("rosa")
    card = rosa.messages("it-help")[-1]
    assert rosa.command("/desk", "hi").text == "hello"
    assert rosa.click(card, "ticket.claim").status == 200
    sandbox.wait_idle()
    client.close()
    assert sorted({request.type for request in taken}) == ["events_api", "interactive", "slash_commands"]
    assert check_inbound("envelope", next(each for each in taken if each.type == "events_api").payload) == []
    assert check_inbound("slash_command", next(each for each in taken if each.type == "slash_commands").payload) == []
    assert check_inbound("block_actions", next(each for each in taken if each.type == "interactive").payload) == []


def test_the_greeting_counts_the_sockets(sandbox: SandboxServer) -> None:
    with app_socket(sandbox) as (_, first), app_socket(sandbox) as (_, second):
        assert (first["type"], first["connection_info"]) == ("hello", {"app_id": "A0DESKBELL"})
        assert [greeting["num_connections"] for greeting in (first, second)] == [1, 2]


def test_an_event_without_an_ack_comes_again_and_says_why(sandbox: SandboxServer) -> None:
    with app_socket(sandbox) as (connection, _):
        sandbox.actor("rosa").post("it-help", "help")
        first, second = read(connection), read(connection)
        ack(connection, second)
        sandbox.wait_idle()
    assert (first["retry_attempt"], first["retry_reason"]) == (0, "")
    assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
    assert first["accepts_response_payload"] is False
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    assert first["envelope_id"] != second["envelope_id"]


def test_an_ack_carries_what_the_app_suggests(sandbox: SandboxServer) -> None:
    sandbox.admin.configure(ack_timeout=5.0)
    client_of(sandbox).chat_postMessage(channel="C0000ITHELP", text="Which?", blocks=[external_menu()])
    rosa = sandbox.actor("rosa")
    message = rosa.messages("it-help")[-1]
    with app_socket(sandbox) as (connection, _), ThreadPoolExecutor() as pool:
        typing = pool.submit(rosa.suggestions, message, "pick", "print")
        envelope = read_suggestion_request(connection)
        ack(connection, envelope, {"options": [option("it-1")]})
        found = typing.result(timeout=5)
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("interactive", True)
    assert found.labels == ["It-1"]


def read_suggestion_request(connection: ClientConnection) -> dict[str, Any]:
    while (frame := read(connection))["payload"]["type"] != "block_suggestion":
        ack(connection, frame)
    return frame


def test_what_is_no_ack_of_an_open_envelope_means_nothing(sandbox: SandboxServer) -> None:
    with app_socket(sandbox) as (connection, _):
        sandbox.actor("rosa").post("it-help", "help")
        envelope = read(connection)
        for nonsense in ("no json", "[]", "{}", '{"envelope_id": "unknown"}', b"bytes"):
            connection.send(nonsense)
        ack(connection, envelope)
        ack(connection, envelope)
        sandbox.wait_idle()
    assert [entry.status for entry in sandbox.wire.sent("message")] == [200]


def test_an_ack_on_another_socket_does_not_count(sandbox: SandboxServer) -> None:
    with ExitStack() as stack:
        sockets = [stack.enter_context(app_socket(sandbox))[0] for _ in range(2)]
        sandbox.actor("rosa").post("it-help", "help")
        envelope, receiver = next_envelope(sockets)
        ack(next(each for each in sockets if each is not receiver), envelope)
        again, receiver = next_envelope(sockets)
        ack(receiver, again)
        sandbox.wait_idle()
    assert again["retry_attempt"] == 1


def next_envelope(sockets: list[ClientConnection]) -> tuple[dict[str, Any], ClientConnection]:
    """Return the next envelope and the socket it came down."""
    for _ in range(50):
        for each in sockets:
            try:
                return json.loads(each.recv(timeout=0.05)), each
            except TimeoutError:
                continue
    pytest.fail("no envelope came")


def test_commands_and_clicks_without_an_ack_fail_and_do_not_come_again(sandbox: SandboxServer) -> None:
    with app_socket(sandbox) as (connection, _):
        assert sandbox.actor("rosa").command("/desk", "hi").is_failure
        envelope = read(connection)
        with pytest.raises(TimeoutError):
            connection.recv(timeout=0.3)
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert "retry_attempt" not in envelope


def test_an_address_works_once(sandbox: SandboxServer) -> None:
    address = address_of_a_socket(sandbox)
    with connect(address) as connection:
        read(connection)
        with pytest.raises(InvalidStatus):
            connect(address).__enter__()


def test_the_eleventh_socket_is_turned_away(sandbox: SandboxServer) -> None:
    with ExitStack() as stack:
        greetings = [stack.enter_context(app_socket(sandbox))[1]["type"] for _ in range(10)]
        connection, goodbye = stack.enter_context(app_socket(sandbox))
        with pytest.raises(ConnectionClosed):
            connection.recv(timeout=5)
    assert greetings == ["hello"] * 10
    assert (goodbye["type"], goodbye["reason"]) == ("disconnect", "too_many_websockets")


@pytest.mark.parametrize("reason", ["refresh_requested", "link_disabled"])
def test_an_end_is_announced_and_then_comes(sandbox: SandboxServer, reason: str) -> None:
    with app_socket(sandbox) as (connection, _):
        sandbox.admin.disconnect(reason)
        frame = read(connection)
        with pytest.raises(ConnectionClosed):
            connection.recv(timeout=5)
    assert (frame["type"], frame["reason"]) == ("disconnect", reason)


def test_a_silent_socket_answers_no_ping(sandbox: SandboxServer) -> None:
    with connect(address_of_a_socket(sandbox), close_timeout=0.1, ping_interval=None) as connection:
        read(connection)
        assert connection.ping().wait(2)
        sandbox.admin.silence()
        assert not connection.ping().wait(0.5)


def test_an_app_without_socket_mode_is_told_so() -> None:
    with SandboxServer(MANIFEST) as sandbox, app_socket(sandbox) as (_, goodbye):
        assert goodbye["reason"] == "link_disabled"


@pytest.mark.parametrize(("token", "refusal"), [("bot", "not_allowed_token_type"), ("xapp-wrong", "invalid_auth")])
def test_sockets_are_opened_with_the_app_level_token(sandbox: SandboxServer, token: str, refusal: str) -> None:
    with pytest.raises(SlackApiError) as refused:
        client_of(sandbox).apps_connections_open(app_token=sandbox.bot_token if token == "bot" else token)
    assert refused.value.response["error"] == refusal


def test_the_app_level_token_opens_nothing_else(sandbox: SandboxServer) -> None:
    with pytest.raises(SlackApiError) as refused:
        client_of(sandbox, sandbox.app_token).auth_test()
    assert refused.value.response["error"] == "not_allowed_token_type"


def test_with_no_socket_open_events_wait_for_their_retry(sandbox: SandboxServer) -> None:
    sandbox.actor("rosa").post("it-help", "help")
    sandbox.wait_idle()
    assert {entry.error for entry in sandbox.wire.sent("message")} == {"connection_failed"}
    assert sandbox.actor("rosa").command("/desk", "hi").is_failure
