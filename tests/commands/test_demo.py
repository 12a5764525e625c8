"""`python -m bot demo`: every scene over the real wires, and an end that leaves nothing behind."""

import re
import signal
from pathlib import Path

import pytest

from tests.commands.command_line import environment, run
from tests.commands.running_demo import running_demo

PROMISED = (
    "ada is now a desk admin",
    "Deskbell says “IT-1 opened.",
    "ben says “Please hold the power button for ten seconds.”",
    "claimed IT-2 just before you",
    "in gus's thread: 4 messages, none of them the note",
    "IT-4 is resolved. ben marked it as done.",
    "Please say in a few words what you need.",
    "HR-1 opened.",
    "IT-8 goes on as IT-7",
    "IT-10 is back from its snooze",
)


def keys_in(said: str) -> list[str]:
    return sorted(set(re.findall(r"IT-\d+", said)), key=lambda key: int(key[3:]))


@pytest.mark.long
@pytest.mark.timeout(300)
def test_the_scenes_are_played_and_measured_and_a_second_run_by_socket_begins_afresh(tmp_path: Path) -> None:
    """What the other scenes come to by socket, `tests/scenarios/test_scenes.py` proves."""
    first = run("demo", "--once", env=environment(), folder=tmp_path)
    with running_demo(tmp_path, "--socket") as demo:
        second = demo.read_until("Two agents race")
        beside_it = run("demo", "--once", env=environment(), folder=tmp_path)
        second_code = demo.end_by(signal.SIGINT)

    assert first.code == 0, first.err
    assert (second_code, demo.left_behind()) == (0, [])
    assert beside_it.code == 2
    assert "a demo is running in" in beside_it.err
    assert [sentence for sentence in PROMISED if sentence not in first.out] == []
    assert [sentence for sentence in PROMISED[:3] if sentence not in second] == []
    assert re.search(r"http://127\.0\.0\.1:\d+.*First ticket", first.out, re.DOTALL)
    assert re.search(r"Median of 15 requests: \d+ ms to the card, \d+ ms to the confirmation\.", first.out)
    assert keys_in(first.out) == [f"IT-{number}" for number in range(1, 18)]
    assert keys_in(second) == ["IT-1"]
