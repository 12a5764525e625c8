"""The adapter on the wire: what it sends, and what it makes of Slack's answers and silences."""

import http.server
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import PermanentFailure, TransientFailure
from bot.gateways.slack import SlackClient
from bot.gateways.slack_port import Author
from sandbox.server import SandboxServer
from tests.delivery.outbox_rows import wait_until
from tests.support.contracts import check_outgoing
from tests.support.slack_worlds import CHANNEL, ROSA, blocks_of, outgoing, sandbox

TOKEN = "xoxb-secret-token"


@pytest.fixture
def server() -> Iterator[SandboxServer]:
    with sandbox() as server:
        yield server


@pytest.fixture
def client(server: SandboxServer) -> SlackClient:
    return SlackClient(server.bot_token, base_url=server.api_url)


@contextmanager
def answering(status: int, body: bytes, **headers: str) -> Iterator[SlackClient]:
    """Serve one fixed answer to everything."""

    class Fixed(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            for name, value in {"Content-Type": "text/html", **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class names it so
            """Stay silent."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Fixed) as web:
        thread = threading.Thread(target=web.serve_forever)
        thread.start()
        yield SlackClient(TOKEN, base_url=f"http://127.0.0.1:{web.server_port}/api/")
        web.shutdown()
        thread.join()


def failure_of(client: SlackClient) -> TransientFailure:
    with pytest.raises(TransientFailure) as failure:
        client.post(outgoing())
    return failure.value


def test_nothing_in_a_post_is_unfurled_or_parsed(client: SlackClient, server: SandboxServer) -> None:
    client.post(outgoing("Hello @rosa", message_id="m-1"))

    request = server.wire.calls("chat.postMessage")[0].request
    told = {name: request[name] for name in ("unfurl_links", "unfurl_media", "parse", "link_names")}
    assert told == {"unfurl_links": False, "unfurl_media": False, "parse": "none", "link_names": False}
    assert request["metadata"] == {"event_type": "deskbell_message", "event_payload": {"id": "m-1"}}


def test_an_author_gives_name_and_picture(client: SlackClient, server: SandboxServer) -> None:
    client.post(replace(outgoing(), author=Author("Rosa", "https://example.com/rosa.png")))
    client.post(replace(outgoing(), author=Author("Ben")))

    with_picture, without = (call.request for call in server.wire.calls("chat.postMessage"))
    assert (with_picture["username"], with_picture["icon_url"]) == ("Rosa", "https://example.com/rosa.png")
    assert without["username"] == "Ben"
    assert "icon_url" not in without


def test_what_is_sent_keeps_to_slacks_published_types(client: SlackClient, server: SandboxServer) -> None:
    root = client.post(replace(outgoing(), author=Author("Rosa")))
    client.update(root, text="after", blocks=blocks_of("after"))
    client.post_ephemeral(CHANNEL, ROSA, text="Only you")

    methods = ("chat.postMessage", "chat.update", "chat.postEphemeral")
    for method in methods:
        assert len(server.wire.calls(method)) == 1
        assert check_outgoing(method, server.wire.calls(method)[0].request) == []


def test_a_rate_limit_is_certain_and_says_when(client: SlackClient, server: SandboxServer) -> None:
    server.admin.add_fault("rate_limited", on="chat.postMessage", seconds=7)

    failure = failure_of(client)

    assert (failure.code, failure.retry_after, failure.in_doubt) == ("ratelimited", timedelta(seconds=7), False)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_error_leaves_doubt(client: SlackClient, server: SandboxServer, status: int) -> None:
    server.admin.add_fault("server_error", on="chat.postMessage", status=status)

    failure = failure_of(client)

    assert (failure.code, failure.in_doubt) == (f"http_{status}", True)


@pytest.mark.parametrize("kind", ["answer_lost", "cut"])
def test_a_dropped_connection_leaves_doubt(client: SlackClient, server: SandboxServer, kind: str) -> None:
    server.admin.add_fault(kind, on="chat.postMessage")

    failure = failure_of(client)

    assert (failure.code, failure.in_doubt) == ("connection_lost", True)


def test_an_answer_that_comes_too_late_leaves_doubt(server: SandboxServer) -> None:
    client = SlackClient(server.bot_token, base_url=server.api_url, timeout=timedelta(seconds=1))
    server.admin.add_fault("slow", on="chat.postMessage", seconds=2)

    failure = failure_of(client)

    assert (failure.code, failure.in_doubt) == ("timeout", True)


def test_a_refused_connection_leaves_no_doubt() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    client = SlackClient(TOKEN, base_url=f"http://127.0.0.1:{port}/api/")

    failure = failure_of(client)

    assert (failure.code, failure.in_doubt) == ("unreachable", False)


@pytest.mark.parametrize("body", [b"<html>Please wait</html>", b"", b"[]", b"null", b"\xff\xfe"])
def test_an_answer_that_says_nothing_leaves_doubt(body: bytes) -> None:
    with answering(200, body) as client:
        failure = failure_of(client)

    assert (failure.code, failure.in_doubt) == ("unreadable_answer", True)


def test_an_answer_cut_off_in_the_middle_leaves_doubt() -> None:
    with answering(200, b'{"ok": tr', **{"Content-Length": "100"}) as client:
        failure = failure_of(client)

    assert failure.in_doubt


@pytest.mark.parametrize("code", ["internal_error", "fatal_error", "service_unavailable", "request_timeout"])
def test_slacks_own_errors_are_tried_again_and_leave_doubt(
    client: SlackClient, server: SandboxServer, code: str
) -> None:
    server.admin.add_fault("refusal", on="chat.postMessage", error=code)

    failure = failure_of(client)

    assert (failure.code, failure.in_doubt) == (code, True)


def test_a_refusal_is_final_and_carries_slacks_reasons(client: SlackClient) -> None:
    message = replace(outgoing(), blocks=[{"type": "no_such_block"}])

    with pytest.raises(PermanentFailure) as refusal:
        client.post(message)

    assert refusal.value.code == "invalid_blocks"
    assert refusal.value.messages


def test_each_call_is_tried_once(client: SlackClient, server: SandboxServer) -> None:
    server.admin.add_fault("answer_lost", on="chat.postMessage")

    failure_of(client)
    client.identify()

    wait_until(lambda: bool(server.wire.calls("chat.postMessage")))  # a lost answer is noted after it was lost
    assert len(server.wire.calls("chat.postMessage")) == 1


def test_no_log_line_holds_a_token_or_somebodys_words(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with answering(200, b"<html>my secret words</html>") as client, pytest.raises(TransientFailure):
        client.post(outgoing("my secret words"))

    assert TOKEN not in caplog.text
    assert "my secret words" not in caplog.text
