"""The scheduler as real processes: any of them may be killed at any moment."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from bot.gateways.database import create_database_engine
from bot.gateways.embedded_postgres import EmbeddedPostgres
from scheduler.leadership import SCHEDULER_LOCK
from tests.support.postgres import FAST

REPOSITORY = Path(__file__).resolve().parents[2]

HOLDER = text("""
    SELECT pid FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND (classid::bigint << 32 | objid::bigint) = :key
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
""")


@contextmanager
def scheduler(database_url: str | None, *options: str, folder: Path = REPOSITORY) -> Iterator[subprocess.Popen[bytes]]:
    """Run `python -m scheduler` in a folder for the length of the block; without a URL on the embedded database."""
    command = [sys.executable, "-m", "scheduler", "--tick-seconds", "0.1", *options]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY)}
    if database_url is not None:
        environment["DATABASE_URL"] = database_url
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, env=environment, cwd=folder, stdin=pipe, stderr=pipe)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stderr):
            assert stream is not None
            stream.close()


def holder_of_the_lead(engine: Engine) -> int | None:
    try:
        with engine.connect() as connection:
            pid: int | None = connection.scalar(HOLDER, {"key": SCHEDULER_LOCK})
    except OperationalError:
        return None
    return pid


def wait_for_new_holder(engine: Engine, *, than: int | None = None) -> int:
    """Return the pid of the database session that is in charge, once there is one other than `than`."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        holder = holder_of_the_lead(engine)
        if holder not in {None, than}:
            assert holder is not None
            return holder
        time.sleep(0.02)
    raise AssertionError("nobody took the lead")


def test_when_the_active_scheduler_is_killed_the_other_takes_over(fresh_database_url: str) -> None:
    engine = create_database_engine(fresh_database_url)
    with scheduler(fresh_database_url) as active:
        first_holder = wait_for_new_holder(engine)
        with scheduler(fresh_database_url) as standby:
            time.sleep(2)
            holder_with_two_running = holder_of_the_lead(engine)

            os.kill(active.pid, signal.SIGKILL)

            wait_for_new_holder(engine, than=first_holder)
            is_standby_alive = standby.poll() is None
    engine.dispose()
    assert holder_with_two_running == first_holder
    assert is_standby_alive


def test_sigterm_ends_it_in_order(fresh_database_url: str) -> None:
    engine = create_database_engine(fresh_database_url)
    with scheduler(fresh_database_url) as process:
        wait_for_new_holder(engine)

        process.terminate()
        _, log = process.communicate(timeout=15)

    engine.dispose()
    assert process.returncode == 0
    assert b"scheduler.stopped" in log
    assert b"Traceback" not in log


def test_a_child_ends_when_its_parent_s_pipe_closes(fresh_database_url: str) -> None:
    engine = create_database_engine(fresh_database_url)
    with scheduler(fresh_database_url, "--end-with-parent") as process:
        wait_for_new_holder(engine)

        assert process.stdin is not None
        process.stdin.close()

        assert process.wait(15) == 0
    engine.dispose()


def test_an_embedded_server_that_is_killed_is_started_again(tmp_path: Path) -> None:
    folder = tmp_path / ".deskbell" / "postgres"
    with EmbeddedPostgres(folder, settings=FAST) as url, scheduler(None, folder=tmp_path) as process:
        engine = create_database_engine(url)
        first_holder = wait_for_new_holder(engine)

        os.kill(int((folder / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

        wait_for_new_holder(engine, than=first_holder)
        engine.dispose()
        assert process.poll() is None


def test_a_malformed_setting_stops_the_start_with_one_line() -> None:
    with scheduler("mysql://somewhere") as process:
        _, log = process.communicate(timeout=15)

    assert process.returncode == 2
    assert log.startswith(b"deskbell: DATABASE_URL ")
    assert log.count(b"\n") == 1
