import pytest

from bot.domain.desk.lifecycle import OPEN_STATUSES, status_when_assigned, status_when_reopened
from models.desk import TicketStatus


@pytest.mark.parametrize("status", TicketStatus)
def test_an_assigned_ticket_is_no_longer_new_and_otherwise_stays_as_it_is(status: TicketStatus) -> None:
    expected = TicketStatus.IN_PROGRESS if status is TicketStatus.NEW else status

    assert status_when_assigned(status) is expected


def test_a_reopened_ticket_is_new_only_when_nobody_has_it() -> None:
    assert status_when_reopened(is_assigned=False) is TicketStatus.NEW
    assert status_when_reopened(is_assigned=True) is TicketStatus.IN_PROGRESS


def test_open_is_what_is_neither_resolved_nor_closed() -> None:
    assert set(TicketStatus) - OPEN_STATUSES == {TicketStatus.RESOLVED, TicketStatus.CLOSED}
