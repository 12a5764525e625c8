"""A channel is posted to no faster than Slack lets, whoever posts."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bot.delivery import pacing
from bot.delivery.pacing import Pace, Queueing
from bot.gateways.database import Sessions
from tests.delivery.outbox_rows import make_workspace

HOUR = timedelta(hours=1)
SLOW = Pace(burst=3, interval=HOUR)


@pytest.fixture
def workspace_id(sessions: Sessions) -> int:
    with sessions.begin() as session:
        return make_workspace(session).id


def test_a_burst_goes_at_once_and_the_next_waits_one_interval(session: Session) -> None:
    workspace = make_workspace(session)

    waits = [pacing.take_slot(session, workspace.id, "C1", SLOW) for _ in range(4)]

    assert waits[:3] == [None, None, None]
    assert waits[3] is not None
    assert HOUR - timedelta(seconds=10) < waits[3] <= HOUR


def test_a_refused_slot_is_not_used_up(session: Session) -> None:
    workspace = make_workspace(session)

    waits = [pacing.take_slot(session, workspace.id, "C1", SLOW) for _ in range(9)]

    assert all(wait is not None and wait <= HOUR for wait in waits[3:])


def test_channels_and_workspaces_do_not_wait_for_each_other(session: Session) -> None:
    workspace = make_workspace(session)
    for _ in range(4):
        pacing.take_slot(session, workspace.id, "C1", SLOW)

    assert pacing.take_slot(session, workspace.id, "C2", SLOW) is None


def test_slots_come_back_at_the_steady_pace(session: Session) -> None:
    workspace = make_workspace(session)
    quick = Pace(burst=1, interval=timedelta(milliseconds=50))
    assert pacing.take_slot(session, workspace.id, "C1", quick) is None

    wait = pacing.take_slot(session, workspace.id, "C1", quick)
    assert wait is not None
    time.sleep(wait.total_seconds() + 0.005)

    assert pacing.take_slot(session, workspace.id, "C1", quick) is None


def test_a_held_channel_lets_nothing_in_and_has_no_burst_afterwards(session: Session) -> None:
    workspace = make_workspace(session)
    quick = Pace(burst=5, interval=timedelta(milliseconds=200))

    pacing.hold(session, workspace.id, "C1", quick, length=timedelta(milliseconds=100))
    first = pacing.take_slot(session, workspace.id, "C1", quick)
    time.sleep(0.11)
    after = [pacing.take_slot(session, workspace.id, "C1", quick) for _ in range(2)]

    assert first is not None
    assert timedelta(0) < first <= timedelta(milliseconds=100)
    assert after[0] is None
    assert after[1] is not None


def test_a_hold_never_shortens_a_longer_one(session: Session) -> None:
    workspace = make_workspace(session)

    pacing.hold(session, workspace.id, "C1", SLOW, length=HOUR)
    pacing.hold(session, workspace.id, "C1", SLOW, length=timedelta(seconds=1))

    wait = pacing.take_slot(session, workspace.id, "C1", SLOW)
    assert wait is not None
    assert wait > HOUR / 2


def test_workers_together_take_no_more_than_the_burst(sessions: Sessions, workspace_id: int) -> None:
    def take(_: int) -> bool:
        with sessions.begin() as session:
            return pacing.take_slot(session, workspace_id, "C1", SLOW) is None

    with ThreadPoolExecutor(6) as pool:
        taken = sum(pool.map(take, range(24)))

    assert taken == SLOW.burst


def test_rows_that_wait_for_one_channel_come_back_one_by_one() -> None:
    queueing = Queueing(timedelta(seconds=1))

    turns = [queueing.join(1, "C1", timedelta(seconds=5)).total_seconds() for _ in range(3)]

    assert turns == pytest.approx([5, 6, 7], abs=0.1)
    assert queueing.join(1, "C2", timedelta(0)).total_seconds() == pytest.approx(0, abs=0.1)


def test_a_scaled_pace_keeps_its_burst() -> None:
    assert Pace().scaled(0.01) == Pace(burst=5, interval=timedelta(milliseconds=10))
