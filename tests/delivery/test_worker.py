"""Workers on real wires: order, no message twice, obedience to rate limits, good stops."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import OperationalError

from bot.delivery.attempt import Rules
from bot.delivery.kinds import Call
from bot.delivery.pacing import Pace
from bot.delivery.retries import Retries
from bot.delivery.worker import Tempo, Worker
from bot.domain.desk.instants import system_clock
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.gateways.database import Sessions, create_database_engine, create_sessions
from bot.gateways.slack import SlackClient
from models.desk import OutboxState, Person
from sandbox.server import SandboxServer
from tests.delivery.outbox_rows import (
    HASTY,
    LEASE,
    POST,
    UNPACED,
    add_row,
    answering,
    count_unfinished,
    drain,
    get_row,
    make_workspace,
    office_of,
    posting,
    states,
    wait_until,
    wake_workers,
    working,
)
from tests.support.slack_worlds import CHANNEL, sandbox

TRIAGE = "C00ITTRIAGE"


@pytest.fixture
def server() -> Iterator[SandboxServer]:
    with sandbox() as server:
        yield server


@pytest.fixture
def client(server: SandboxServer) -> SlackClient:
    return SlackClient(server.bot_token, base_url=server.api_url, timeout=timedelta(seconds=2))


@pytest.fixture
def workspace_id(sessions: Sessions) -> int:
    with sessions.begin() as session:
        return make_workspace(session).id


@pytest.fixture
def own_engine(fresh_database_url: str) -> Iterator[Engine]:
    engine = create_database_engine(fresh_database_url, pool_size=10)
    yield engine
    engine.dispose()


def add_rows(sessions: Sessions, workspace_id: int, count: int, *, lanes: int = 1) -> None:
    with sessions.begin() as session:
        for number in range(count):
            add_row(session, workspace_id, f"{number}", lane=f"lane/{number % lanes}")


def texts(server: SandboxServer, channel: str = CHANNEL) -> list[str]:
    return [message.text for message in server.actor("ada").messages(channel)]


def in_lane(said: list[str], lane: int, lanes: int) -> list[int]:
    return [int(number) for number in said if int(number) % lanes == lane]


def test_workers_send_every_row_once_and_in_order_per_lane(
    sessions: Sessions, engine: Engine, workspace_id: int, client: SlackClient, server: SandboxServer
) -> None:
    add_rows(sessions, workspace_id, 60, lanes=7)

    drain(office_of(sessions, client), engine, workers=3, threads=3)

    said = texts(server)
    assert sorted(map(int, said)) == list(range(60))
    assert all(in_lane(said, lane, 7) == sorted(in_lane(said, lane, 7)) for lane in range(7))


def test_no_message_is_lost_or_doubled_when_answers_are_lost_and_servers_fail(
    sessions: Sessions, engine: Engine, workspace_id: int, client: SlackClient, server: SandboxServer
) -> None:
    add_rows(sessions, workspace_id, 40, lanes=5)
    for kind in ("answer_lost", "cut", "server_error"):
        server.admin.add_fault(kind, times=8)

    drain(office_of(sessions, client), engine, workers=2, threads=2)

    said = texts(server)
    assert sorted(map(int, said)) == list(range(40))
    assert all(in_lane(said, lane, 5) == sorted(in_lane(said, lane, 5)) for lane in range(5))
    assert set(states(sessions)) == {OutboxState.SENT}


def test_a_rate_limited_channel_is_left_alone_for_as_long_as_slack_says(
    sessions: Sessions, engine: Engine, workspace_id: int, client: SlackClient, server: SandboxServer
) -> None:
    add_rows(sessions, workspace_id, 3, lanes=3)
    server.admin.add_fault("rate_limited", on="chat.postMessage", seconds=1)
    started = time.monotonic()

    drain(office_of(sessions, client), engine, threads=1)

    calls = server.wire.calls("chat.postMessage")
    assert [call.status for call in calls] == [429, 200, 200, 200]
    assert (calls[1].at - calls[0].at).total_seconds() >= 0.95
    assert time.monotonic() - started < 5


def test_slacks_own_limit_per_channel_is_kept_without_a_refusal(
    sessions: Sessions, engine: Engine, workspace_id: int, client: SlackClient, server: SandboxServer
) -> None:
    server.admin.configure(rate_scale=10.0)
    add_rows(sessions, workspace_id, 15, lanes=15)
    rules = Rules(lease=LEASE, pace=Pace(interval=timedelta(seconds=0.12)), retries=HASTY.retries)

    drain(office_of(sessions, client, rules=rules), engine, workers=2, threads=4)

    assert [call.status for call in server.wire.calls("chat.postMessage")] == [200] * 15


def test_one_channel_that_waits_holds_up_no_other(
    sessions: Sessions, engine: Engine, workspace_id: int, client: SlackClient, server: SandboxServer
) -> None:
    pace = Pace(burst=1, interval=timedelta(hours=1))
    with sessions.begin() as session:
        for number in range(30):
            add_row(session, workspace_id, f"slow {number}", lane=f"slow/{number}")
        other = add_row(session, workspace_id, "quick", lane="quick")
        other.payload = {"text": "quick", "channel": TRIAGE}

    with working(office_of(sessions, client, rules=Rules(lease=LEASE, pace=pace)), engine, threads=2):
        wait_until(lambda: texts(server, TRIAGE) == ["quick"])

    assert len(texts(server)) == 1
    assert count_unfinished(sessions) == 29


def test_a_parked_row_frees_the_later_ones_of_its_lane(
    sessions: Sessions, engine: Engine, workspace_id: int, client: SlackClient, server: SandboxServer
) -> None:
    add_rows(sessions, workspace_id, 3)
    server.admin.add_fault("refusal", on="chat.postMessage", error="restricted_action")

    drain(office_of(sessions, client), engine)

    assert states(sessions) == [OutboxState.PARKED, OutboxState.SENT, OutboxState.SENT]
    assert texts(server) == ["1", "2"]


def test_what_a_dead_worker_left_is_found_and_not_sent_again(
    sessions: Sessions, engine: Engine, workspace_id: int, client: SlackClient, server: SandboxServer
) -> None:
    add_rows(sessions, workspace_id, 1)
    office = office_of(sessions, client, rules=Rules(lease=timedelta(seconds=0.3), pace=UNPACED, retries=HASTY.retries))
    left = Worker(office, engine)._claim(1)
    step = posting().prepare(sessions(), left[0], now=office.clock())
    client.post(step.message)  # type: ignore[union-attr]  # `posting` answers with a Post; then the worker dies

    drain(office, engine)

    assert texts(server) == ["0"]
    assert len(server.wire.calls("conversations.history")) == 1
    assert states(sessions) == [OutboxState.SENT]


def test_a_commit_wakes_the_worker_long_before_its_poll(
    sessions: Sessions, engine: Engine, workspace_id: int, client: SlackClient
) -> None:
    office = office_of(sessions, client)
    stop = threading.Event()
    running = threading.Thread(target=Worker(office, engine, Tempo(threads=1, poll=30)).run, args=(stop,))
    running.start()
    time.sleep(0.5)  # it has looked, found nothing, and sleeps

    started = time.monotonic()
    with sessions.begin() as session:
        row_id = add_row(session, workspace_id).id
        wake_workers(session)
    wait_until(lambda: get_row(sessions, row_id).state is OutboxState.SENT)
    took = time.monotonic() - started
    stop.set()
    with sessions.begin() as session:
        wake_workers(session)
    running.join(5)

    assert took < 5
    assert not running.is_alive()


def test_without_notifications_the_poll_finds_the_row(
    sessions: Sessions, engine: Engine, workspace_id: int, client: SlackClient
) -> None:
    with working(office_of(sessions, client), engine):
        time.sleep(0.2)
        with sessions.begin() as session:
            row_id = add_row(session, workspace_id).id
        wait_until(lambda: get_row(sessions, row_id).state is OutboxState.SENT)

    assert states(sessions) == [OutboxState.SENT]


def test_stopping_finishes_what_is_in_hand_and_gives_back_what_is_not_begun(
    sessions: Sessions, engine: Engine, workspace_id: int, client: SlackClient
) -> None:
    is_asked, may_answer = threading.Event(), threading.Event()

    def ask(_slack: object) -> None:
        is_asked.set()
        may_answer.wait(10)

    add_rows(sessions, workspace_id, 4, lanes=4)
    office = office_of(sessions, client, [answering(POST, lambda _session, _row: Call(ask))])
    stop = threading.Event()
    running = threading.Thread(target=Worker(office, engine, Tempo(threads=1, poll=0.05)).run, args=(stop,))
    running.start()
    assert is_asked.wait(10)
    stop.set()
    may_answer.set()
    running.join(10)

    assert not running.is_alive()
    assert sorted(states(sessions)) == [OutboxState.PENDING] * 3 + [OutboxState.SENT]
    assert {get_row(sessions, row_id).attempts for row_id in (2, 3, 4)} == {0}


def test_a_silent_database_is_waited_for_and_revived(
    own_engine: Engine, fresh_database_url: str, client: SlackClient, server: SandboxServer
) -> None:
    sessions = create_sessions(own_engine)
    with sessions.begin() as session:
        workspace_id = make_workspace(session).id
    revived: list[float] = []

    def revive() -> None:
        revived.append(time.monotonic())
        refuse_connections(fresh_database_url, refuse=False)

    with working(office_of(sessions, client), own_engine, revive=revive):
        time.sleep(0.2)
        refuse_connections(fresh_database_url, refuse=True)
        wait_until(lambda: bool(revived))
        wait_until(lambda: can_add_row(sessions, workspace_id))
        wait_until(lambda: texts(server) == ["Hello"])

    assert revived


def can_add_row(sessions: Sessions, workspace_id: int) -> bool:
    try:
        with sessions.begin() as session:
            add_row(session, workspace_id)
    except OperationalError:
        return False
    return True


def refuse_connections(url: str, *, refuse: bool) -> None:
    """End a database's connections and let no new one in, or let them in again."""
    parsed = create_engine(url).url
    parameters = {**parsed.query, "user": parsed.username, "dbname": "postgres"}
    with psycopg.connect(autocommit=True, **parameters) as connection:  # type: ignore[arg-type]  # all are texts
        name = parsed.database or ""
        connection.execute("UPDATE pg_database SET datallowconn = %s WHERE datname = %s", (not refuse, name))
        if refuse:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))


