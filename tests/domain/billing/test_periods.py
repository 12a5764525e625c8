"""Where billing periods begin and end."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.billing.periods import Interval, boundary, period_at, period_of
from tests.domain.billing.vectors import cases, name_of

INTERVALS = {"month": Interval.MONTHLY, "year": Interval.ANNUAL}
INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - UTC is given


@pytest.mark.parametrize("case", cases("boundaries"), ids=name_of)
def test_boundaries_are_counted_from_the_anchor(case: Any) -> None:
    anchor, interval = date.fromisoformat(case["anchor"]), INTERVALS[case["interval"]]

    cut = [boundary(anchor, interval, index).isoformat() for index in range(case["count"])]

    assert cut == case["expected"]


@given(INSTANTS, st.sampled_from(Interval), st.integers(0, 400))
def test_periods_follow_each_other_without_a_gap_and_hold_their_instants(
    anchor: datetime, interval: Interval, months: int
) -> None:
    at = anchor + timedelta(days=months * 17, seconds=months)

    period = period_of(anchor, interval, at)

    assert at in period
    assert period.end_at == period_at(anchor, interval, period.index + 1).start_at
    assert period.days in ({28, 29, 30, 31} if interval is Interval.MONTHLY else {365, 366})


def test_an_instant_on_the_boundary_is_in_the_period_that_begins() -> None:
    anchor = datetime(2026, 1, 31, tzinfo=UTC)

    period = period_of(anchor, Interval.MONTHLY, datetime(2026, 2, 28, tzinfo=UTC))

    assert (period.index, period.end_at) == (1, datetime(2026, 3, 31, tzinfo=UTC))


def test_an_instant_before_the_anchor_has_an_index_below_zero() -> None:
    anchor = datetime(2026, 1, 31, tzinfo=UTC)

    assert period_of(anchor, Interval.MONTHLY, anchor - timedelta(seconds=1)).index == -1
