"""What terms may not say, whoever writes them: the configuration file or an admin on a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.domain.billing.plans import Plan
from bot.domain.billing.price_list import PriceLists
from bot.domain.billing.terms import Terms

LONGEST_SETTLING: Final = timedelta(days=1)
LONGEST_REVERSAL: Final = timedelta(days=30)
MOST_PREPAID: Final = 1_000_000


@dataclass(frozen=True)
class TermsProblem:
    """One thing the terms may not say. `field` is its name in `Terms`; the others are sentences without a full stop."""

    field: str
    reason: str
    remedy: str


def problems_of(terms: Terms, prices: PriceLists) -> Iterator[TermsProblem]:
    """Yield what is wrong with terms, field by field.

    Raises:
        NoSuchPriceList: the version the terms name is none.
    """
    yield from _price_problems(terms, prices)
    yield from _number_problems(terms)


def _price_problems(terms: Terms, prices: PriceLists) -> Iterator[TermsProblem]:
    price_list = prices.get(terms.price_list)
    is_agreed = terms.plan is Plan.ENTERPRISE
    if not is_agreed and terms.currency not in price_list.currencies:
        listed = ", ".join(price_list.currencies)
        yield TermsProblem("currency", f"the {terms.plan} plan has no price in {terms.currency}", f"Choose {listed}")
    if terms.seat_price_minor is not None and not is_agreed:
        reason = f"the {terms.plan} plan has its price from the list"
        yield TermsProblem("seat_price", reason, "Leave it out, or choose the enterprise plan")
    if terms.seat_price_minor is not None and terms.seat_price_minor < 0:
        yield TermsProblem("seat_price", "is below zero", "Write what one agent costs for one period")


def _number_problems(terms: Terms) -> Iterator[TermsProblem]:
    if not 0 <= terms.prepaid_seats <= MOST_PREPAID:
        yield TermsProblem("prepaid_seats", "is no number of seats", f"Write a number from 0 to {MOST_PREPAID}")
    if terms.spend_ceiling_minor is not None and terms.spend_ceiling_minor <= 0:
        yield TermsProblem("spend_ceiling", "allows nothing", "Write an amount above zero, or leave it out")
    yield from _length_problem("settle_minutes", timedelta(minutes=terms.settle_minutes), LONGEST_SETTLING)
    yield from _length_problem("reversal_hours", timedelta(hours=terms.reversal_hours), LONGEST_REVERSAL)
    if not 0 <= terms.tax_rate_basis_points <= 10_000:
        yield TermsProblem("tax", "is no rate of tax", "Write it in hundredths of a percent: 1900 is 19 %")


def _length_problem(field: str, length: timedelta, longest: timedelta) -> Iterator[TermsProblem]:
    if not timedelta(0) <= length <= longest:
        unit = timedelta(minutes=1) if field.endswith("minutes") else timedelta(hours=1)
        yield TermsProblem(field, "is out of range", f"Write a whole number from 0 to {longest // unit}")
