"""`python -m bot serve` and its roles as real processes: an embedded database, a stand-in for Slack, kills, stops."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import httpx
import psutil
import pytest

from bot.manifest import EVENTS_PATH, Transport, manifest
from sandbox.server import SandboxServer
from tests.commands.command_line import environment_of, run
from tests.support import plain_http

Seen = TypeVar("Seen")
SOON = 30.0
FILE = """version: 1
workspace: {admins: ["@ada"]}
queues: [{key: IT, default: true, triage_channel: "#it-triage", group_messages_within: 0s}]
request_channels: [{channel: "#it-help", queue: IT}]
"""


def wait_for(look: Callable[[], Seen | None], awaited: str) -> Seen:
    deadline = time.monotonic() + SOON
    while time.monotonic() < deadline:
        if (seen := look()) is not None:
            return seen
        time.sleep(0.05)
    pytest.fail(f"{awaited} did not come within {SOON} s")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_ready(port: int) -> bool | None:
    try:
        return plain_http.get(f"http://127.0.0.1:{port}/health/ready").is_success or None
    except httpx.TransportError:
        return None


@contextmanager
def serving(env: dict[str, str], folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run `serve` in `folder` until it is ready; kill what is left of it at the end."""
    with (folder / "serve.log").open("ab") as log:
        command = [sys.executable, "-m", "bot", "serve", "--host", "127.0.0.1"]
        parent = subprocess.Popen(command, env=env, cwd=folder, stdout=log, stderr=log, start_new_session=True)
    try:
        wait_for(lambda: is_ready(int(env["PORT"])), f"readiness; {(folder / 'serve.log').read_text()}")
        yield parent
    finally:
        family = [*children_of(parent.pid), psutil.Process(parent.pid)] if psutil.pid_exists(parent.pid) else []
        for process in family:
            process.kill()
        parent.wait()


def children_of(pid: int) -> list[psutil.Process]:
    return psutil.Process(pid).children(recursive=True) if psutil.pid_exists(pid) else []