CHILD = """
import sys
from bot.domain.desk.instants import system_clock
from bot.gateways.database import create_database_engine, create_sessions
from bot.gateways.slack import SlackClient
from bot.processes import stop_on_signals
from bot.worker import run_worker
database_url, api_url, token = sys.argv[1:]
stop = stop_on_signals()
engine = create_database_engine(database_url, pool_size=10)
print("ready", flush=True)
run_worker(engine, create_sessions(engine), SlackClient(token, base_url=api_url), system_clock, stop)
print("stopped in good order", flush=True)
"""


def test_sigterm_ends_a_worker_process_after_the_message_in_hand(
    own_engine: Engine, fresh_database_url: str, server: SandboxServer
) -> None:
    sessions = create_sessions(own_engine)
    with sessions.begin() as session:
        workspace_id = make_workspace(session).id
        rosa = Person(workspace_id=workspace_id, slack_user_id="U00000ROSA", seen_at=system_clock())
        session.add(rosa)
        session.flush()
        row = add_row(session, workspace_id, kind=OutboxKind.TELL_PERSON, subject_id=rosa.id)
        row.payload = {"slack_channel_id": CHANNEL, "text": "Slowly"}
    server.admin.add_fault("slow", on="chat.postEphemeral", seconds=1)
    arguments = [sys.executable, "-c", CHILD, fresh_database_url, server.api_url, server.bot_token]

    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as child:
        wait_until(lambda: get_row(sessions, row.id).state is OutboxState.SENDING)
        time.sleep(0.3)
        child.send_signal(signal.SIGTERM)
        said, _ = child.communicate(timeout=15)

    assert child.returncode == 0
    assert said.endswith("stopped in good order\n")
    assert get_row(sessions, row.id).state is OutboxState.SENT


