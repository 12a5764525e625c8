"""Lengths of time in settings."""

from datetime import timedelta

import pytest

from bot.domain.desk.durations import read_duration, written_duration


@pytest.mark.parametrize(
    ("written", "length"),
    [
        ("90s", timedelta(seconds=90)),
        ("2m", timedelta(minutes=2)),
        ("48h", timedelta(hours=48)),
        ("2d", timedelta(days=2)),
        ("1w", timedelta(weeks=1)),
        (" 2D ", timedelta(days=2)),
        ("0s", timedelta(0)),
        ("367d", None),
        ("two days", None),
        ("2", None),
        ("-2d", None),
        ("1.5h", None),
        ("", None),
    ],
)
def test_a_length_of_time_is_a_number_and_a_unit(written: str, length: timedelta | None) -> None:
    assert read_duration(written) == length


@pytest.mark.parametrize("written", ["0s", "90s", "90m", "36h", "3d", "2w"])
def test_what_is_written_is_read_back(written: str) -> None:
    length = read_duration(written)

    assert length is not None
    assert written_duration(length) == written


def test_the_largest_unit_that_fits_is_written() -> None:
    assert [written_duration(timedelta(hours=hours)) for hours in (1, 24, 25, 168)] == ["1h", "1d", "25h", "1w"]