def is_alive(pid: int) -> bool:
    """Return whether a process runs; one that ended and was not waited for yet does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def find_role(parent_pid: int, name: str) -> psutil.Process | None:
    """Return the living child that runs a role."""
    for child in psutil.Process(parent_pid).children():
        if child.status() != psutil.STATUS_ZOMBIE and name in child.cmdline():
            return child
    return None


@pytest.fixture
def env(sandbox: SandboxServer, fresh_database_url: str, tmp_path: Path) -> dict[str, str]:
    """The environment of a desk on the sandbox, whose configuration is applied at start."""
    (tmp_path / "desk.yaml").write_text(FILE)
    port = free_port()
    sandbox.events_url = f"http://127.0.0.1:{port}{EVENTS_PATH}"
    return environment_of(
        sandbox,
        fresh_database_url,
        PORT=str(port),
        DESKBELL_CONFIG=str(tmp_path / "desk.yaml"),
        HOME=str(tmp_path / "no"),
    )


def confirmation_of(sandbox: SandboxServer, text: str) -> str:
    """Post a request as rosa and return the confirmation in her thread."""
    rosa = sandbox.actor("rosa")
    request = rosa.post("it-help", text)

    def look() -> str | None:
        replies = [reply.text for reply in rosa.thread("it-help", request) if "opened" in reply.text]
        return replies[0] if replies else None

    return wait_for(look, "the confirmation")


@pytest.mark.long
def test_one_command_serves_a_desk_and_ends_well(sandbox: SandboxServer, env: dict[str, str], tmp_path: Path) -> None:
    with serving(env, tmp_path) as parent:
        confirmation = confirmation_of(sandbox, "My laptop is broken")
        roles = children_of(parent.pid)
        parent.send_signal(signal.SIGTERM)
        code = parent.wait(SOON)

    assert confirmation.startswith("IT-1 opened.")
    assert code == 0
    assert not [role for role in roles if is_alive(role.pid)]
    assert not (tmp_path / "no").exists(), "nothing is written under HOME"


@pytest.mark.long
def test_with_an_app_level_token_the_same_command_uses_socket_mode_and_needs_no_secret(
    fresh_database_url: str, tmp_path: Path
) -> None:
    (tmp_path / "desk.yaml").write_text(FILE)
    with SandboxServer(manifest(Transport.SOCKET), rate_scale=None) as sandbox:
        ours = {"PORT": str(free_port()), "DESKBELL_CONFIG": str(tmp_path / "desk.yaml")}
        env = environment_of(sandbox, fresh_database_url, SLACK_APP_TOKEN=sandbox.app_token, **ours)
        del env["SLACK_SIGNING_SECRET"]
        with serving(env, tmp_path) as parent:
            confirmation = confirmation_of(sandbox, "My laptop is broken")
            command = sandbox.actor("rosa").command("/desk", "list")
            is_by_socket = find_role(parent.pid, "socket-mode") is not None
            parent.send_signal(signal.SIGTERM)
            code = parent.wait(SOON)

    assert confirmation.startswith("IT-1 opened.")
    assert (command.status, code, is_by_socket) == (200, 0, True)


@pytest.mark.long
@pytest.mark.parametrize("role", ["web", "worker"])
def test_a_role_that_is_killed_comes_back(
    sandbox: SandboxServer, env: dict[str, str], tmp_path: Path, role: str
) -> None:
    with serving(env, tmp_path) as parent:
        killed = wait_for(lambda: find_role(parent.pid, role), "the role")
        killed.kill()
        wait_for(lambda: find_role(parent.pid, role), "a new one")
        wait_for(lambda: is_ready(int(env["PORT"])), "readiness")

        confirmation = confirmation_of(sandbox, "Still there?")

    assert confirmation.startswith("IT-1 opened.")


@pytest.mark.long
def test_all_roles_end_when_the_parent_is_killed(env: dict[str, str], tmp_path: Path) -> None:
    with serving(env, tmp_path) as parent:
        roles = children_of(parent.pid)
        parent.kill()
        parent.wait()
        wait_for(lambda: None if [role for role in roles if is_alive(role.pid)] else True, "the end of the roles")

    assert len(roles) >= 3


@pytest.mark.long
def test_without_a_database_url_an_embedded_one_is_kept_and_revived(
    sandbox: SandboxServer, env: dict[str, str], tmp_path: Path
) -> None:
    del env["DATABASE_URL"]
    with serving(env, tmp_path) as parent:
        first = confirmation_of(sandbox, "Before")
        os.kill(postgres_pid(tmp_path), signal.SIGKILL)
        wait_for(lambda: is_ready(int(env["PORT"])), "the database's return")
        second = confirmation_of(sandbox, "After")
        last = postgres_pid(tmp_path)
        parent.terminate()
        parent.wait(SOON)

    assert [first.split()[0], second.split()[0]] == ["IT-1", "IT-2"]
    assert not is_alive(last), "the last one out stops the server"


def postgres_pid(folder: Path) -> int:
    """Return the id of the embedded server's first process: the others follow it."""
    pid_file = next((folder / ".deskbell" / "postgres").rglob("postmaster.pid"))
    return int(pid_file.read_text().split()[0])


@pytest.mark.parametrize(
    ("command", "variables", "line"),
    [
        ("web", {"SLACK_SIGNING_SECRET": ""}, "deskbell: SLACK_SIGNING_SECRET is malformed: "),
        ("serve", {"SLACK_APP_TOKEN": "xapp-1-a"}, "deskbell: Slack did not take SLACK_APP_TOKEN (invalid_auth): "),
        ("socket-mode", {"SLACK_APP_TOKEN": "xapp-1-a"}, "deskbell: Slack did not take SLACK_APP_TOKEN (invalid_auth)"),
        ("socket-mode", {}, "deskbell: SLACK_APP_TOKEN is missing: it should be an app-level token, "),
        ("web", {"SLACK_BOT_TOKEN": "xoxb-wrong"}, "deskbell: Slack did not say who we are (invalid_auth): "),
        (
            "serve",
            {"DATABASE_URL": "postgresql://127.0.0.1:1/none"},
            "deskbell: DATABASE_URL names a PostgreSQL that does not ",
        ),
    ],
)
def test_a_start_that_cannot_work_is_refused_in_one_line(
    env: dict[str, str], command: str, variables: dict[str, str], line: str
) -> None:
    ended = run(command, env={**env, **variables})

    assert (ended.code, ended.out) == (2, "")
    last = ended.err.splitlines()[-1]
    assert last.startswith(line)
    assert "Traceback" not in ended.err


def test_a_refused_configuration_file_stops_the_start_with_its_problems(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "desk.yaml").write_text("version: 1\nqueues:\n- {key: IT, triage_channel: '#nowhere'}\n- {key: it}\n")

    ended = run("serve", env=env)

    assert ended.code == 2
    assert ended.err.splitlines()[-1].startswith(f"deskbell: {tmp_path / 'desk.yaml'}:4 queues[1].key: ")
