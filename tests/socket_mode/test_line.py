"""The line to Slack by itself: what is acked and when, how it stops, what it refuses to start with."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from bot.errors import PermanentFailure, TransientFailure
from bot.gateways.slack_sockets import Envelope, Patience, SlackSockets, announces_end, read_envelope
from bot.gateways.socket_line import Ack, Pauses, SocketLine, Take
from bot.manifest import Transport, manifest
from sandbox.server import SandboxServer
from tests.support.desk import IMPATIENT, SHORT_PAUSES, wait_until


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    """A sandbox that sends what happens down sockets."""
    with SandboxServer(manifest(Transport.SOCKET), rate_scale=None, retry_delays=(0.0, 0.1, 0.3)) as server:
        yield server


def sockets_of(sandbox: SandboxServer, *, app_token: str | None = None, patience: Patience = IMPATIENT) -> SlackSockets:
    return SlackSockets(app_token or sandbox.app_token, base_url=sandbox.api_url, patience=patience)


@contextmanager
def running_line(sandbox: SandboxServer, take: Take) -> Iterator[threading.Event]:
    """Run a line for the length of the block, and yield what stops it."""
    line, stop = SocketLine(sockets_of(sandbox), take, pauses=SHORT_PAUSES), threading.Event()
    running = threading.Thread(target=line.run, args=(stop,))
    running.start()
    try:
        wait_until(lambda: line.is_open)
        yield stop
    finally:
        stop.set()
        running.join()


def test_what_is_answered_travels_in_the_ack(sandbox: SandboxServer) -> None:
    with running_line(sandbox, lambda envelope: Ack({"text": f"{envelope.kind}: {envelope.body['text']}"})):
        answer = sandbox.actor("rosa").command("/desk", "hello")
    assert (answer.status, answer.text) == (200, "slash_commands: hello")


def test_no_answer_is_sent_where_none_is_taken(sandbox: SandboxServer) -> None:
    with running_line(sandbox, lambda _envelope: Ack({"text": "an answer to an event"})):
        sandbox.actor("rosa").post("it-help", "hello")
        sandbox.wait_idle()
    assert [(entry.status, entry.answer) for entry in sandbox.wire.sent("message")] == [(200, "")]


def refuse() -> Ack | None:
    return None


def fail() -> Ack | None:
    raise LookupError


@pytest.mark.parametrize("failing", [refuse, fail])
def test_what_is_not_taken_is_not_acked_and_comes_again(
    sandbox: SandboxServer, failing: Callable[[], Ack | None]
) -> None:
    sandbox.admin.configure(ack_timeout=0.3)
    seen: list[Envelope] = []

    def take(envelope: Envelope) -> Ack | None:
        seen.append(envelope)
        return Ack() if len(seen) > 1 else failing()

    with running_line(sandbox, take):
        sandbox.actor("rosa").post("it-help", "hello")
        sandbox.wait_idle()
    assert [entry.status for entry in sandbox.wire.sent("message")] == [None, 200]
    assert seen[0].id != seen[1].id
    assert seen[0].body["event_id"] == seen[1].body["event_id"]


def test_what_is_in_hand_at_a_stop_is_finished_and_acked(sandbox: SandboxServer) -> None:
    begun = threading.Event()

    def take(_envelope: Envelope) -> Ack:
        begun.set()
        time.sleep(0.5)
        return Ack()

    with running_line(sandbox, take) as stop:
        sandbox.actor("rosa").post("it-help", "hello")
        assert begun.wait(5)
        stop.set()
        sandbox.wait_idle()
    assert [entry.status for entry in sandbox.wire.sent("message")] == [200]


def test_work_in_hand_is_acked_on_a_socket_whose_end_was_announced(sandbox: SandboxServer) -> None:
    begun = threading.Event()

    def take(_envelope: Envelope) -> Ack:
        begun.set()
        time.sleep(0.3)
        return Ack()

    with running_line(sandbox, take):
        sandbox.actor("rosa").post("it-help", "hello")
        assert begun.wait(5)
        sandbox.admin.disconnect("refresh_requested")
        sandbox.wait_idle()
    assert [entry.status for entry in sandbox.wire.sent("message")] == [200]


def test_many_envelopes_are_in_hand_at_once(sandbox: SandboxServer) -> None:
    everybody = threading.Barrier(4, timeout=5)

    def take(_envelope: Envelope) -> Ack:
        everybody.wait()
        return Ack()

    with running_line(sandbox, take):
        for number in range(4):
            sandbox.actor("rosa").post("it-help", f"hello {number}")
        sandbox.wait_idle()
    assert [entry.status for entry in sandbox.wire.sent("message")] == [200] * 4


def test_a_token_that_is_refused_at_first_ends_the_line(sandbox: SandboxServer) -> None:
    line = SocketLine(sockets_of(sandbox, app_token="xapp-1-wrong"), lambda _envelope: Ack())
    with pytest.raises(PermanentFailure, match="invalid_auth"):
        line.run(threading.Event())


@pytest.mark.parametrize("token", ["bot_token", "nothing"])
def test_sockets_are_opened_with_an_app_level_token_alone(sandbox: SandboxServer, token: str) -> None:
    refused = {"bot_token": sandbox.bot_token, "nothing": "xapp-nothing"}[token]
    with pytest.raises(PermanentFailure):
        sockets_of(sandbox, app_token=refused).open_address()


def test_a_socket_that_says_goodbye_instead_of_hello_is_a_failure_that_names_the_reason(
    sandbox: SandboxServer,
) -> None:
    sandbox.platform.endpoint.sockets.is_enabled = False
    with pytest.raises(TransientFailure, match="link_disabled"):
        sockets_of(sandbox).open()


def test_the_pauses_double_up_to_the_longest() -> None:
    pauses = Pauses(first=timedelta(seconds=1), longest=timedelta(seconds=5))
    assert [pauses.after(failures).total_seconds() for failures in range(6)] == [0, 0, 1, 2, 4, 5]


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "hello", "num_connections": 1},
        {"type": "events_api", "envelope_id": "e1"},
        {"type": "events_api", "envelope_id": 7, "payload": {"type": "x"}},
        {"type": "events_api", "envelope_id": "e1", "payload": []},
        {"type": "events_api", "envelope_id": "e1", "payload": {}},
        {"envelope_id": "e1", "payload": {"type": "x"}},
    ],
)
def test_only_envelopes_are_taken_for_envelopes(frame: dict[str, object]) -> None:
    assert read_envelope(frame) is None
    assert not announces_end(frame)
