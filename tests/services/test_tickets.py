"""What becomes of a ticket: claimed, assigned, changed, resolved, reopened, closed."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.changes import StatusChange
from bot.errors import ChangeRefused, Refusal, TicketAlreadyClaimed, TicketAlreadyClosed
from bot.gateways.database import Sessions
from bot.services.desk import tickets
from bot.services.desk.guards import with_guards
from models.desk import Notification, OutboxRow, Person, Priority, Ticket, TicketStatus
from tests.services.evidence import all_rows, audited, clear_outbox, in_parallel, queued
from tests.support.desk_rows import NOON, Desk, make_member, make_person, make_ticket

LATER = NOON + timedelta(hours=1)


def test_the_first_to_claim_holds_the_ticket_and_it_is_in_progress(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)

    tickets.claim_ticket(session, ticket.id, actor=desk.ada, now=LATER)

    assert (ticket.assignee_id, ticket.status) == (desk.ada.id, TicketStatus.IN_PROGRESS)
    assert ticket.updated_at == LATER
    assert audited(session) == ["ticket.created", "ticket.claimed", "ticket.status_changed"]


def test_claiming_twice_is_harmless_and_queues_one_refresh(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    clear_outbox(session)

    for _ in range(2):
        tickets.claim_ticket(session, ticket.id, actor=desk.ada, now=LATER)

    assert queued(session) == ["refresh_triage_card"]


def test_whoever_comes_second_is_told_who_was_first(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    tickets.claim_ticket(session, ticket.id, actor=desk.ada, now=LATER)

    with pytest.raises(TicketAlreadyClaimed, match=r"^Ada claimed IT-1 just before you\.$"):
        tickets.claim_ticket(session, ticket.id, actor=desk.ben, now=LATER)

    assert ticket.assignee_id == desk.ada.id


def test_of_agents_who_claim_in_the_same_moment_exactly_one_wins(sessions: Sessions, open_desk: Desk) -> None:
    with sessions.begin() as session:
        ticket = make_ticket(session, open_desk)
        more = [make_person(session, open_desk.workspace, f"U0AGENT{number}") for number in range(4)]
        for agent in more:
            make_member(session, open_desk.triage, agent)
        clear_outbox(session)
    agents = [open_desk.ada, open_desk.ben, *more]

    outcomes = in_parallel([partial(_claim, sessions, ticket.id, agent) for agent in agents])

    winners = [outcome for outcome in outcomes if not isinstance(outcome, Exception)]
    assert len(winners) == 1
    losers = {str(outcome) for outcome in outcomes if isinstance(outcome, TicketAlreadyClaimed)}
    assert losers == {f"{winners[0]} claimed IT-1 just before you."}
    assert [type(outcome) for outcome in outcomes].count(TicketAlreadyClaimed) == len(agents) - 1
    with sessions() as session:
        assert queued(session) == ["refresh_triage_card"]


def _claim(sessions: Sessions, ticket_id: int, agent: Person) -> str | None:
    with sessions.begin() as session:
        tickets.claim_ticket(session, ticket_id, actor=agent, now=LATER)
        return agent.display_name


def test_a_claim_sees_the_ticket_as_it_stands_once_the_lock_is_its_own(sessions: Sessions, open_desk: Desk) -> None:
    with sessions.begin() as session:
        ticket_id = make_ticket(session, open_desk).id

    with sessions.begin() as mine:
        read_before = mine.get_one(Ticket, ticket_id)
        assert read_before.assignee_id is None
        _claim(sessions, ticket_id, open_desk.ada)
        with pytest.raises(TicketAlreadyClaimed):
            tickets.claim_ticket(mine, ticket_id, actor=open_desk.ben, now=LATER)


def test_a_ticket_can_be_handed_on(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    tickets.claim_ticket(session, ticket.id, actor=desk.ada, now=LATER)

    tickets.assign_ticket(session, ticket.id, desk.ben, actor=desk.ada, now=LATER)

    assert ticket.assignee_id == desk.ben.id
    assert audited(session)[-1] == "ticket.assigned"


def test_assigning_leaves_a_status_that_is_not_new_alone(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk, status=TicketStatus.ON_HOLD)

    tickets.assign_ticket(session, ticket.id, desk.ben, actor=desk.ada, now=LATER)

    assert ticket.status is TicketStatus.ON_HOLD


def test_a_changed_priority_is_audited_with_what_it_was(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)

    tickets.set_priority(session, ticket.id, Priority.P1, actor=desk.ada, now=LATER)

    entry = all_rows(session)["audit_entry"][-1]
    assert (entry.tag, entry.details) == ("ticket.priority_changed", {"priority": ["p3", "p1"]})


def test_choosing_what_is_chosen_already_does_nothing(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk, status=TicketStatus.WAITING)
    before = all_rows(session)

    tickets.set_status(session, ticket.id, TicketStatus.WAITING, actor=desk.ada, now=LATER)
    tickets.set_priority(session, ticket.id, Priority.P3, actor=desk.ada, now=LATER)

    assert all_rows(session) == before


def test_resolving_tells_the_requester_who_did_it_and_redraws_the_card(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    clear_outbox(session)

    tickets.resolve_ticket(session, ticket.id, actor=desk.ada, now=LATER)

    assert (ticket.resolved_at, ticket.resolved_by_id) == (LATER, desk.ada.id)
    assert queued(session) == ["refresh_triage_card", "post_resolution_notice"]
    notice = session.scalars(select(OutboxRow).where(OutboxRow.kind == "slack.post_resolution_notice")).one()
    assert notice.payload == {"ticket_key": "IT-1", "resolver_name": "Ada"}
    assert audited(session)[-1] == "ticket.resolved"


@pytest.mark.parametrize(
    ("assigned", "expected"), [(False, TicketStatus.NEW), (True, TicketStatus.IN_PROGRESS)], ids=["nobody's", "Ada's"]
)
def test_a_reopened_ticket_goes_back_to_whoever_had_it(
    session: Session, desk: Desk, *, assigned: bool, expected: TicketStatus
) -> None:
    ticket = make_ticket(session, desk, assignee_id=desk.ada.id if assigned else None)
    tickets.resolve_ticket(session, ticket.id, actor=desk.ada, now=NOON)
    clear_outbox(session)

    tickets.reopen_ticket(session, ticket.id, actor=desk.rosa, now=LATER)

    assert (ticket.status, ticket.resolved_at, ticket.resolved_by_id) == (expected, None, None)
    told = ["tell_notifications"] if assigned else []
    assert queued(session) == ["refresh_triage_card", "refresh_resolution_notice", "post_thread_notice", *told]
    assert audited(session)[-1] == "ticket.reopened"


def test_whoever_is_given_a_ticket_by_somebody_else_is_told(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    clear_outbox(session)

    tickets.assign_ticket(session, ticket.id, desk.ada, actor=desk.ada, now=LATER)
    tickets.assign_ticket(session, ticket.id, desk.ben, actor=desk.ada, now=LATER)

    told = session.scalars(select(Notification)).one()
    assert (told.person_id, told.kind, told.facts["name"]) == (desk.ben.id, "assigned", "Ada")


def test_reopening_an_open_ticket_does_nothing(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    before = all_rows(session)

    tickets.reopen_ticket(session, ticket.id, actor=desk.rosa, now=LATER)

    assert all_rows(session) == before


@pytest.mark.parametrize(
    "change",
    [
        partial(tickets.claim_ticket),
        partial(tickets.set_priority, priority=Priority.P1),
        partial(tickets.set_status, status=TicketStatus.NEW),
        partial(tickets.resolve_ticket),
        partial(tickets.reopen_ticket),
    ],
    ids=["claim", "priority", "status", "resolve", "reopen"],
)
def test_a_closed_ticket_does_not_change_any_more(session: Session, desk: Desk, change: Callable[..., object]) -> None:
    ticket = make_ticket(session, desk)
    tickets.close_ticket(session, ticket.id, actor=desk.ada, now=NOON)
    before = all_rows(session)

    with pytest.raises(TicketAlreadyClosed, match="IT-1 is closed"):
        change(session, ticket.id, actor=desk.ada, now=LATER)

    assert all_rows(session) == before


@pytest.mark.parametrize(
    "change",
    [
        partial(tickets.claim_ticket),
        partial(tickets.set_status, status=TicketStatus.WAITING),
        partial(tickets.resolve_ticket),
        partial(tickets.close_ticket),
    ],
    ids=["claim", "status", "resolve", "close"],
)
def test_a_guards_veto_comes_before_anything_changed(
    session: Session, desk: Desk, change: Callable[..., object]
) -> None:
    ticket = make_ticket(session, desk)
    session.info.update(with_guards({}, [_object]))
    before = all_rows(session)

    with pytest.raises(ChangeRefused, match="Carla has not approved IT-1"):
        change(session, ticket.id, actor=desk.ada, now=LATER)

    assert all_rows(session) == before


def _object(_session: Session, change: StatusChange, **_when: object) -> None:
    raise ChangeRefused(f"Carla has not approved {change.ticket.key} yet.")


def test_what_no_guard_objects_to_is_asked_once(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    asked: list[TicketStatus] = []
    session.info.update(with_guards({}, [lambda _session, change, **_: asked.append(change.to)]))

    tickets.claim_ticket(session, ticket.id, actor=desk.ada, now=LATER)

    assert asked == [TicketStatus.IN_PROGRESS]


def test_every_refusal_says_what_to_do_next(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk, status=TicketStatus.CLOSED, closed_at=NOON)

    with pytest.raises(Refusal) as refusal:
        tickets.claim_ticket(session, ticket.id, actor=desk.ada, now=LATER)

    assert str(refusal.value) == "IT-1 is closed and does not change any more. Open a new ticket with `/desk new`."
