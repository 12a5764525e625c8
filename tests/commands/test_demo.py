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
def test_the_scenes_are_played_and_measured_and_a_second_run_by_socket_begins_afresh_and_plays_the_same(
    tmp_path: Path,
) -> None:
    with running_demo(tmp_path) as demo:
        first = demo.read_until("The desk stays until you press Ctrl-C.")
        beside_it = run("demo", "--once", env=environment(), folder=tmp_path)
        first_code = demo.end_by(signal.SIGINT)
    second = run("demo", "--once", "--socket", env=environment(), folder=tmp_path)

    assert (first_code, demo.left_behind()) == (0, [])
    assert beside_it.code == 2
    assert "a demo is running in" in beside_it.err
    assert second.code == 0, second.err
    assert [sentence for sentence in PROMISED if sentence not in first or sentence not in second.out] == []
    assert re.search(r"http://127\.0\.0\.1:\d+.*First ticket", first, re.DOTALL)
    assert re.search(r"Median of 15 requests: \d+ ms to the card, \d+ ms to the confirmation\.", first)
    assert keys_in(first) == keys_in(second.out) == [f"IT-{number}" for number in range(1, 18)]
