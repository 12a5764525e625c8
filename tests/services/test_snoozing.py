"""Tickets put out of the way until a time or a reply, and due times their assignees are reminded of."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.notifications import NotificationKind
from bot.domain.desk.snoozes import Snooze
from bot.errors import AgentsOnly, NotUnderstood, TicketAlreadyClosed
from bot.gateways.database import Sessions
from bot.services.desk import conversations, due_times, snoozing, tickets
from models.desk import Notification, Ticket
from scheduler.jobs.desk import following_up
from tests.services.evidence import audited, clear_outbox, in_parallel, queued
from tests.support.desk_rows import NOON, Desk, make_ticket, posted, ts_at

HOUR = timedelta(hours=1)
IN_AN_HOUR = Snooze(NOON + HOUR, wakes_on_reply=True)
UNTIL_A_REPLY = Snooze(None, wakes_on_reply=True)


def told(session: Session) -> list[tuple[str, int]]:
    rows = session.execute(select(Notification.kind, Notification.person_id).order_by(Notification.id))
    return [(kind, person_id) for kind, person_id in rows]


def hear(session: Session, desk: Desk, text: str, *, user: str = "U0ROSA", seconds: float = 60) -> None:
    event = posted(text, seconds=seconds, user=user, thread_ts=ts_at(0))
    conversations.receive_message(session, desk.workspace, event, late=False, now=NOON + timedelta(seconds=seconds))


def test_a_snoozed_ticket_is_out_of_the_way_until_its_time(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk, assignee_id=desk.ada.id)
    clear_outbox(session)

    snoozing.snooze_ticket(session, ticket.id, IN_AN_HOUR, actor=desk.ada, now=NOON)
    early = snoozing.list_due_ids(session, desk.workspace.id, now=NOON + HOUR - timedelta(seconds=1))
    due = snoozing.list_due_ids(session, desk.workspace.id, now=NOON + HOUR)

    assert (ticket.snoozed_at, ticket.snoozed_until) == (NOON, NOON + HOUR)
    assert (early, due) == ([], [ticket.id])
    assert queued(session) == ["refresh_triage_card"]


def test_its_time_come_it_is_back_and_its_assignee_is_told_once(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk, assignee_id=desk.ada.id)
    snoozing.snooze_ticket(session, ticket.id, IN_AN_HOUR, actor=desk.ada, now=NOON)

    woken = [snoozing.wake_due(session, ticket.id, now=NOON + HOUR) for _ in range(2)]

    assert woken == [True, False]
    assert (ticket.snoozed_at, ticket.snoozed_until) == (None, None)
    assert told(session) == [(NotificationKind.WOKEN, desk.ada.id)]
    assert audited(session)[-2:] == ["ticket.snoozed", "ticket.woken"]


@pytest.mark.parametrize(
    ("snooze", "is_woken"),
    [
        (UNTIL_A_REPLY, True),
        (IN_AN_HOUR, True),
        (Snooze(NOON + HOUR, wakes_on_reply=False), False),
    ],
)
def test_a_reply_of_the_requester_wakes_it_if_that_was_chosen(
    session: Session, desk: Desk, snooze: Snooze, is_woken: bool
) -> None:
    ticket = make_ticket(session, desk, assignee_id=desk.ada.id)
    snoozing.snooze_ticket(session, ticket.id, snooze, actor=desk.ada, now=NOON)

    hear(session, desk, "It is on fire again, what now?")

    assert (ticket.snoozed_at is None) is is_woken


def test_what_agents_write_wakes_nothing(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk, assignee_id=desk.ada.id)
    snoozing.snooze_ticket(session, ticket.id, UNTIL_A_REPLY, actor=desk.ada, now=NOON)

    event = posted("Still waiting for the part", seconds=60, user="U0BEN", channel="C0TRIAGE", thread_ts=ts_at(0.5))
    conversations.receive_message(session, desk.workspace, event, late=False, now=NOON + HOUR)

    assert ticket.snoozed_at == NOON


def test_a_ticket_that_is_done_is_snoozed_no_more(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk, assignee_id=desk.ada.id)
    snoozing.snooze_ticket(session, ticket.id, UNTIL_A_REPLY, actor=desk.ada, now=NOON)

    tickets.resolve_ticket(session, ticket.id, actor=desk.ada, now=NOON + HOUR)

    assert ticket.snoozed_at is None
    assert told(session) == []


def test_snoozing_again_replaces_when_it_comes_back(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    snoozing.snooze_ticket(session, ticket.id, IN_AN_HOUR, actor=desk.ada, now=NOON)

    snoozing.snooze_ticket(session, ticket.id, UNTIL_A_REPLY, actor=desk.ben, now=NOON + timedelta(minutes=1))

    assert ticket.snoozed_until is None
    assert ticket.snoozed_at == NOON + timedelta(minutes=1)


def test_an_agent_wakes_it_at_once(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    snoozing.snooze_ticket(session, ticket.id, UNTIL_A_REPLY, actor=desk.ada, now=NOON)

    for _ in range(2):
        snoozing.wake_ticket(session, ticket.id, actor=desk.ben, now=NOON + HOUR)

    assert ticket.snoozed_at is None
    assert audited(session).count("ticket.woken") == 1


@pytest.mark.parametrize("until", [NOON, NOON - HOUR, NOON + timedelta(days=367)])
def test_a_time_past_or_too_far_is_refused(session: Session, desk: Desk, until: datetime) -> None:
    ticket = make_ticket(session, desk)

    with pytest.raises(NotUnderstood, match="within a year"):
        snoozing.snooze_ticket(session, ticket.id, Snooze(until, wakes_on_reply=True), actor=desk.ada, now=NOON)

    assert ticket.snoozed_at is None


def test_what_is_done_cannot_be_put_off_and_only_agents_put_off(session: Session, desk: Desk) -> None:
    resolved, closed, own = (
        make_ticket(session, desk),
        make_ticket(session, desk, seconds=1),
        make_ticket(session, desk, seconds=2),
    )
    tickets.resolve_ticket(session, resolved.id, actor=desk.ada, now=NOON)
    tickets.close_ticket(session, closed.id, actor=desk.ada, now=NOON)

    with pytest.raises(NotUnderstood, match="IT-1 is resolved"):
        snoozing.snooze_ticket(session, resolved.id, IN_AN_HOUR, actor=desk.ada, now=NOON)
    with pytest.raises(TicketAlreadyClosed):
        snoozing.snooze_ticket(session, closed.id, IN_AN_HOUR, actor=desk.ada, now=NOON)
    with pytest.raises(AgentsOnly):
        snoozing.snooze_ticket(session, own.id, IN_AN_HOUR, actor=desk.rosa, now=NOON)


def test_jobs_in_parallel_wake_and_remind_once(sessions: Sessions, open_desk: Desk) -> None:
    with sessions.begin() as session:
        for seconds in range(3):
            ticket = make_ticket(session, open_desk, seconds=seconds, assignee_id=open_desk.ada.id, due_at=NOON + HOUR)
            snoozing.snooze_ticket(session, ticket.id, IN_AN_HOUR, actor=open_desk.ada, now=NOON)

    woken = in_parallel([lambda: following_up.wake_snoozed(sessions, lambda: NOON + HOUR)] * 3)
    reminded = in_parallel([lambda: following_up.remind_of_due(sessions, lambda: NOON + HOUR)] * 3)

    assert [sum(each for each in done if isinstance(each, int)) for done in (woken, reminded)] == [3, 3]
    with sessions() as session:
        kinds = [kind for kind, _ in told(session)]
        assert session.scalars(select(Ticket.id).where(Ticket.snoozed_at.is_not(None))).all() == []
    assert sorted(kinds) == [NotificationKind.DUE] * 3 + [NotificationKind.WOKEN] * 3


def test_an_assignee_is_reminded_an_hour_before_and_again_for_another_time(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk, assignee_id=desk.ada.id, due_at=NOON + 2 * HOUR)

    early = due_times.list_due_ids(session, desk.workspace.id, now=NOON + HOUR - timedelta(seconds=1))
    due = due_times.list_due_ids(session, desk.workspace.id, now=NOON + HOUR)
    reminded = [due_times.remind_of_due(session, ticket.id, now=NOON + HOUR) for _ in range(2)]
    ticket.due_at, ticket.due_told_at = NOON + 5 * HOUR, None
    again = due_times.remind_of_due(session, ticket.id, now=NOON + 4 * HOUR)

    assert (early, due) == ([], [ticket.id])
    assert (reminded, again) == ([True, False], True)
    assert told(session) == [(NotificationKind.DUE, desk.ada.id)] * 2


def test_nobody_is_reminded_of_what_is_done_or_nobody_has(session: Session, desk: Desk) -> None:
    unassigned = make_ticket(session, desk, due_at=NOON)
    done = make_ticket(session, desk, seconds=1, due_at=NOON, assignee_id=desk.ada.id)
    tickets.resolve_ticket(session, done.id, actor=desk.ben, now=NOON)

    due = due_times.list_due_ids(session, desk.workspace.id, now=NOON + HOUR)
    reminded = [due_times.remind_of_due(session, each.id, now=NOON + HOUR) for each in (unassigned, done)]

    assert due == []
    assert reminded == [False, False]
