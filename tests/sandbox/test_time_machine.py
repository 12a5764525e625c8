"""The time machine: where each step leads, and that only the app's clock moves."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sandbox.deeds.stage import CannotDo
from sandbox.server import SandboxServer
from sandbox.time_machine import TimeMachine, UnknownStep
from tests.sandbox.conftest import StartSandbox

BERLIN = ZoneInfo("Europe/Berlin")


def berlin(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=BERLIN)


def machine_at(now: datetime, set_ahead: Callable[[timedelta], None] = lambda _ahead: None) -> TimeMachine:
    return TimeMachine(set_ahead, real_time=lambda: now.astimezone(UTC))


@pytest.mark.parametrize(
    ("step", "now", "then"),
    [
        ("+15m", berlin(2026, 11, 23, 16, 50), berlin(2026, 11, 23, 17, 5)),
        ("+1h", berlin(2026, 11, 23, 23, 30), berlin(2026, 11, 24, 0, 30)),
        ("next_business_morning", berlin(2026, 11, 23, 8, 59), berlin(2026, 11, 23, 9)),
        ("next_business_morning", berlin(2026, 11, 23, 9), berlin(2026, 11, 24, 9)),
        ("next_business_morning", berlin(2026, 11, 27, 17), berlin(2026, 11, 30, 9)),
        ("next_business_morning", berlin(2026, 11, 28, 8), berlin(2026, 11, 30, 9)),
        ("next_business_morning", berlin(2026, 3, 27, 17), berlin(2026, 3, 30, 9)),
        ("+1month", berlin(2026, 11, 23, 10), berlin(2026, 12, 23, 10)),
        ("+1month", berlin(2026, 12, 31, 10), berlin(2027, 1, 31, 10)),
        ("+1month", berlin(2027, 1, 31, 10), berlin(2027, 2, 28, 10)),
        ("+1month", berlin(2026, 3, 10, 10), berlin(2026, 4, 10, 10)),
    ],
)
def test_a_step_leads_where_its_name_says(step: str, now: datetime, then: datetime) -> None:
    machine = machine_at(now)

    machine.go(step)

    assert machine.now.astimezone(UTC) == then.astimezone(UTC)


def test_an_hour_is_an_hour_in_the_night_the_clocks_change() -> None:
    machine = machine_at(berlin(2026, 10, 25, 1, 30))

    for _ in range(3):
        machine.go("+1h")

    assert machine.ahead == timedelta(hours=3)
    assert machine.now == berlin(2026, 10, 25, 3, 30)


def test_steps_add_up_and_the_app_is_told_the_sum() -> None:
    told: list[timedelta] = []
    machine = machine_at(berlin(2026, 11, 23, 10), told.append)

    machine.go("+15m")
    machine.go("+1h")

    assert told == [timedelta(minutes=15), timedelta(minutes=75)]


def test_a_clock_that_could_not_be_moved_was_not() -> None:
    def fail(_ahead: timedelta) -> None:
        raise PermissionError

    machine = machine_at(berlin(2026, 11, 23, 10), fail)

    with pytest.raises(PermissionError):
        machine.go("+1h")

    assert machine.ahead == timedelta(0)


def test_there_is_no_step_back() -> None:
    with pytest.raises(UnknownStep, match=r"no step '-1h' in time; there are: \+15m, \+1h, next_business_morning"):
        machine_at(berlin(2026, 11, 23, 10)).go("-1h")


def test_it_is_directed_from_above_and_slack_s_own_time_stays(start_sandbox: StartSandbox) -> None:
    told: list[timedelta] = []
    sandbox = start_sandbox(time_machine=TimeMachine(told.append))

    answer = sandbox.admin.travel("+1h")

    assert (told, answer["offset_seconds"]) == ([timedelta(hours=1)], 3600)
    assert abs(float(sandbox.actor("rosa").post("it-help", "Now").ts) - time.time()) < 60
    with pytest.raises(CannotDo, match="no step 'yesterday'"):
        sandbox.admin.travel("yesterday")


def test_where_nobody_can_move_the_clock_it_says_so(sandbox: SandboxServer) -> None:
    with pytest.raises(CannotDo, match="no time machine"):
        sandbox.admin.travel("+1h")
