"""How fast rows leave the outbox, beside the least any database could do for them, measured in the same run."""

import sys
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.delivery import leases
from bot.delivery.attempt import Office, Rules
from bot.delivery.kinds import Call, Deliverer, Step
from bot.delivery.leases import Row
from bot.gateways.database import Sessions
from bot.gateways.recorded_slack import RecordedSlack
from models.desk import OutboxState
from tests.delivery.outbox_rows import POST, UNPACED, answering, make_workspace, office_of

ROWS = 1_000
BATCH = 20
LEASE = timedelta(minutes=5)

FILL = text("""
    INSERT INTO outbox (message_id, workspace_id, kind, lane, payload, collapses, state, attempts, in_doubt)
    SELECT gen_random_uuid(), :workspace_id, 'test.post', 'lane/' || (number % :lanes), '{}', false, 'pending', 0, false
    FROM generate_series(1, :count) AS number
""")
BARE = text("CREATE TABLE bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, done boolean NOT NULL)")


def fill(sessions: Sessions, workspace_id: int, *, lanes: int) -> None:
    """Have rows wait, and the statistics know it."""
    with sessions.begin() as session:
        session.execute(text("DELETE FROM outbox"))
        session.execute(FILL, {"workspace_id": workspace_id, "count": ROWS, "lanes": lanes})
    with sessions.begin() as session:
        session.execute(text("ANALYZE outbox"))


def rate(work: Callable[[], int]) -> float:
    """Return how many rows a second `work` gets through."""
    started = time.perf_counter()
    count = work()
    return count / (time.perf_counter() - started)


def write_bare(sessions: Sessions) -> int:
    """Insert each row and update it, in two transactions: what no outbox can do without."""
    for _ in range(ROWS):
        with sessions.begin() as session:
            bare_id = session.scalar(text("INSERT INTO bare (done) VALUES (false) RETURNING id"))
        with sessions.begin() as session:
            session.execute(text("UPDATE bare SET done = true WHERE id = :id"), {"id": bare_id})
    return ROWS


def claim_and_record(sessions: Sessions, batch: int) -> int:
    """Claim rows and record them as sent, without rendering or sending."""
    count = 0
    while rows := claim(sessions, batch):
        for row in rows:
            with sessions.begin() as session:
                leases.finish(session, row, OutboxState.SENT)
        count += len(rows)
    return count


def deliver(sessions: Sessions, office: Office) -> int:
    """Take rows the whole way, but for the wire: claim, prepare under a renewed lease, ask, record."""
    count = 0
    while rows := claim(sessions, BATCH):
        for row in rows:
            office.deliver(row)
        count += len(rows)
    return count


def claim(sessions: Sessions, batch: int) -> list[Row]:
    """Claim a batch."""
    with sessions.begin() as session:
        return leases.claim_due(session, most=batch, lease=LEASE)


def asking_nothing() -> Deliverer:
    """Return a deliverer whose call takes no time."""
    step: Step = Call(lambda _slack: None)
    return answering(POST, lambda _session, _row: step)


@pytest.mark.benchmark
def test_rows_a_second(sessions: Sessions) -> None:
    with sessions.begin() as session:
        workspace_id = make_workspace(session).id
        session.execute(text("DROP TABLE IF EXISTS bare"))
        session.execute(BARE)
    office = office_of(sessions, RecordedSlack(), [asking_nothing()], rules=Rules(lease=LEASE, pace=UNPACED))
    ways: dict[str, tuple[int, Callable[[], int]]] = {
        "bare insert and update, two transactions": (1, lambda: write_bare(sessions)),
        "claimed one at a time, recorded": (ROWS, lambda: claim_and_record(sessions, 1)),
        "claimed 20 at a time, recorded": (ROWS, lambda: claim_and_record(sessions, BATCH)),
        "the same, ten rows in each lane": (ROWS // 10, lambda: claim_and_record(sessions, BATCH)),
        "claimed 20 at a time, prepared, recorded": (ROWS, lambda: deliver(sessions, office)),
    }

    measured = {}
    for name, (lanes, work) in ways.items():
        fill(sessions, workspace_id, lanes=lanes)
        measured[name] = rate(work)
    with sessions.begin() as session:
        session.execute(text("DROP TABLE bare"))

    least = measured["bare insert and update, two transactions"]
    for name, speed in measured.items():
        sys.stdout.write(f"\n{name:45} {speed:8,.0f} rows/s   {speed / least:5.2f}")
    assert measured["claimed 20 at a time, recorded"] > 0.5 * least
    assert measured["claimed 20 at a time, prepared, recorded"] > 0.25 * least
