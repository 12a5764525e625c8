from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.desk.instants import instant_of, is_newer, system_clock, ts_of

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
NOON_TS = "1795435200.000000"


@pytest.mark.parametrize(
    ("ts", "expected"),
    [
        (NOON_TS, NOON),
        ("1795435200.000001", NOON + timedelta(microseconds=1)),
        ("1795435200.999999", NOON + timedelta(microseconds=999_999)),
        ("1795435200.5", NOON + timedelta(milliseconds=500)),
        ("1795435200", NOON),
    ],
)
def test_a_ts_is_an_instant_to_the_microsecond(ts: str, expected: datetime) -> None:
    assert instant_of(ts) == expected


@given(st.integers(0, 4_000_000_000), st.integers(0, 999_999))
def test_a_ts_comes_back_as_it_was(seconds: int, fraction: int) -> None:
    ts = f"{seconds}.{fraction:06d}"

    assert ts_of(instant_of(ts)) == ts


@pytest.mark.parametrize(
    ("ts", "than", "expected"),
    [
        (NOON_TS, None, True),
        (NOON_TS, NOON_TS, False),
        ("1795435200.000001", NOON_TS, True),
        ("999999999.000000", NOON_TS, False),
        (NOON_TS, "999999999.999999", True),
    ],
)
def test_newer_is_later_in_time_not_in_the_alphabet(ts: str, than: str | None, *, expected: bool) -> None:
    assert is_newer(ts, than) is expected


def test_the_systems_clock_is_aware() -> None:
    assert system_clock().tzinfo is UTC
