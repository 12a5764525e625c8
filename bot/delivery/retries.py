"""When to try again, and when to give up."""

import random
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Retries:
    """How often and how soon a failed attempt is repeated.

    With the defaults a row is given up after about an hour and a half of failures.

    Args:
        most: attempts before a row is parked. A rate limit is not an attempt.
        first: the first pause; each further one is twice as long.
        longest: the longest pause.
        wait: the pause while something a row needs is still on its way.
        hold: the pause while a row may not go out; whoever ends that frees it sooner.
        doubt: the least pause before an attempt in doubt is looked up: work that Slack has begun must be done by then.
    """

    most: int = 16
    first: timedelta = timedelta(seconds=2)
    longest: timedelta = timedelta(minutes=10)
    wait: timedelta = timedelta(seconds=1)
    doubt: timedelta = timedelta(seconds=15)
    hold: timedelta = timedelta(hours=1)

    def scaled(self, factor: float) -> "Retries":
        """Return the same schedule with all pauses multiplied by `factor`."""
        first, longest, wait = self.first * factor, self.longest * factor, self.wait * factor
        return Retries(self.most, first, longest, wait, self.doubt * factor, self.hold)

    def are_used_up(self, attempts: int) -> bool:
        """Return whether `attempts` were enough."""
        return attempts >= self.most

    def pause(self, attempts: int) -> timedelta:
        """Return the pause after that many attempts: doubled each time, and spread so that rows part again."""
        doubled: timedelta = self.first * 2.0 ** min(attempts - 1, 30)
        return min(doubled, self.longest) * random.uniform(0.75, 1.25)  # noqa: S311  (spreads load, guards nothing)
