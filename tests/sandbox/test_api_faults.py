"""The Web API misbehaves when told to, as often as told."""

import time

import httpx
import pytest

from sandbox.deeds.stage import CannotDo
from sandbox.server import SandboxServer
from tests.support import plain_http

HELP = "C0000ITHELP"


def post(sandbox: SandboxServer, text: str = "hi") -> httpx.Response:
    headers = {"Authorization": f"Bearer {sandbox.bot_token}"}
    return plain_http.post(f"{sandbox.api_url}chat.postMessage", json={"channel": HELP, "text": text}, headers=headers)


def texts(sandbox: SandboxServer) -> list[str]:
    return [message.text for message in sandbox.actor("rosa").messages("it-help")]


def test_an_answer_can_be_lost_after_the_work_was_done(sandbox: SandboxServer) -> None:
    sandbox.admin.add_fault("answer_lost", on="chat.postMessage")

    with pytest.raises(httpx.RemoteProtocolError):
        post(sandbox, "posted all the same")

    assert texts(sandbox) == ["posted all the same"]


def test_a_connection_can_be_cut_before_the_work(sandbox: SandboxServer) -> None:
    sandbox.admin.add_fault("cut", on="chat.postMessage")

    with pytest.raises(httpx.RemoteProtocolError):
        post(sandbox)

    assert texts(sandbox) == []


def test_a_limit_can_be_pretended(sandbox: SandboxServer) -> None:
    sandbox.admin.add_fault("rate_limited", on="chat.postMessage", seconds=7)

    answer = post(sandbox)

    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    assert texts(sandbox) == []


def test_a_server_error_does_no_work(sandbox: SandboxServer) -> None:
    sandbox.admin.add_fault("server_error", on="chat.postMessage", status=503)

    answer = post(sandbox)

    assert answer.status_code == 503
    assert texts(sandbox) == []


def test_any_refusal_can_be_given(sandbox: SandboxServer) -> None:
    sandbox.admin.add_fault("refusal", on="chat.postMessage", error="fatal_error")

    assert post(sandbox).json() == {"ok": False, "error": "fatal_error"}


def test_an_answer_can_be_slow(sandbox: SandboxServer) -> None:
    sandbox.admin.add_fault("slow", on="chat.postMessage", seconds=0.2)
    started = time.monotonic()

    answer = post(sandbox)

    assert answer.json()["ok"]
    assert time.monotonic() - started >= 0.2


def test_a_fault_is_counted(sandbox: SandboxServer) -> None:
    sandbox.admin.add_fault("server_error", times=2)

    assert [post(sandbox).status_code for _ in range(3)] == [500, 500, 200]


def test_a_fault_may_be_about_certain_arguments(sandbox: SandboxServer) -> None:
    sandbox.admin.add_fault("refusal", on="chat.postMessage", match={"text": "unlucky"})

    assert [post(sandbox, text).json()["ok"] for text in ("lucky", "unlucky", "unlucky")] == [True, False, True]


def test_a_fault_with_a_chance_strikes_sometimes(sandbox: SandboxServer) -> None:
    sandbox.admin.add_fault("server_error", times=None, chance=0.5)

    statuses = {post(sandbox).status_code for _ in range(30)}
    sandbox.admin.clear_faults()

    assert statuses == {200, 500}
    assert post(sandbox).status_code == 200


def test_there_are_no_other_faults(sandbox: SandboxServer) -> None:
    with pytest.raises(CannotDo, match="no fault 'earthquake'"):
        sandbox.admin.add_fault("earthquake")
