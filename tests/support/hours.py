"""The time of a desk in a test: the working day of everybody in its company, whenever the test runs."""

from datetime import UTC, datetime, time, timedelta

from bot.domain.desk.instants import DeskClock, system_clock

AFTERNOON = time(15)
"""In UTC: the afternoon in Berlin and London, the morning in New York. Nobody has quiet hours then."""


class Hours:
    """The desk's clock, ahead of real time so that it is the afternoon when it starts; it goes on from there."""

    def __init__(self) -> None:
        now = system_clock()
        afternoon = datetime.combine(now.date(), AFTERNOON, tzinfo=UTC)
        self._ahead = (afternoon if afternoon >= now else afternoon + timedelta(days=1)) - now
        self.clock = DeskClock(lambda: self._ahead)
        """The clock of the desk's roles and of jobs that a test runs."""

    def pass_by(self, time_passed: timedelta) -> None:
        """Let time pass at the desk, not in Slack. On a desk that tests share, let whole days pass."""
        self._ahead += time_passed
