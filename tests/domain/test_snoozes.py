"""How long a ticket is put out of the way, on an agent's own clock."""

from datetime import UTC, datetime

import pytest

from bot.domain.desk.snoozes import SnoozeChoice, end_of

MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("choice", "zone", "end"),
    [
        (SnoozeChoice.ONE_HOUR, None, datetime(2026, 11, 23, 13, tzinfo=UTC)),
        (SnoozeChoice.FOUR_HOURS, None, datetime(2026, 11, 23, 16, tzinfo=UTC)),
        (SnoozeChoice.TOMORROW, None, datetime(2026, 11, 24, 9, tzinfo=UTC)),
        (SnoozeChoice.TOMORROW, "Europe/Berlin", datetime(2026, 11, 24, 8, tzinfo=UTC)),
        (SnoozeChoice.TOMORROW, "Pacific/Auckland", datetime(2026, 11, 24, 20, tzinfo=UTC)),  # it is Tuesday there
        (SnoozeChoice.TOMORROW, "No/Where", datetime(2026, 11, 24, 9, tzinfo=UTC)),
        (SnoozeChoice.NEXT_WEEK, "Asia/Kolkata", datetime(2026, 11, 30, 3, 30, tzinfo=UTC)),
        (SnoozeChoice.NEXT_REPLY, "Europe/Berlin", None),
        (SnoozeChoice.INSTANT, "Europe/Berlin", None),
    ],
)
def test_a_choice_ends_on_the_agents_clock(choice: SnoozeChoice, zone: str | None, end: datetime | None) -> None:
    assert end_of(choice, now=MONDAY_NOON, zone=zone) == end


def test_on_a_sunday_next_week_begins_tomorrow() -> None:
    sunday = datetime(2026, 11, 29, 12, tzinfo=UTC)

    assert end_of(SnoozeChoice.NEXT_WEEK, now=sunday, zone="UTC") == datetime(2026, 11, 30, 9, tzinfo=UTC)


def test_nine_o_clock_stays_nine_when_the_clocks_change() -> None:
    saturday = datetime(2026, 10, 24, 12, tzinfo=UTC)  # summer time ends the next night

    assert end_of(SnoozeChoice.TOMORROW, now=saturday, zone="Europe/Berlin") == datetime(2026, 10, 25, 8, tzinfo=UTC)
