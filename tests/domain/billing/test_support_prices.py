"""What support costs beside the seats."""

from typing import Any

import pytest

from bot.domain.billing.support_prices import (
    AdditivePrice,
    PercentOfLicence,
    PricedPart,
    SupportPart,
    SupportPrice,
    support_minor,
)
from tests.domain.billing.vectors import cases, name_of


def priced(case: Any) -> SupportPrice:
    if case["model"] == "additive":
        return AdditivePrice(**case["args"])
    return PercentOfLicence(case["args"]["licence_minor"], 100 * case["args"]["percent"])


@pytest.mark.parametrize("case", cases("support_price"), ids=name_of)
def test_support_costs_what_the_model_says(case: Any) -> None:
    assert support_minor(priced(case)) == case["expected_minor"]


def test_every_term_of_the_sum_stays_visible() -> None:
    price = AdditivePrice(10000, 6, 500, 0, 2000, 40, 100)

    assert price.parts() == (
        PricedPart(SupportPart.IMPLEMENTATION, 1, 10000, 10000),
        PricedPart(SupportPart.MONTHS, 6, 500, 3000),
        PricedPart(SupportPart.CUSTOM_DEVELOPMENTS, 0, 2000, 0),
        PricedPart(SupportPart.ACTIVE_USERS, 40, 100, 4000),
    )


def test_half_a_cent_of_a_percentage_is_rounded_up() -> None:
    assert support_minor(PercentOfLicence(licence_minor=10, percent_basis_points=500)) == 1
