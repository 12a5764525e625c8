"""The demo's time machine: the page moves the desk's clock by a month, in every process, and Slack's stays."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sandbox.remote import RemoteSandbox
from sandbox.seen import Message
from tests.commands.command_line import environment

SOON = 30.0
ALMOST_A_MONTH = timedelta(days=27)


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[RemoteSandbox]:
    """The sandbox of a running demo whose desk is set up."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "demo"], env=environment(), cwd=tmp_path, stdout=subprocess.PIPE, text=True
    ) as demo:
        assert demo.stdout is not None
        found = (re.search(r"http://127\.0\.0\.1:\d+", line) for line in demo.stdout)
        sandbox = RemoteSandbox(next(match for match in found if match)[0])
        yield sandbox
        sandbox.close()
        demo.send_signal(signal.SIGINT)


def card_saying(sandbox: RemoteSandbox, words: str) -> Message:
    """Return the card of a request, once it is there."""
    deadline = time.monotonic() + SOON
    while time.monotonic() < deadline:
        for message in sandbox.actor("ben").messages("it-triage"):
            if words in message.text:
                return message
        time.sleep(0.1)
    raise TimeoutError(f"no card says {words}")


def test_a_month_later_requests_still_arrive_and_are_dated_by_the_desk_s_clock(sandbox: RemoteSandbox) -> None:
    now = datetime.now(UTC)

    sandbox.admin.travel("+1month")
    request = sandbox.actor("rosa").post("it-help", "Is it December already?")

    card = card_saying(sandbox, "Is it December already?")
    opened = re.search(r"Opened <!date\^(\d+)\^", card.words)
    assert opened is not None
    assert datetime.fromtimestamp(int(opened[1]), UTC) - now > ALMOST_A_MONTH
    assert abs(float(request.ts) - now.timestamp()) < SOON
    assert abs(float(card.ts) - now.timestamp()) < 2 * SOON
