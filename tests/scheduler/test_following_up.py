"""Following up: ends that stand, answers that do not come, what is held back; late or repeated, once each."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.composition import wire
from bot.domain.desk.changes import StatusChange
from bot.domain.desk.instants import Clock
from bot.domain.desk.notifications import NotificationKind
from bot.errors import ChangeRefused
from bot.gateways.database import Sessions
from bot.services.desk import notifications, tickets
from bot.services.desk.guards import with_guards
from models.desk import AuditEntry, OutboxRow, Person, Priority, Queue, Ticket, TicketStatus
from scheduler.jobs.desk import following_up as jobs
from scheduler.jobs.desk import upkeep
from tests.services.evidence import clear_outbox, in_parallel, queued
from tests.support.desk_rows import NOON, Desk, make_desk, make_ticket

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NIGHT, MORNING = NOON + 10 * HOUR, NOON + 19 * HOUR  # 23:00 and 08:00 in Berlin
Run = Callable[[Sessions, Clock], int]


@pytest.fixture
def sessions(sessions: Sessions) -> Sessions:
    """Sessions with the product's subscribers, that really commit."""
    return wire(sessions)


@pytest.fixture
def desk(sessions: Sessions) -> Desk:
    """A small desk that was committed."""
    with sessions.begin() as session:
        return make_desk(session)


def at(instant: datetime) -> Clock:
    """Return a clock that stands still."""
    return lambda: instant


def resolved(sessions: Sessions, desk: Desk, *, ago: timedelta = timedelta(0), seconds: float = 0) -> int:
    """Return the id of a ticket that Ada resolved so long before noon."""
    with sessions.begin() as session:
        ticket = make_ticket(session, desk, seconds=seconds)
        tickets.resolve_ticket(session, ticket.id, actor=desk.ada, now=NOON - ago)
        ticket.resolution_notice_ts = "1.000001"
        clear_outbox(session)
        return ticket.id


def waiting(sessions: Sessions, desk: Desk, **facts: Any) -> int:
    """Return the id of a ticket that has waited for Rosa since noon."""
    with sessions.begin() as session:
        ticket = make_ticket(session, desk, **facts)
        tickets.set_status(session, ticket.id, TicketStatus.WAITING, actor=desk.ada, now=NOON)
        clear_outbox(session)
        return ticket.id


def read(sessions: Sessions, ticket_id: int) -> Ticket:
    """Return a ticket as it stands."""
    with sessions.begin() as session:
        return session.get_one(Ticket, ticket_id)


def give(sessions: Sessions, row: Person | Queue, **facts: object) -> None:
    """Set columns of a row in a transaction of its own."""
    with sessions.begin() as session:
        found = session.get_one(type(row), row.id)
        for name, fact in facts.items():
            setattr(found, name, fact)


def test_a_resolved_ticket_is_closed_when_its_time_is_over_and_not_before(sessions: Sessions, desk: Desk) -> None:
    ticket_id = resolved(sessions, desk)

    counts = [jobs.close_resolved(sessions, at(NOON + 2 * DAY - timedelta(seconds=1)))]
    counts.append(jobs.close_resolved(sessions, at(NOON + 2 * DAY)))

    ticket = read(sessions, ticket_id)
    assert (counts, ticket.status, ticket.closed_at) == ([0, 1], TicketStatus.CLOSED, NOON + 2 * DAY)


def test_closing_is_shown_and_told_nobody(sessions: Sessions, desk: Desk) -> None:
    ticket_id = resolved(sessions, desk)

    jobs.close_resolved(sessions, at(NOON + 9 * DAY))

    with sessions.begin() as session:
        assert queued(session) == ["refresh_triage_card", "refresh_resolution_notice"]
        entries = select(AuditEntry).where(AuditEntry.ticket_id == ticket_id).order_by(AuditEntry.id)
        entry = session.scalars(entries).all()[-1]
        assert (entry.actor_id, entry.details) == (None, {"status": ["resolved", "closed"]})


def test_each_queue_has_its_own_time_and_some_have_none(sessions: Sessions, desk: Desk) -> None:
    ticket_id = resolved(sessions, desk)

    give(sessions, desk.queue, close_resolved_after_seconds=None)
    assert jobs.close_resolved(sessions, at(NOON + 999 * DAY)) == 0
    give(sessions, desk.queue, close_resolved_after_seconds=60)
    assert jobs.close_resolved(sessions, at(NOON + HOUR)) == 1

    assert read(sessions, ticket_id).status is TicketStatus.CLOSED


def test_a_ticket_that_was_reopened_in_time_stays_open(sessions: Sessions, desk: Desk) -> None:
    ticket_id = resolved(sessions, desk)
    with sessions.begin() as session:
        tickets.reopen_ticket(session, ticket_id, actor=desk.rosa, now=NOON + HOUR)

    assert jobs.close_resolved(sessions, at(NOON + 9 * DAY)) == 0

    assert read(sessions, ticket_id).status is TicketStatus.NEW


def test_a_guard_may_keep_a_ticket_resolved_and_the_others_are_closed(sessions: Sessions, desk: Desk) -> None:
    held_id, free_id = resolved(sessions, desk), resolved(sessions, desk, seconds=60)

    def object_to_one(_session: Session, change: StatusChange, **_when: object) -> None:
        if change.ticket.id == held_id:
            raise ChangeRefused("It is held.")

    sessions.configure(info=with_guards(sessions.kw["info"], [object_to_one]))

    assert jobs.close_resolved(sessions, at(NOON + 9 * DAY)) == 1

    assert [read(sessions, each).status for each in (held_id, free_id)] == [TicketStatus.RESOLVED, TicketStatus.CLOSED]


