"""Running the scheduler: who is in charge does the jobs, and nothing that fails ends it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, create_engine, text
from structlog.testing import capture_logs

from bot.gateways.database import Sessions, create_sessions
from scheduler.app import run_scheduler
from scheduler.job import Job, JobRun
from scheduler.leadership import SCHEDULER_LOCK
from tests.scheduler.rows import NOON

TICK = timedelta(milliseconds=50)
OFTEN = timedelta(milliseconds=20)
RARELY = timedelta(hours=1)


def wait_until(holds: Callable[[], bool], *, seconds: float = 10) -> None:
    """Return as soon as `holds`; fail when it does not for too long."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.01)


class Counter:
    """A job that counts its runs."""

    def __init__(self) -> None:
        self.runs = 0

    def __call__(self) -> int:
        self.runs += 1
        return 1


@contextmanager
def running(
    engine: Engine, *jobs: Job, revive: Callable[[], None] | None = None
) -> Iterator[tuple[threading.Thread, threading.Event]]:
    """Run a scheduler in a thread for the length of the block."""
    stop = threading.Event()
    arguments = {"stop": stop, "tick": TICK, "further_jobs": jobs, "revive": revive}
    thread = threading.Thread(
        target=run_scheduler, args=(create_sessions(engine), engine, lambda: NOON), kwargs=arguments
    )
    thread.start()
    try:
        yield thread, stop
    finally:
        stop.set()
        thread.join(10)
        assert not thread.is_alive()


def end_the_lock_holder(engine: Engine) -> None:
    """Cut the connection of the scheduler that is in charge."""
    holder = text("""
        SELECT pg_terminate_backend(pid, 5000) FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND (classid::bigint << 32 | objid::bigint) = :key
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    """)
    with engine.connect() as connection:
        assert connection.scalar(holder, {"key": SCHEDULER_LOCK})


@pytest.mark.usefixtures("sessions")
def test_every_job_runs_at_once_and_then_at_its_interval(engine: Engine) -> None:
    often, rarely = Counter(), Counter()

    with running(engine, Job("often", OFTEN, often), Job("rarely", RARELY, rarely)):
        wait_until(lambda: often.runs >= 3 and rarely.runs >= 1)

    assert rarely.runs == 1


@pytest.mark.usefixtures("sessions")
def test_the_second_scheduler_stands_by_and_takes_over_with_every_job_run_at_once(engine: Engine) -> None:
    first, second = Counter(), Counter()
    with running(engine, Job("first", OFTEN, first)) as (thread, stop):
        wait_until(lambda: first.runs > 0)
        with running(engine, Job("second", RARELY, second)):
            time.sleep(5 * TICK.total_seconds())
            runs_while_standing_by = second.runs

            stop.set()
            thread.join()

            wait_until(lambda: second.runs == 1)
    assert runs_while_standing_by == 0


@pytest.mark.usefixtures("sessions")
def test_a_scheduler_that_lost_its_connection_takes_the_lead_again(engine: Engine) -> None:
    counter, revived = Counter(), Counter()

    with (
        capture_logs() as lines,
        running(engine, Job("count", RARELY, counter), revive=lambda: [revived()].clear()),
    ):
        wait_until(lambda: counter.runs == 1)
        end_the_lock_holder(engine)
        wait_until(lambda: counter.runs == 2)

    states = [line["now"] for line in lines if line["event"] == "scheduler.state"]
    assert states == ["in_charge", "without_database", "in_charge"]
    assert revived.runs == 1


def test_a_scheduler_without_database_keeps_trying_and_reviving() -> None:
    nowhere = create_engine("postgresql+psycopg://nobody@/nothing?host=/nonexistent")
    counter, revivals = Counter(), Counter()

    def revive() -> None:
        revivals()
        raise RuntimeError("it would not start")

    with running(nowhere, Job("count", OFTEN, counter), revive=revive):
        wait_until(lambda: revivals.runs >= 3)

    assert counter.runs == 0


@pytest.mark.usefixtures("sessions")
def test_stopping_waits_for_the_job_in_hand(engine: Engine) -> None:
    begun, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    def long_job() -> int:
        begun.set()
        may_end.wait(10)
        ended.set()
        return 0

    with running(engine, Job("long", RARELY, long_job)) as (thread, stop):
        begun.wait(10)
        stop.set()
        thread.join(4 * TICK.total_seconds())
        was_waiting = thread.is_alive()
        may_end.set()
        thread.join(10)

    assert was_waiting
    assert ended.is_set()


@pytest.mark.usefixtures("sessions")
def test_a_job_that_takes_longer_than_its_interval_does_not_run_beside_itself(engine: Engine) -> None:
    beside: list[int] = []
    inside = threading.Semaphore(1)

    def slow_job() -> int:
        is_alone = inside.acquire(blocking=False)
        beside.append(0 if is_alone else 1)
        time.sleep(5 * OFTEN.total_seconds())
        inside.release()
        return 0

    with running(engine, Job("slow", OFTEN, slow_job)):
        wait_until(lambda: len(beside) >= 3)

    assert sum(beside) == 0


def failing_job() -> int:
    raise ValueError("rosa's secret")


@pytest.mark.usefixtures("sessions")
def test_a_job_that_fails_ends_neither_itself_nor_the_others(engine: Engine) -> None:
    counter, failures = Counter(), Counter()

    def fail() -> int:
        failures()
        return failing_job()

    with running(engine, Job("fail", OFTEN, fail), Job("count", OFTEN, counter)):
        wait_until(lambda: failures.runs >= 2 and counter.runs >= 2)

    assert failures.runs >= 2


def test_a_failure_is_logged_by_class_and_place_and_never_by_its_words() -> None:
    run = JobRun(Job("fail", OFTEN, failing_job))

    with capture_logs() as lines:
        run()
        run()

    assert [line["failures_in_a_row"] for line in lines] == [1, 2]
    assert "ValueError in failing_job" in lines[0]["error"]
    assert "secret" not in str(lines)


def test_the_first_success_after_failures_says_how_many_there_were() -> None:
    begins = Counter()

    def fail_once() -> int:
        begins()
        return failing_job() if begins.runs == 1 else 0

    run = JobRun(Job("mend", OFTEN, fail_once))

    with capture_logs() as lines:
        run()
        run()

    assert (lines[1]["event"], lines[1]["failures_before"], lines[1]["log_level"]) == ("job.done", 1, "info")


def test_the_desk_s_jobs_run_without_a_failure(sessions: Sessions, engine: Engine) -> None:
    del sessions  # the tables are emptied afterwards

    with capture_logs() as lines, running(engine):
        wait_until(lambda: sum(line["event"] == "job.done" for line in lines) >= 8)

    assert [line for line in lines if line["event"] == "job.failed"] == []
