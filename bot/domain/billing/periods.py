"""Billing periods: half-open, in UTC, cut from the day the subscription began and never from the cut before."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

Day = TypeVar("Day", date, datetime)


class Interval(StrEnum):
    """How often a subscription renews."""

    MONTHLY = "monthly"
    ANNUAL = "annual"

    @property
    def months(self) -> int:
        """How many months one period has."""
        return 1 if self is Interval.MONTHLY else 12


@dataclass(frozen=True)
class Period:
    """One paid stretch: from `start_at` up to but without `end_at`, aware UTC; `index` counts from 0 at the anchor."""

    index: int
    start_at: datetime
    end_at: datetime

    @property
    def days(self) -> int:
        """How many days it really has: 28 to 31, or 365 or 366."""
        return (self.end_at.date() - self.start_at.date()).days

    def days_left(self, at: datetime) -> int:
        """Return how many days from `at` on are billed: the whole day of `at` is, whatever its hour."""
        return (self.end_at.date() - at.date()).days

    def __contains__(self, at: datetime) -> bool:
        return self.start_at <= at < self.end_at


def boundary(anchor: Day, interval: Interval, index: int) -> Day:
    """Return where period `index` starts: that many intervals after the anchor, on its day or the month's last one.

    An anchor on the 31st gives 28 February and then 31 March again; one on 29 February comes back to it in leap years.
    """
    months = anchor.month - 1 + index * interval.months
    year, month = anchor.year + months // 12, months % 12 + 1
    return anchor.replace(year=year, month=month, day=min(anchor.day, monthrange(year, month)[1]))


def period_at(anchor: datetime, interval: Interval, index: int) -> Period:
    """Return period `index` of a subscription that began at `anchor`."""
    return Period(index, boundary(anchor, interval, index), boundary(anchor, interval, index + 1))


def period_of(anchor: datetime, interval: Interval, at: datetime) -> Period:
    """Return the period that `at` lies in. Before the anchor its index is below zero."""
    months = (at.year - anchor.year) * 12 + at.month - anchor.month
    index = months // interval.months
    if boundary(anchor, interval, index) > at:
        index -= 1
    return period_at(anchor, interval, index)
