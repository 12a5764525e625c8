"""`python -m bot demo`: the whole scene over the real wires, twice on the same data."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.commands.command_line import Ended, environment, run


def keys_in(ended: Ended) -> list[str]:
    return sorted(set(re.findall(r"IT-\d+", ended.out)), key=lambda key: int(key[3:]))


def test_the_scene_is_played_measured_and_played_again_on_the_same_data(tmp_path: Path) -> None:
    first = run("demo", "--once", env=environment(), folder=tmp_path)
    second = run("demo", "--once", env=environment(), folder=tmp_path)

    assert (first.code, second.code) == (0, 0), first.err + second.err
    for sentence in (
        "ada is now a desk admin",
        "#it-triage is now the triage channel of IT",
        "Deskbell says “IT-1 opened.",
        "claimed IT-1 just before you",
        "ben says “Please hold the power button for ten seconds.”",
        "nothing: still 4 messages, none of them the note",
        "IT-1 is resolved. ben marked it as done.",
    ):
        assert sentence in first.out
    assert re.search(r"Median of 7 requests: \d+ ms to the card, \d+ ms to the confirmation\.", first.out)
    assert keys_in(first) == [f"IT-{number}" for number in range(1, 8)]
    assert keys_in(second) == [f"IT-{number}" for number in range(8, 15)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_demo_at_any_time_and_everything_with_it(tmp_path: Path, number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "demo"], env=environment(), cwd=tmp_path, stdout=subprocess.PIPE, text=True
    ) as demo:
        assert demo.stdout is not None
        next(line for line in demo.stdout if "Rosa asks" in line)
        roles = psutil.Process(demo.pid).children(recursive=True)
        demo.send_signal(number)
        code = demo.wait(60)

    assert code == 0
    assert len(roles) >= 3
    assert not [role for role in roles if role.is_running() and role.status() != psutil.STATUS_ZOMBIE]
