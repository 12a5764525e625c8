"""Tax on a bill."""

from typing import Any

import pytest

from bot.domain.billing.tax import TaxMode, TaxPart, tax_of
from tests.domain.billing.vectors import cases, name_of


@pytest.mark.parametrize("case", cases("tax"), ids=name_of)
def test_tax_is_rounded_where_the_mode_says(case: Any) -> None:
    tax = tax_of(case["lines_minor"], case["rate_basis_points"], TaxMode(case["mode"]))

    assert (tax.tax_minor, tax.total_minor) == (case["expected_tax_minor"], case["expected_total_minor"])


def test_rounding_by_the_line_differs_by_a_cent() -> None:
    lines = [1290, 1290, 1290]

    assert [tax_of(lines, [825], mode).tax_minor for mode in TaxMode] == [319, 318]


def test_each_rate_is_rounded_once_and_shown_apart() -> None:
    tax = tax_of([1000, 333, 50], [1900, 700, 1900])

    assert tax.parts == (TaxPart(1900, 1050, 200), TaxPart(700, 333, 23))


def test_without_lines_there_is_no_tax() -> None:
    assert tax_of([], [1900]).total_minor == 0


def test_rates_that_do_not_fit_the_lines_are_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="3 lines need one tax rate"):
        tax_of([1, 2, 3], [1900, 700])