def test_a_lane_of_many_rows_is_sent_without_waiting_for_polls(
    sessions: Sessions, engine: Engine, workspace_id: int, client: SlackClient, server: SandboxServer
) -> None:
    add_rows(sessions, workspace_id, 20)
    office = office_of(sessions, client)
    stop = threading.Event()
    running = threading.Thread(target=Worker(office, engine, Tempo(threads=2, poll=10)).run, args=(stop,))

    started = time.monotonic()
    running.start()
    wait_until(lambda: not count_unfinished(sessions))
    took = time.monotonic() - started
    stop.set()
    with sessions.begin() as session:
        wake_workers(session)
    running.join(5)

    assert texts(server) == [str(number) for number in range(20)]
    assert took < 8


def test_retries_are_not_late_by_a_poll(
    sessions: Sessions, engine: Engine, workspace_id: int, client: SlackClient, server: SandboxServer
) -> None:
    add_rows(sessions, workspace_id, 1)
    server.admin.add_fault("server_error", on="chat.postMessage")
    rules = Rules(lease=LEASE, pace=UNPACED, retries=Retries(first=timedelta(seconds=0.1), doubt=timedelta(0)))
    stop = threading.Event()
    running = threading.Thread(
        target=Worker(office_of(sessions, client, rules=rules), engine, Tempo(threads=1, poll=20)).run, args=(stop,)
    )

    running.start()
    wait_until(lambda: states(sessions) == [OutboxState.SENT], seconds=5)
    stop.set()
    with sessions.begin() as session:
        wake_workers(session)
    running.join(5)

    assert texts(server) == ["0"]
