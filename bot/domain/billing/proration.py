"""What a part of a period costs: the price times the part, rounded once. The part itself is never rounded."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal

from bot.domain.billing.money import half_up
from bot.domain.billing.periods import Period


class Granularity(StrEnum):
    """What a period is counted in. Bills count days; seconds are there to check the rule against others' invoices."""

    DAY = "day"
    SECOND = "second"


@dataclass(frozen=True)
class Part:
    """How much of a period is meant: `units` of `of`, both in the same unit (days, on a bill)."""

    units: int
    of: int


WHOLE = Part(1, 1)
"""All of a period."""


def rest_of(period: Period, at: datetime, granularity: Granularity = Granularity.DAY) -> Part:
    """Return what is left of a period from `at` on. In days, the day of `at` is left whole.

    Args:
        at: aware UTC, in the period.
    """
    if granularity is Granularity.DAY:
        return Part(period.days_left(at), period.days)
    second = timedelta(seconds=1)
    return Part((period.end_at - at) // second, (period.end_at - period.start_at) // second)


def prorated_minor(unit_minor: int, quantity: int, part: Part, *, sign: Literal[1, -1] = 1) -> int:
    """Return what `quantity` seats at `unit_minor` cost for a part of a period, in minor units, rounded once.

    Args:
        sign: -1 gives the exact mirror, as a credit does.
    """
    return half_up(sign * unit_minor * quantity * part.units, part.of)


def last_day(period: Period) -> date:
    """Return the last day a period covers, as people read a range: its end is not part of it."""
    return (period.end_at - timedelta(microseconds=1)).date()
