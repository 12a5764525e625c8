"""Rows for the delivery tests, and deliverers that need no desk."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from bot.delivery.attempt import Office, Rules
from bot.delivery.kinds import THREAD_GONE, Deliverer, Post, Step, by_kind
from bot.delivery.leases import Row
from bot.delivery.pacing import Pace, Queueing
from bot.delivery.retries import Retries
from bot.delivery.worker import Tempo, Worker
from bot.domain.desk.instants import system_clock
from bot.gateways.database import Sessions
from bot.gateways.slack_port import Outgoing, Posted, SlackPort
from bot.services.desk.outbox import NOTIFY_CHANNEL
from models.desk import OutboxRow, OutboxState, Workspace
from tests.support.outbox_waits import moving_kinds
from tests.support.slack_worlds import CHANNEL, blocks_of

POST = "test.post"
LEASE = timedelta(seconds=30)
UNPACED = Pace(burst=10_000, interval=timedelta(milliseconds=1))
HASTY = Rules(lease=LEASE, pace=UNPACED, retries=Retries().scaled(0.01))


def make_workspace(session: Session) -> Workspace:
    """Add the workspace that rows belong to."""
    workspace = Workspace(
        slack_team_id="T00000ACME",
        name="Acme",
        url="https://acme.slack.com/",
        slack_bot_user_id="U000000BOT",
        slack_bot_id="B0DESKBELL",
        granted_scopes=[],
        installed_at=datetime(2026, 11, 23, tzinfo=UTC),
    )
    session.add(workspace)
    session.flush()
    return workspace


def add_row(
    session: Session, workspace_id: int, text: str = "Hello", *, lane: str = "lane/1", kind: str = POST, **facts: Any
) -> OutboxRow:
    """Add a row that posts `text`; `facts` are further columns."""
    row = OutboxRow(workspace_id=workspace_id, kind=kind, lane=lane, payload={"text": text}, **facts)
    session.add(row)
    session.flush()
    return row


def add_many_rows(session: Session, workspace_id: int, number: int, **facts: Any) -> None:
    """Add rows at one go, each in a lane of its own: enough of them have the planner use indexes."""
    columns = {"workspace_id": workspace_id, "kind": POST, "payload": {}, **facts}
    session.add_all(OutboxRow(lane=f"many/{each}", **columns) for each in range(number))
    session.flush()


def wake_workers(session: Session) -> None:
    """Tell workers about rows that were added by hand."""
    session.execute(select(func.pg_notify(NOTIFY_CHANNEL, "")))


def posting(record: Callable[[Session, Posted], object] = lambda _session, _posted: None, **facts: Any) -> Deliverer:
    """Return the deliverer of `add_row`'s rows; `facts` are those of the step."""

    def prepare(session: Session, row: Row, *, now: datetime) -> Step:
        del session, now
        text, channel = row.payload["text"], row.payload.get("channel", CHANNEL)
        return Post(Outgoing(channel, text, blocks_of(text), str(row.message_id)), record, **facts)

    return Deliverer(POST, prepare)


def answering(kind: str, step: Callable[[Session, Row], Step], gone: frozenset[str] = THREAD_GONE) -> Deliverer:
    """Return a deliverer that answers with what `step` returns."""

    def prepare(session: Session, row: Row, *, now: datetime) -> Step:
        del now
        return step(session, row)

    return Deliverer(kind, prepare, gone)


def office_of(
    sessions: Sessions, slack: SlackPort, deliverers: Iterable[Deliverer] | None = None, *, rules: Rules = HASTY
) -> Office:
    """Return an office whose workspaces all have the same Slack."""
    return Office(
        sessions=sessions,
        port_of=lambda _workspace_id: slack,
        deliverers=by_kind(deliverers or [posting()]),
        clock=system_clock,
        rules=rules,
        queueing=Queueing(rules.pace.interval),
    )


@contextmanager
def working(office: Office, engine: Engine, *, workers: int = 1, threads: int = 2, **options: Any) -> Iterator[None]:
    """Run workers in the background; they have stopped in good order when the block ends."""
    stop = threading.Event()
    tempo = Tempo(threads=threads, poll=0.05)
    running = [
        threading.Thread(target=Worker(office, engine, tempo, **options).run, args=(stop,)) for _ in range(workers)
    ]
    for thread in running:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in running:
            thread.join(30)
    assert not any(thread.is_alive() for thread in running)


def drain(office: Office, engine: Engine, **options: Any) -> None:
    """Work until no row waits and none is being sent."""
    with working(office, engine, **options):
        wait_until(lambda: not count_moving(office.sessions))


def wait_until(is_so: Callable[[], bool], *, seconds: float = 20.0) -> None:
    """Wait until something is so; fail the test if it never is."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def count_unfinished(sessions: Sessions) -> int:
    """Return how many rows wait or are being sent."""
    unfinished = OutboxRow.state.in_([OutboxState.PENDING, OutboxState.SENDING])
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(OutboxRow).where(unfinished)) or 0


def count_moving(sessions: Sessions) -> int:
    """Return how many rows are going to be tried soon: not those that are held back, nor those behind them."""
    with sessions() as session:
        return len(session.scalars(moving_kinds(within=timedelta(minutes=30))).all())


def states(sessions: Sessions) -> Sequence[OutboxState]:
    """Return the rows' states, oldest row first."""
    with sessions() as session:
        return session.scalars(select(OutboxRow.state).order_by(OutboxRow.id)).all()


def get_row(sessions: Sessions, row_id: int) -> OutboxRow:
    """Return a row as it is now."""
    with sessions() as session:
        return session.get_one(OutboxRow, row_id)
