"""Processes: a role that ends when it is told to, and a parent that keeps several roles running.

A parent holds the writing end of a pipe whose reading end is each child's standard input. However the parent ends, a
kill -9 included, the pipe closes and the children end by themselves.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import TextIO

import structlog

GRACE_SECONDS = 30.0
"""How long a role may finish what it has in hand before it is ended."""

_log = structlog.stdlib.get_logger(__name__)


def stop_on_signals(stop: threading.Event | None = None) -> threading.Event:
    """Return an event that SIGTERM and SIGINT set. Call it in the main thread."""
    stop = stop or threading.Event()

    def set_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, set_stop)
    signal.signal(signal.SIGINT, set_stop)
    return stop


def end_with_parent(*, grace_seconds: float = GRACE_SECONDS) -> None:
    """Have this process end when its standard input closes: SIGTERM at once, the hard way after `grace_seconds`.

    For a child of `Supervisor`, whose standard input is its parent's pipe and carries nothing.
    """

    def watch() -> None:
        while os.read(sys.__stdin__.fileno() if sys.__stdin__ else 0, 64):
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(grace_seconds)
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


@dataclass(frozen=True)
class Role:
    """A child to keep running: what logs call it, and the arguments after the Python interpreter."""

    name: str
    arguments: Sequence[str]


@dataclass
class _Child:
    role: Role
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0  # not before this, on the monotonic clock
    failures: int = 0


@dataclass
class Supervisor:
    """Runs roles as children and restarts what ends, ever later while it keeps failing.

    Args:
        roles: what to run, started in this order.
        environment: the children's environment variables.
        first_pause: seconds before the first restart; doubled each time, up to `longest_pause`.
        healthy_after: a child that ran this many seconds starts over with `first_pause`.
        grace_seconds: how long children may take to end.
        output: where the children write instead of where the parent does.
    """

    roles: Sequence[Role]
    environment: Mapping[str, str]
    first_pause: float = 0.5
    longest_pause: float = 30.0
    healthy_after: float = 20.0
    grace_seconds: float = GRACE_SECONDS
    output: TextIO | None = None
    _children: list[_Child] = field(init=False, default_factory=list)

    def run(self, stop: threading.Event) -> None:
        """Keep the roles running until `stop` is set; then end them, waiting for what they have in hand."""
        reading, writing = os.pipe()
        self._children = [_Child(role) for role in self.roles]
        try:
            while not stop.is_set():
                for child in self._children:
                    self._tend(child, reading)
                stop.wait(0.1)
        finally:
            self._end_all()
            os.close(writing)
            os.close(reading)

    def _tend(self, child: _Child, pipe: int) -> None:
        """Start a child whose time has come; notice one that ended."""
        now = time.monotonic()
        if child.process is None:
            if now >= child.start_at:
                self._start(child, pipe)
        elif (code := child.process.poll()) is not None:
            lived = now - child.started_at
            child.failures = 1 if lived >= self.healthy_after else child.failures + 1
            pause = min(self.longest_pause, self.first_pause * 2 ** (child.failures - 1))
            _log.warning("process.ended", role=child.role.name, code=code, restart_in_seconds=pause)
            child.process, child.start_at = None, now + pause

    def _start(self, child: _Child, pipe: int) -> None:
        child.process = subprocess.Popen(  # noqa: S603 - our own modules, no shell
            [sys.executable, *child.role.arguments],
            stdin=pipe,
            stdout=self.output,
            stderr=self.output,
            env=dict(self.environment),
            start_new_session=True,  # Ctrl-C reaches the parent alone, which ends the children in order
        )
        child.started_at = time.monotonic()
        _log.info("process.started", role=child.role.name, pid=child.process.pid)

    def _end_all(self) -> None:
        running = [child.process for child in self._children if child.process is not None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + self.grace_seconds
        for process in running:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
