from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.desk.lifecycle import (
    OPEN_STATUSES,
    reopens_until,
    status_after_agents_reply,
    status_after_requesters_reply,
    status_when_assigned,
    status_when_reopened,
)
from models.desk import TicketStatus

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
NEW, IN_PROGRESS, WAITING, ON_HOLD, RESOLVED, CLOSED = TicketStatus


@pytest.mark.parametrize("status", TicketStatus)
def test_an_assigned_ticket_is_no_longer_new_and_otherwise_stays_as_it_is(status: TicketStatus) -> None:
    expected = TicketStatus.IN_PROGRESS if status is TicketStatus.NEW else status

    assert status_when_assigned(status) is expected


def test_a_reopened_ticket_is_new_only_when_nobody_has_it() -> None:
    assert status_when_reopened(is_assigned=False) is TicketStatus.NEW
    assert status_when_reopened(is_assigned=True) is TicketStatus.IN_PROGRESS


def test_open_is_what_is_neither_resolved_nor_closed() -> None:
    assert set(TicketStatus) - OPEN_STATUSES == {TicketStatus.RESOLVED, TicketStatus.CLOSED}


def test_an_agents_answer_takes_up_what_is_new_and_leaves_the_rest() -> None:
    after = [status_after_agents_reply(status, asks=False) for status in TicketStatus]

    assert after == [IN_PROGRESS, IN_PROGRESS, WAITING, ON_HOLD, RESOLVED, CLOSED]


def test_an_agents_question_waits_for_the_requester_unless_the_ticket_rests() -> None:
    after = [status_after_agents_reply(status, asks=True) for status in TicketStatus]

    assert after == [WAITING, WAITING, WAITING, ON_HOLD, RESOLVED, CLOSED]


@pytest.mark.parametrize(("is_assigned", "reopened"), [(True, IN_PROGRESS), (False, NEW)], ids=["held", "nobody's"])
def test_a_requesters_reply_ends_the_waiting_and_reopens(*, is_assigned: bool, reopened: TicketStatus) -> None:
    after = [status_after_requesters_reply(status, is_assigned=is_assigned) for status in TicketStatus]

    assert after == [NEW, IN_PROGRESS, IN_PROGRESS, ON_HOLD, reopened, CLOSED]


def test_a_resolved_ticket_reopens_until_its_queues_time_is_over() -> None:
    assert reopens_until(NOON, 3600) == NOON + timedelta(hours=1)
    assert reopens_until(NOON, None) is None
    assert reopens_until(None, 3600) is None
