"""Quiet hours: the part of the day in which somebody is not told anything that can wait, in their own time zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class QuietHours:
    """From `starts` until `ends` each day, by the clocks of `zone`; over midnight where `ends` is the earlier one.

    When clocks are put forward over one of the two, it comes that much later by the new time; when they are put back
    over one, the first of the two times it comes counts.
    """

    starts: time
    ends: time
    zone: tzinfo

    def find_end(self, instant: datetime) -> datetime | None:
        """Return when the quiet hours that `instant` is in end, aware UTC; None when it is in none."""
        today = instant.astimezone(self.zone).date()
        for day in (today - timedelta(days=1), today):
            ends_on = day if self.starts < self.ends else day + timedelta(days=1)
            end = self._instant(ends_on, self.ends)
            if self._instant(day, self.starts) <= instant < end:
                return end
        return None

    def _instant(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.zone).astimezone(UTC)


def quiet_hours_of(starts: time | None, ends: time | None, zone: str | None) -> QuietHours | None:
    """Return somebody's quiet hours; None when they want none, or where they are is not known.

    Args:
        starts: the first quiet minute on their clock; None for no quiet hours.
        ends: the first that is not quiet any more; the same as `starts` means none are quiet.
        zone: an IANA name, as Europe/Berlin.
    """
    if starts is None or ends is None or starts == ends or zone is None:
        return None
    try:
        return QuietHours(starts, ends, ZoneInfo(zone))
    except (KeyError, ValueError, OSError):  # no such zone, or not a name of one
        return None
