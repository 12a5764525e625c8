"""Events are signed, must be acked in time, and are retried as Slack retries them."""

import hashlib
import hmac
import time

import pytest
from slack_sdk.signature import SignatureVerifier

from sandbox.server import SandboxServer
from tests.sandbox.conftest import StartSandbox
from tests.sandbox.listening_app import Answer, ListeningApp, Received


def retry_fields(request: Received) -> tuple[str | None, str | None]:
    return request.headers.get("x-slack-retry-num"), request.headers.get("x-slack-retry-reason")


def ask_for_help(sandbox: SandboxServer) -> None:
    sandbox.actor("rosa").post("it-help", "help")
    sandbox.wait_idle()


def test_what_is_sent_carries_slacks_signature(sandbox: SandboxServer, app: ListeningApp) -> None:
    ask_for_help(sandbox)

    request = app.received[0]

    base = b"v0:" + request.headers["x-slack-request-timestamp"].encode() + b":" + request.body
    expected = "v0=" + hmac.new(sandbox.signing_secret.encode(), base, hashlib.sha256).hexdigest()
    assert request.headers["x-slack-signature"] == expected
    assert SignatureVerifier(sandbox.signing_secret).is_valid_request(request.body, request.headers)


def test_an_acked_event_is_sent_once(sandbox: SandboxServer, app: ListeningApp) -> None:
    ask_for_help(sandbox)

    assert [retry_fields(each) for each in app.received] == [(None, None)]


def test_a_failing_app_gets_three_retries_with_the_same_event_id(sandbox: SandboxServer, app: ListeningApp) -> None:
    app.answer = lambda _request: Answer(status=500)
    ask_for_help(sandbox)

    numbers = [retry_fields(each) for each in app.received]

    assert numbers == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    assert len({each.payload["event_id"] for each in app.received}) == 1


def test_retries_end_with_the_first_ack(sandbox: SandboxServer, app: ListeningApp) -> None:
    app.answer = lambda request: Answer(status=200 if "x-slack-retry-num" in request.headers else 503)
    ask_for_help(sandbox)

    assert [retry_fields(each)[0] for each in app.received] == [None, "1"]


def test_an_ack_that_comes_too_late_counts_as_none(app: ListeningApp, start_sandbox: StartSandbox) -> None:
    app.answer = lambda request: Answer(after=0.0 if "x-slack-retry-num" in request.headers else 0.5)
    ask_for_help(start_sandbox(ack_timeout=0.2))

    assert [retry_fields(each) for each in app.received] == [(None, None), ("1", "http_timeout")]


def test_an_app_may_refuse_to_be_tried_again(sandbox: SandboxServer, app: ListeningApp) -> None:
    app.answer = lambda _request: Answer(status=500, headers=(("X-Slack-No-Retry", "1"),))
    ask_for_help(sandbox)

    assert len(app.received) == 1


def test_nobody_listening_is_a_failed_connection(start_sandbox: StartSandbox) -> None:
    sandbox = start_sandbox(events_url=None)
    ask_for_help(sandbox)

    tries = sandbox.wire.sent("message")

    assert [entry.error for entry in tries] == ["connection_failed"] * 4


def test_slack_waits_a_minute_and_then_five(app: ListeningApp, start_sandbox: StartSandbox) -> None:
    app.answer = lambda _request: Answer(status=500)
    sandbox = start_sandbox(retry_delays=(0, 60, 300))
    sandbox.actor("rosa").post("it-help", "help")

    with pytest.raises(TimeoutError, match="still under way or due"):
        sandbox.wait_idle(0.5)

    assert [retry_fields(each)[0] for each in app.received] == [None, "1"]


def test_a_duplicate_has_the_same_event_id(sandbox: SandboxServer, app: ListeningApp) -> None:
    sandbox.admin.add_fault("duplicate", on="message")
    ask_for_help(sandbox)

    assert len(app.received) == 2
    assert len({each.payload["event_id"] for each in app.received}) == 1


def test_a_dropped_ack_makes_slack_deliver_again(sandbox: SandboxServer, app: ListeningApp) -> None:
    sandbox.admin.add_fault("drop_ack", on="message.channels")
    ask_for_help(sandbox)

    assert [retry_fields(each) for each in app.received] == [(None, None), ("1", "http_timeout")]


def test_an_unreachable_app_gets_the_event_with_the_retry(sandbox: SandboxServer, app: ListeningApp) -> None:
    sandbox.admin.add_fault("unreachable", on="message")
    ask_for_help(sandbox)

    assert [retry_fields(each) for each in app.received] == [("1", "connection_failed")]


def test_a_reordered_event_comes_after_the_next(sandbox: SandboxServer, app: ListeningApp) -> None:
    sandbox.admin.add_fault("reorder", on="message")
    rosa = sandbox.actor("rosa")
    rosa.post("it-help", "first")
    rosa.post("it-help", "second")
    sandbox.wait_idle()

    assert [event["text"] for event in app.events] == ["second", "first"]


def test_a_delayed_event_comes_late(sandbox: SandboxServer, app: ListeningApp) -> None:
    sandbox.admin.add_fault("delay", on="message", seconds=0.3)
    started = time.monotonic()
    ask_for_help(sandbox)

    assert time.monotonic() - started >= 0.3
    assert len(app.received) == 1


def test_a_fault_strikes_only_what_it_names(sandbox: SandboxServer, app: ListeningApp) -> None:
    sandbox.admin.add_fault("duplicate", on="reaction_added", times=None)
    sandbox.admin.add_fault("duplicate", on="message", match={"channel": "C00ITTRIAGE"})
    ask_for_help(sandbox)

    assert len(app.received) == 1
