"""The cycle: one period after the other, from an anchor that only a change of the interval moves."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from bot.domain.billing.periods import Interval, Period, period_at


@dataclass(frozen=True)
class Cycle:
    """Where a subscription is in its periods.

    Attributes:
        anchor: the midnight (UTC) of the day it is counted from.
        interval: how long its periods are.
        nth: the period's number from the anchor.
        period: the period, with its index among all there were; None where none runs.
        opened_at: the instant at which it really began, which is later than its first midnight at an anchor.
        previous_opened_at: the same of the period before.
        last_index: of the last period that was opened; -1 before the first.
    """

    anchor: datetime | None = None
    interval: Interval = Interval.MONTHLY
    nth: int = 0
    period: Period | None = None
    opened_at: datetime | None = None
    previous_opened_at: datetime | None = None
    last_index: int = -1

    @property
    def running(self) -> Period:
        """The period that runs.

        Raises:
            ValueError: none does.
        """
        if self.period is None:
            raise ValueError("no period runs")
        return self.period

    def anew(self, at: datetime, interval: Interval) -> "Cycle":
        """Return a cycle whose first period begins on the day of `at`."""
        return self._opened(at, datetime.combine(at.date(), time(), UTC), interval, 0)

    def rolled(self, at: datetime, interval: Interval) -> "Cycle":
        """Return the cycle one period on. An interval that changes does so here, and is counted from here.

        Raises:
            ValueError: no period runs.
        """
        if self.anchor is None or interval is not self.interval:
            return self.anew(self.running.end_at, interval)
        return self._opened(at, self.anchor, interval, self.nth + 1)

    def lapsed(self) -> "Cycle":
        """Return the cycle with no period running."""
        return replace(self, period=None, opened_at=None)

    def _opened(self, at: datetime, anchor: datetime, interval: Interval, nth: int) -> "Cycle":
        index = self.last_index + 1
        period = replace(period_at(anchor, interval, nth), index=index)
        return Cycle(anchor, interval, nth, period, at, self.opened_at, index)
