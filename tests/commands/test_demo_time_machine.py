"""The demo's time machine: the page moves the desk's clock by a month, in every process, and Slack's stays."""

import re
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sandbox.remote import RemoteSandbox
from sandbox.seen import Message
from tests.commands.running_demo import running_demo

SOON = 30.0
ALMOST_A_MONTH = timedelta(days=27)


def card_saying(sandbox: RemoteSandbox, words: str) -> Message:
    """Return the card of a request, once it is there."""
    deadline = time.monotonic() + SOON
    while time.monotonic() < deadline:
        for message in sandbox.actor("ben").messages("it-triage"):
            if words in message.text:
                return message
        time.sleep(0.1)
    raise TimeoutError(f"no card says {words}")


@pytest.mark.long
def test_a_month_later_requests_are_dated_by_the_desk_s_clock_and_a_signal_ends_the_demo_in_the_middle_of_a_scene(
    tmp_path: Path,
) -> None:
    now = datetime.now(UTC)

    with running_demo(tmp_path) as demo:
        sandbox = RemoteSandbox(re.findall(r"http://127\.0\.0\.1:\d+", demo.read_until("act as any of them"))[-1])
        sandbox.admin.travel("+1month")
        request = sandbox.actor("rosa").post("it-help", "Is it December already?")
        card = card_saying(sandbox, "Is it December already?")
        sandbox.close()
        code = demo.end_by(signal.SIGTERM)

    opened = re.search(r"Opened <!date\^(\d+)\^", card.words)
    assert opened is not None
    assert datetime.fromtimestamp(int(opened[1]), UTC) - now > ALMOST_A_MONTH
    assert abs(float(request.ts) - now.timestamp()) < SOON
    assert abs(float(card.ts) - now.timestamp()) < 2 * SOON
    assert (code, demo.left_behind()) == (0, [])
