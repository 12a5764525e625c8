"""The supervisor and its children: restarts, signals, and children that end with their parent however it ends."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

import bot
from bot.processes import Role, Supervisor

REPOSITORY = Path(bot.__file__).parent.parent
SOON = 20.0

OBEDIENT = """
    import os, sys
    from bot.processes import end_with_parent, stop_on_signals
    stop = stop_on_signals()
    end_with_parent(grace_seconds=1.0)
    open(sys.argv[1], "a").write(f"{os.getpid()}\\n")
    stop.wait()
    open(sys.argv[1], "a").write("ended well\\n")
"""
CRASHING = """
    import sys
    open(sys.argv[1], "a").write("started\\n")
    sys.exit(3)
"""
DEAF = """
    import os, signal, sys, time
    from bot.processes import end_with_parent
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    end_with_parent(grace_seconds=0.3)
    open(sys.argv[1], "a").write(f"{os.getpid()}\\n")
    time.sleep(60)
"""
PARENT = """
    import os, sys, threading
    from bot.processes import Role, Supervisor, stop_on_signals
    roles = [Role("child", ("-c", sys.argv[1], sys.argv[2]))]
    Supervisor(roles, environment=dict(os.environ)).run(stop_on_signals())
"""


def code(source: str) -> str:
    return textwrap.dedent(source)


def lines_of(diary: Path) -> list[str]:
    return diary.read_text().splitlines() if diary.exists() else []


def eventually(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + SOON
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    return tmp_path / "diary"


@contextmanager
def supervised(source: str, diary: Path) -> Iterator[threading.Event]:
    """Run a supervisor over one child in a thread; yield what stops it."""
    supervisor = Supervisor(
        [Role("child", ("-c", code(source), str(diary)))],
        environment={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        first_pause=0.05,
        longest_pause=0.2,
        grace_seconds=5.0,
    )
    stop = threading.Event()
    thread = threading.Thread(target=supervisor.run, args=(stop,))
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join()


@contextmanager
def parent_process(source: str, diary: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a supervisor over one child as a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    parent = subprocess.Popen([sys.executable, "-c", code(PARENT), code(source), str(diary)], env=environment)
    try:
        yield parent
    finally:
        parent.kill()
        parent.wait()


def test_children_end_well_when_the_supervisor_stops(diary: Path) -> None:
    with supervised(OBEDIENT, diary) as stop:
        assert eventually(lambda: len(lines_of(diary)) == 1)
        stop.set()

    assert lines_of(diary)[1:] == ["ended well"]


def test_a_child_that_crashes_is_started_again_and_again(diary: Path) -> None:
    with supervised(CRASHING, diary):
        was_restarted = eventually(lambda: len(lines_of(diary)) >= 3)

    assert was_restarted


def test_a_child_that_is_killed_is_replaced(diary: Path) -> None:
    with supervised(OBEDIENT, diary):
        assert eventually(lambda: len(lines_of(diary)) == 1)
        os.kill(int(lines_of(diary)[0]), signal.SIGKILL)
        was_replaced = eventually(lambda: len(lines_of(diary)) == 2)

    assert was_replaced


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_the_parent_ends_the_children_in_order(diary: Path, number: signal.Signals) -> None:
    with parent_process(OBEDIENT, diary) as parent:
        assert eventually(lambda: len(lines_of(diary)) == 1)
        parent.send_signal(number)
        code_of_parent = parent.wait(SOON)

    assert code_of_parent == 0
    assert lines_of(diary)[1:] == ["ended well"]


def test_children_end_by_themselves_when_the_parent_is_killed(diary: Path) -> None:
    with parent_process(OBEDIENT, diary) as parent:
        assert eventually(lambda: len(lines_of(diary)) == 1)
        parent.kill()
        ended_well = eventually(lambda: lines_of(diary)[1:] == ["ended well"])

    assert ended_well


def test_a_child_that_ignores_sigterm_still_ends_after_its_killed_parent(diary: Path) -> None:
    with parent_process(DEAF, diary) as parent:
        assert eventually(lambda: len(lines_of(diary)) == 1)
        child = psutil.Process(int(lines_of(diary)[0]))
        parent.kill()
        has_ended = eventually(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)

    assert has_ended