def test_a_requester_is_reminded_in_their_thread_once_for_each_time_of_waiting(sessions: Sessions, desk: Desk) -> None:
    ticket_id = waiting(sessions, desk)
    days = [2 * DAY - timedelta(seconds=1), 2 * DAY, 9 * DAY]
    assert [jobs.remind_requesters(sessions, at(NOON + passed)) for passed in days] == [0, 1, 0]

    with sessions.begin() as session:
        tickets.set_status(session, ticket_id, TicketStatus.IN_PROGRESS, actor=desk.ada, now=NOON + 9 * DAY)
        tickets.set_status(session, ticket_id, TicketStatus.WAITING, actor=desk.ada, now=NOON + 9 * DAY)

    assert jobs.remind_requesters(sessions, at(NOON + 11 * DAY)) == 1

    with sessions.begin() as session:
        said = select(OutboxRow.payload).where(OutboxRow.kind == "slack.post_thread_notice")
        facts = {"ticket_key": "IT-1", "queue_name": "IT", "slack_user_id": "U0ROSA"}
        assert list(session.scalars(said)) == [{"notice": "requester_reminded", "side": "requester", **facts}] * 2


def test_the_clock_of_the_waiting_starts_anew_with_each_question(sessions: Sessions, desk: Desk) -> None:
    ticket_id = waiting(sessions, desk)

    with sessions.begin() as session:
        tickets.set_status(session, ticket_id, TicketStatus.IN_PROGRESS, actor=desk.ada, now=NOON + DAY)

    assert jobs.remind_requesters(sessions, at(NOON + 9 * DAY)) == 0


@pytest.mark.parametrize(
    ("priority", "counts"), [(Priority.P3, [0, 1]), (Priority.P1, [1, 0])], ids=["normal", "urgent"]
)
def test_a_reminder_waits_for_the_requesters_morning_unless_it_is_urgent(
    sessions: Sessions, desk: Desk, priority: Priority, counts: list[int]
) -> None:
    give(sessions, desk.rosa, zone="Europe/Berlin")
    waiting(sessions, desk, priority=priority)

    found = [jobs.remind_requesters(sessions, at(instant + 2 * DAY)) for instant in (NIGHT, MORNING)]

    assert found == counts


def test_who_turned_reminders_off_is_left_in_peace(sessions: Sessions, desk: Desk) -> None:
    give(sessions, desk.rosa, muted=["reminder"])
    ticket_id = waiting(sessions, desk)

    jobs.remind_requesters(sessions, at(NOON + 2 * DAY))

    assert read(sessions, ticket_id).reminded_at == NOON + 2 * DAY
    with sessions.begin() as session:
        assert queued(session) == []


def test_a_queue_may_remind_nobody(sessions: Sessions, desk: Desk) -> None:
    give(sessions, desk.queue, remind_requester_after_seconds=None)
    waiting(sessions, desk)

    assert jobs.remind_requesters(sessions, at(NOON + 999 * DAY)) == 0


def held_back(sessions: Sessions, desk: Desk, *, things: int) -> None:
    """Have so many things wait for Ada's morning."""
    with sessions.begin() as session:
        ada = session.get_one(Person, desk.ada.id)
        ada.zone = "Europe/Berlin"
        ticket = make_ticket(session, desk, assignee_id=ada.id)
        for number in range(things):
            notifications.tell(session, ada, ticket, NotificationKind.REPLY, f"message/{number}", {}, now=NIGHT)
        clear_outbox(session)


def test_what_was_held_back_is_told_in_the_morning_in_one_message(sessions: Sessions, desk: Desk) -> None:
    held_back(sessions, desk, things=3)

    counts = [jobs.tell_due(sessions, at(instant)) for instant in (NIGHT + HOUR, MORNING, MORNING + HOUR)]

    assert counts == [0, 3, 0]
    with sessions.begin() as session:
        assert queued(session) == ["tell_notifications"]


def test_what_was_told_a_month_ago_is_forgotten_and_what_waits_is_not(sessions: Sessions, desk: Desk) -> None:
    held_back(sessions, desk, things=2)
    later = MORNING + 31 * DAY
    assert upkeep.forget_notifications(sessions, at(later)) == 0
    jobs.tell_due(sessions, at(MORNING))

    counts = [upkeep.forget_notifications(sessions, at(instant)) for instant in (MORNING + 29 * DAY, later, later)]

    assert counts == [0, 2, 0]


@pytest.mark.parametrize(
    ("prepare", "run", "kinds"),
    [
        (resolved, jobs.close_resolved, ["refresh_triage_card", "refresh_resolution_notice"]),
        (waiting, jobs.remind_requesters, ["post_thread_notice"]),
        (lambda sessions, desk: held_back(sessions, desk, things=2), jobs.tell_due, ["tell_notifications"]),
    ],
    ids=["closing", "reminding", "telling"],
)
def test_runs_at_the_same_time_do_it_once(
    sessions: Sessions, desk: Desk, prepare: Callable[[Sessions, Desk], object], run: Run, kinds: list[str]
) -> None:
    prepare(sessions, desk)

    counts = in_parallel([lambda: run(sessions, at(MORNING + 9 * DAY)) for _ in range(4)])

    assert sum(count for count in counts if isinstance(count, int)) == (2 if run is jobs.tell_due else 1)
    assert [count for count in counts if isinstance(count, Exception)] == []
    with sessions.begin() as session:
        assert queued(session) == kinds


def test_other_workspaces_rows_stay_theirs(sessions: Sessions, desk: Desk) -> None:
    resolved(sessions, desk)
    with sessions.begin() as session:
        other = session.get_one(Queue, desk.queue.id).workspace_id + 1

        assert notifications.list_due_person_ids(session, other, now=NOON + 9 * DAY) == []
