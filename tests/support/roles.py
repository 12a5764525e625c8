"""The roles as real processes of a desk in a folder of its own, to be killed and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx
import psutil

from bot.manifest import EVENTS_PATH
from sandbox.server import SandboxServer
from tests.support import plain_http

ROOT = Path(__file__).resolve().parents[2]
WORKER_SCALE, SCHEDULER_SCALE = "0.002", "0.02"
"""How much shorter than real ones their pauses are."""

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "web": ("-m", "bot", "web", "--host", "127.0.0.1", "--threads", "4"),
    "worker": ("-m", "bot", "worker", "--threads", "4", "--pace-scale", WORKER_SCALE, "--lease-seconds", "2"),
    "scheduler": ("-m", "scheduler", "--tick-seconds", "0.3", "--reading-scale", SCHEDULER_SCALE),
}

DATABASE = "database"
MORTALS = (*COMMANDS, DATABASE)
"""Everything that can be killed."""


class Roles:
    """Web, worker and scheduler on one embedded PostgreSQL; `with` starts them and ends them.

    Args:
        folder: where they keep their state and their logs.
        sandbox: the Slack they talk to; it is told where the web role listens.
    """

    def __init__(self, folder: Path, sandbox: SandboxServer) -> None:
        self._folder = folder
        self._port = _free_port()
        self._sandbox = sandbox
        self._environment = _environment(sandbox, self._port)
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        sandbox.events_url = f"http://127.0.0.1:{self._port}{EVENTS_PATH}"

    @property
    def database_folder(self) -> Path:
        """Where the embedded PostgreSQL keeps its data."""
        return self._folder / ".deskbell" / "postgres" / "data"

    def start(self, name: str) -> None:
        """Start a role."""
        with (self._folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                [sys.executable, *COMMANDS[name]],
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """Kill -9 a role and whatever it started, or the database."""
        if name == DATABASE:
            self._kill_database()
            return
        process = self._running[name]
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_and_restart(self, name: str) -> None:
        """Kill -9 a role and start it again, or the database, which the roles start again."""
        self.kill(name)
        if name != DATABASE:
            self.start(name)

    def wait_ready(self, timeout: float = 60.0) -> None:
        """Wait until the web role says that it is ready."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            try:
                if plain_http.get(f"http://127.0.0.1:{self._port}/health/ready").status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        raise TimeoutError((self._folder / "web.log").read_text()[-2000:])

    def list_dead(self) -> list[str]:
        """Return the roles that have ended by themselves."""
        return [name for name, process in self._running.items() if process.poll() is not None]

    def logs(self) -> str:
        """Return everything the roles have logged."""
        return "\n".join(path.read_text(errors="replace") for path in sorted(self._folder.glob("*.log")))

    def __enter__(self) -> Self:
        for name in COMMANDS:
            self.start(name)
        self.wait_ready()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            process.wait(timeout=40)

    def _kill_database(self, timeout: float = 30.0) -> None:
        """Kill -9 the database's first process, waiting for one if the last has just been killed."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            for process in psutil.process_iter(["cmdline", "ppid"]):
                command = process.info["cmdline"] or []
                if str(self.database_folder) in command and "postgres" in command[0]:
                    process.kill()
                    return
            time.sleep(0.05)
        raise TimeoutError("no database to kill")


@contextmanager
def leaving_no_process(folder: Path) -> Iterator[None]:
    """Assert that nothing started with `folder` as its working directory or data outlives the block."""
    yield
    left = [
        process.cmdline()
        for process in psutil.process_iter()
        if process.status() != psutil.STATUS_ZOMBIE and str(folder) in " ".join(process.cmdline())
    ]
    assert left == []


def _environment(sandbox: SandboxServer, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "SLACK_API_URL": sandbox.api_url,
        "SLACK_BOT_TOKEN": sandbox.bot_token,
        "SLACK_SIGNING_SECRET": sandbox.signing_secret,
        "PORT": str(port),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
