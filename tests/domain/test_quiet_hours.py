from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.domain.desk.quiet_hours import QuietHours, quiet_hours_of

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = QuietHours(time(20), time(8), BERLIN)
SIESTA = QuietHours(time(13), time(15, 30), BERLIN)


def utc(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    """Return an instant of 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "end"),
    [
        (utc(23, 18, 59), None),
        (utc(23, 19), utc(24, 7)),  # 20:00 in Berlin
        (utc(23, 22, 59), utc(24, 7)),
        (utc(23, 23, 30), utc(24, 7)),  # after midnight there
        (utc(24, 6, 59), utc(24, 7)),
        (utc(24, 7), None),
        (utc(31, 22, month=12), datetime(2027, 1, 1, 7, tzinfo=UTC)),
    ],
)
def test_a_night_begins_in_the_evening_and_ends_the_next_morning(instant: datetime, end: datetime | None) -> None:
    assert NIGHT.find_end(instant) == end


@pytest.mark.parametrize(
    ("instant", "end"),
    [
        (utc(23, 11, 59), None),
        (utc(23, 12), utc(23, 14, 30)),
        (utc(23, 14, 29), utc(23, 14, 30)),
        (utc(23, 14, 30), None),
    ],
)
def test_quiet_hours_may_begin_and_end_on_one_day(instant: datetime, end: datetime | None) -> None:
    assert SIESTA.find_end(instant) == end


def test_the_morning_comes_an_hour_sooner_when_clocks_are_put_forward() -> None:
    assert NIGHT.find_end(utc(28, 22, month=3)) == utc(29, 6, month=3)
    assert NIGHT.find_end(utc(27, 22, month=3)) == utc(28, 7, month=3)


def test_the_morning_comes_an_hour_later_when_clocks_are_put_back() -> None:
    assert NIGHT.find_end(utc(24, 22, month=10)) == utc(25, 7, month=10)
    assert NIGHT.find_end(utc(23, 22, month=10)) == utc(24, 6, month=10)


def test_an_end_that_the_clocks_skip_comes_that_much_later() -> None:
    skipped = QuietHours(time(22), time(2, 30), BERLIN)

    assert skipped.find_end(utc(28, 23, month=3)) == utc(29, 1, 30, month=3)  # 03:30 by the new time


def test_of_an_end_that_comes_twice_the_first_counts() -> None:
    doubled = QuietHours(time(22), time(2, 30), BERLIN)

    assert doubled.find_end(utc(24, 23, month=10)) == utc(25, 0, 30, month=10)
    assert doubled.find_end(utc(25, 1, 15, month=10)) is None  # 02:15 for the second time


def test_far_from_greenwich_the_day_is_the_persons_own() -> None:
    auckland = QuietHours(time(20), time(8), ZoneInfo("Pacific/Auckland"))

    assert auckland.find_end(utc(23, 8)) == utc(23, 19)  # 21:00 on the 23rd there
    assert auckland.find_end(utc(23, 20)) is None


@pytest.mark.parametrize(
    ("starts", "ends", "zone"),
    [
        (None, None, "Europe/Berlin"),
        (time(20), time(8), None),
        (time(20), time(8), "Mars/Olympus"),
        (time(20), time(8), "../../etc/passwd"),
        (time(20), time(8), ""),
        (time(8), time(8), "Europe/Berlin"),
    ],
    ids=["none wanted", "zone unknown", "no such zone", "no zone's name", "empty", "no length"],
)
def test_some_people_have_no_quiet_hours(starts: time | None, ends: time | None, zone: str | None) -> None:
    assert quiet_hours_of(starts, ends, zone) is None


def test_whoever_has_a_zone_and_two_times_has_quiet_hours() -> None:
    assert quiet_hours_of(time(20), time(8), "Europe/Berlin") == NIGHT
