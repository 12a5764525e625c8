"""What a part of a period costs."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.billing.periods import Interval, Period, period_at
from bot.domain.billing.proration import WHOLE, Granularity, Part, last_day, prorated_minor, rest_of
from tests.domain.billing.vectors import cases, name_of

JANUARY = period_at(datetime(2026, 1, 1, tzinfo=UTC), Interval.MONTHLY, 0)
BY_THE_SECOND = [case for case in cases("proration") if case.get("granularity") == "second"]


@pytest.mark.parametrize("case", cases("proration"), ids=name_of)
def test_a_part_of_a_period_costs_what_others_bills_say(case: Any) -> None:
    part = Part(case["numerator"], case["denominator"])

    amount = prorated_minor(case["unit_amount_minor"], case["quantity"], part, sign=case["sign"])

    assert amount == case["expected_minor"]


@pytest.mark.parametrize("case", BY_THE_SECOND, ids=name_of)
def test_the_rest_of_a_period_can_be_counted_in_seconds(case: Any) -> None:
    start, end, at = (datetime.fromtimestamp(case[key], UTC) for key in ("start", "end", "at"))

    rest = rest_of(Period(0, start, end), at, Granularity.SECOND)

    assert rest == Part(case["numerator"], case["denominator"])


@pytest.mark.parametrize(
    ("at", "days"),
    [
        (datetime(2026, 1, 1, tzinfo=UTC), 31),
        (datetime(2026, 1, 16, tzinfo=UTC), 16),
        (datetime(2026, 1, 16, 23, 59, 59, tzinfo=UTC), 16),
        (datetime(2026, 1, 31, 23, 59, 59, tzinfo=UTC), 1),
    ],
)
def test_the_day_of_adding_is_billed_whole(at: datetime, days: int) -> None:
    assert rest_of(JANUARY, at) == Part(days, 31)


def test_three_lines_of_one_seat_come_to_less_than_one_line_of_three() -> None:
    rest = Part(16, 31)

    apart, together = 3 * prorated_minor(2500, 1, rest), prorated_minor(2500, 3, rest)

    assert (apart, together) == (3870, 3871)


@given(st.integers(0, 10**9), st.integers(1, 10**5), st.integers(1, 366), st.integers(0, 366))
def test_a_credit_is_the_exact_mirror_of_its_charge_and_never_more_than_the_whole(
    unit: int, quantity: int, of: int, units: int
) -> None:
    part = Part(min(units, of), of)

    charge = prorated_minor(unit, quantity, part)

    assert prorated_minor(unit, quantity, part, sign=-1) == -charge
    assert 0 <= charge <= prorated_minor(unit, quantity, WHOLE)


def test_a_period_is_read_with_its_last_day() -> None:
    assert last_day(JANUARY) == date(2026, 1, 31)
