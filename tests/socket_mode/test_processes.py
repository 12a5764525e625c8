"""`python -m bot socket-mode` as real processes: killed, stopped, twice at once, and what its log never says."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine, func, select

from bot.gateways.database import create_database_engine
from bot.manifest import Transport, manifest
from models.desk import Ticket
from sandbox.server import SandboxServer
from tests.commands.command_line import environment_of
from tests.support import plain_http
from tests.support.desk import expect, make_triage, wait_until
from tests.support.grouping import let_each_message_count

MESSAGES = 50
SOON = 60.0
RETRY_DELAYS = (0.0, 4.0, 20.0)
"""Slack's three retries, fifteen times as fast: by the last, a killed process runs again on slow machines, too."""


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    """A sandbox that sends what happens down sockets."""
    with SandboxServer(manifest(Transport.SOCKET), rate_scale=None, retry_delays=RETRY_DELAYS) as server:
        yield server


@pytest.fixture
def engine(fresh_database_url: str) -> Iterator[Engine]:
    """The engine of a database for this test alone."""
    engine = create_database_engine(fresh_database_url, application_name="tests")
    yield engine
    engine.dispose()


class Role:
    """A socket-mode process on the sandbox."""

    def __init__(self, sandbox: SandboxServer, database_url: str, folder: Path) -> None:
        self.port = _free_port()
        self.log = folder / f"socket-mode-{self.port}.log"
        self._environment = environment_of(
            sandbox, database_url, PORT=str(self.port), SLACK_APP_TOKEN=sandbox.app_token
        )
        del self._environment["SLACK_SIGNING_SECRET"]
        self.process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "bot", "socket-mode", "--host", "127.0.0.1"]
        with self.log.open("ab") as log:
            return subprocess.Popen(command, env=self._environment, stdout=log, stderr=log, start_new_session=True)

    def ask(self, path: str) -> httpx.Response | None:
        """Return what the health port answers, or None while nobody listens."""
        try:
            return plain_http.get(f"http://127.0.0.1:{self.port}{path}")
        except httpx.TransportError:
            return None

    def is_ready(self) -> bool:
        """Return whether it says so."""
        answer = self.ask("/health/ready")
        return answer is not None and answer.is_success

    def kill_and_restart(self) -> None:
        """Kill -9, and start again at once."""
        self.end(signal.SIGKILL)
        self.process = self._start()

    def close(self) -> None:
        """Make sure that nothing is left of it."""
        self.process.kill()
        self.process.wait(SOON)

    def end(self, number: int) -> int:
        """Send a signal and return the exit code."""
        os.kill(self.process.pid, number)
        return self.process.wait(SOON)


@contextmanager
def running(sandbox: SandboxServer, database_url: str, folder: Path, *, count: int = 1) -> Iterator[list[Role]]:
    """Run some socket-mode processes, ready, for the length of the block."""
    with ExitStack() as stack:
        roles = [Role(sandbox, database_url, folder) for _ in range(count)]
        for role in roles:
            stack.callback(role.close)
        for role in roles:
            wait_until(role.is_ready, timeout=SOON)
        yield roles


def set_up(sandbox: SandboxServer) -> None:
    ada = sandbox.actor("ada")
    ada.command("/desk", "admin add @ada")
    make_triage(ada, "it-triage", "IT")
    expect(ada.command("/desk", "request #it-help IT every"), "opens a ticket")
    let_each_message_count(ada)


def count_tickets(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalars(select(func.count()).select_from(Ticket)).one()


@pytest.mark.long
@pytest.mark.timeout(240)
def test_fifty_messages_survive_kill_nine(
    sandbox: SandboxServer, fresh_database_url: str, engine: Engine, tmp_path: Path
) -> None:
    with running(sandbox, fresh_database_url, tmp_path) as (role,):
        set_up(sandbox)
        for number in range(MESSAGES):
            sandbox.actor("rosa").post("it-help", f"request {number}")
            time.sleep(0.02)
            if number in {15, 35}:
                role.kill_and_restart()
                wait_until(role.is_ready, timeout=SOON)
        sandbox.wait_idle(SOON)
        log = role.log.read_text()
    assert count_tickets(engine) == MESSAGES
    assert [secret for secret in (sandbox.app_token, sandbox.bot_token, "ticket=", "request ") if secret in log] == []


@pytest.mark.timeout(240)
def test_two_processes_at_once_handle_each_event_once(
    sandbox: SandboxServer, fresh_database_url: str, engine: Engine, tmp_path: Path
) -> None:
    with running(sandbox, fresh_database_url, tmp_path, count=2) as roles:
        set_up(sandbox)
        sandbox.admin.add_fault("duplicate", on="message", times=None, chance=0.5)
        for number in range(20):
            sandbox.actor("rosa").post("it-help", f"request {number}")
        sandbox.wait_idle(SOON)
        answered = [answers_of(role) for role in roles]
    assert count_tickets(engine) == 20
    assert all(answered), "both had their share"


def answers_of(role: Role) -> float:
    """Return how many requests a role has answered with 200."""
    metrics = role.ask("/metrics")
    assert metrics is not None
    lines = [line for line in metrics.text.splitlines() if line.startswith('deskbell_requests_total{status="200"}')]
    return float(lines[0].split()[-1]) if lines else 0.0


@pytest.mark.timeout(240)
def test_a_stop_in_the_middle_loses_nothing_and_says_when_no_socket_is_open(
    sandbox: SandboxServer, fresh_database_url: str, engine: Engine, tmp_path: Path
) -> None:
    with running(sandbox, fresh_database_url, tmp_path) as (role,):
        set_up(sandbox)
        for number in range(10):
            sandbox.actor("rosa").post("it-help", f"request {number}")
        code = role.end(signal.SIGTERM)
        role.process = role._start()
        sandbox.admin.configure(takes_sockets=False)
        wait_until(lambda: role.ask("/health/ready") is not None, timeout=SOON)
        answer = role.ask("/health/ready")
        sandbox.admin.configure(takes_sockets=True)
        wait_until(role.is_ready, timeout=SOON)
        sandbox.wait_idle(SOON)
    assert code == 0
    assert answer is not None
    assert (answer.status_code, answer.json()["reason"]) == (503, "no socket to Slack is open")
    assert count_tickets(engine) == 10


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
