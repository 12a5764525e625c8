"""The demo's machinery: the sandbox, a database of the demo's own, and the desk's roles as real processes."""

import fcntl
import os
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TextIO

import httpx
from cryptography.fernet import Fernet
from sqlalchemy import text

from bot.clocks import AheadFile
from bot.errors import StartRefused
from bot.gateways.database import create_database_engine, migrate
from bot.gateways.embedded_postgres import EmbeddedPostgres
from bot.logs import configure_logs
from bot.manifest import EVENTS_PATH, Transport, manifest
from bot.processes import Supervisor
from bot.serving import roles
from bot.settings import WHAT_IT_SHOULD_BE
from sandbox.server import SandboxServer
from sandbox.time_machine import TimeMachine

LOCALHOST = "127.0.0.1"
READY_SECONDS = 60.0
NOTICE_SECONDS = 1.0


@contextmanager
def running_desk(folder: Path, transport: Transport = Transport.HTTP) -> Iterator[SandboxServer]:
    """Run the sandbox and a desk on it for as long as the block lasts; yield the sandbox once the desk is ready.

    Args:
        folder: where the database server's files and the desk's log (`desk.log`) are. What the desk knew of an
            earlier run is forgotten, as the sandbox has forgotten it.
        transport: how what happens in the sandbox reaches the desk.

    Raises:
        StartRefused: the desk did not become ready, and its log says why; or a demo is running in the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    ahead = AheadFile(folder / "ahead")
    sandbox = SandboxServer(
        manifest(transport),
        events_url=f"http://{LOCALHOST}:{port}{EVENTS_PATH}",
        time_machine=TimeMachine(ahead.write),
    )
    postgres = EmbeddedPostgres(folder / "postgres")
    log_path = folder / "desk.log"
    with log_path.open("w", encoding="utf-8") as log:
        configure_logs(log)
        with _alone_in(folder), postgres as database_url, sandbox, _kept_running(postgres):
            _empty(database_url)
            migrate(database_url)
            ahead.write(timedelta(0))
            with _running_roles(transport, _environment(sandbox, database_url, port, transport), ahead, log):
                _wait_until_ready(port, log_path)
                yield sandbox


def _environment(sandbox: SandboxServer, database_url: str, port: int, transport: Transport) -> dict[str, str]:
    """Return this process's environment with every variable of ours set for the demo alone."""
    foreign = {name: value for name, value in os.environ.items() if name not in WHAT_IT_SHOULD_BE}
    way_in = {
        "SLACK_SIGNING_SECRET": sandbox.signing_secret,
        "DESKBELL_PUBLIC_URL": f"http://{LOCALHOST}:{port}",
        "DESKBELL_SECRET_KEYS": Fernet.generate_key().decode(),
    }
    if transport is Transport.SOCKET:
        way_in = {"SLACK_APP_TOKEN": sandbox.app_token}
    return {
        **foreign,
        **way_in,
        "DATABASE_URL": database_url,
        "SLACK_API_URL": sandbox.api_url,
        "SLACK_BOT_TOKEN": sandbox.bot_token,
        "PORT": str(port),
    }


@contextmanager
def _running_roles(
    transport: Transport, environment: Mapping[str, str], ahead: AheadFile, log: TextIO
) -> Iterator[None]:
    moved = ("--ahead-file", str(ahead.path))
    children = roles(transport, ingress=("--host", LOCALHOST, *moved), worker=moved, scheduler=moved)
    supervisor = Supervisor(children, environment=environment, output=log)
    stop = threading.Event()
    thread = threading.Thread(target=supervisor.run, args=(stop,), name="supervisor")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder for this demo alone: two would take each other's work for a Slack of their own."""
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StartRefused(f"a demo is running in {folder} already; end it first, with Ctrl-C.") from None
        yield


def _empty(database_url: str) -> None:
    engine = create_database_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


@contextmanager
def _kept_running(postgres: EmbeddedPostgres) -> Iterator[None]:
    """Start the database again if somebody kills it: the desk's processes take it for somebody's own."""
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(NOTICE_SECONDS):
            postgres.ensure_running()

    thread = threading.Thread(target=watch, name="database-watch")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOCALHOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(port: int, log_path: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    with httpx.Client(base_url=f"http://{LOCALHOST}:{port}", trust_env=False) as client:
        while time.monotonic() < deadline:
            try:
                if client.get("/health/ready").is_success:
                    return
            except httpx.TransportError:
                pass  # not listening yet
            time.sleep(0.1)
    raise StartRefused(f"the desk was not ready after {READY_SECONDS:.0f} s; {log_path} says why.")
