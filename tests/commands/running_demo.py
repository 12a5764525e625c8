"""A demo as somebody runs it in a terminal: what it says, what it started, and how it ends."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.commands.command_line import environment

PATIENCE = 60


class RunningDemo:
    """`python -m bot demo`, from its start to its end.

    Args:
        process: the demo, whose output is a pipe.
    """

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._roles: list[psutil.Process] = []

    def read_until(self, words: str) -> str:
        """Return what it says up to the line that holds these words."""
        assert self._process.stdout is not None
        said = ""
        for line in self._process.stdout:
            said += line
            if words in line:
                return said
        raise AssertionError(f"it ended without saying {words!r}: {said}")

    def end_by(self, number: signal.Signals) -> int:
        """Send it a signal, wait for its end, and return its exit code."""
        self._roles = psutil.Process(self._process.pid).children(recursive=True)
        assert len(self._roles) >= 3
        self._process.send_signal(number)
        return self._process.wait(PATIENCE)

    def left_behind(self) -> list[psutil.Process]:
        """Return what it had started and still runs after its end."""
        return [each for each in self._roles if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]


@contextmanager
def running_demo(folder: Path, *options: str) -> Iterator[RunningDemo]:
    """Run the demo in a folder for the length of the block, which has to end it."""
    command = [sys.executable, "-m", "bot", "demo", *options]
    with subprocess.Popen(command, env=environment(), cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield RunningDemo(process)
        except BaseException:
            process.send_signal(signal.SIGINT)
            raise
