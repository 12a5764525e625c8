"""`python -m bot demo`: every scene over the real wires, and an end that leaves nothing behind."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.commands.command_line import Ended, environment, run


@contextmanager
def demo_running_in(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Run the demo for the length of the block, which begins when the first scene does and must end the demo."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "demo"], env=environment(), cwd=folder, stdout=subprocess.PIPE, text=True
    ) as demo:
        assert demo.stdout is not None
        next(line for line in demo.stdout if "First ticket" in line)
        yield demo


def keys_in(ended: Ended) -> list[str]:
    return sorted(set(re.findall(r"IT-\d+", ended.out)), key=lambda key: int(key[3:]))


def test_the_scenes_are_played_and_measured_and_a_second_run_by_socket_begins_afresh_and_plays_the_same(
    tmp_path: Path,
) -> None:
    first = run("demo", "--once", env=environment(), folder=tmp_path)
    second = run("demo", "--once", "--socket", env=environment(), folder=tmp_path)

    assert (first.code, second.code) == (0, 0), first.err + second.err
    for sentence in (
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
    ):
        assert sentence in first.out
        assert sentence in second.out
    assert re.search(r"http://127\.0\.0\.1:\d+.*First ticket", first.out, re.DOTALL)
    assert re.search(r"Median of 15 requests: \d+ ms to the card, \d+ ms to the confirmation\.", first.out)
    assert keys_in(first) == keys_in(second) == [f"IT-{number}" for number in range(1, 18)]


def test_a_second_demo_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    with demo_running_in(tmp_path) as demo:
        second = run("demo", "--once", env=environment(), folder=tmp_path)
        demo.send_signal(signal.SIGINT)
        code = demo.wait(60)

    assert (code, second.code) == (0, 2)
    assert "a demo is running in" in second.err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_demo_at_any_time_and_everything_with_it(tmp_path: Path, number: signal.Signals) -> None:
    with demo_running_in(tmp_path) as demo:
        roles = psutil.Process(demo.pid).children(recursive=True)
        demo.send_signal(number)
        code = demo.wait(60)

    assert code == 0
    assert len(roles) >= 3
    assert not [role for role in roles if role.is_running() and role.status() != psutil.STATUS_ZOMBIE]
