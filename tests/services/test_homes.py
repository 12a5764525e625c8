"""Homes: what is on them, whom a change concerns, and that nobody waits for anybody."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event as Signal
from threading import Thread
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from bot.domain.desk.facts import Figures, SetUpFacts
from bot.domain.desk.happenings import ChannelRoleChanged, TicketMoved
from bot.domain.desk.home_lists import HomeList
from bot.domain.desk.members import Evidence, EvidenceSource
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.gateways.database import Sessions
from bot.services.billing import contacts
from bot.services.desk import audit, conversations, homes, members, tickets
from models.desk import AuditTag, Follower, OutboxRow, OutboxState, Person, Priority, Ticket, TicketStatus
from tests.services.evidence import clear_outbox
from tests.support.billing_rows import Bill
from tests.support.desk_rows import MORNING, NOON, Desk, edited, make_desk_of, make_person, make_ticket, posted, ts_at

READ = Evidence(EvidenceSource.READ, NOON)


def open_homes(session: Session, *people: Person) -> None:
    """Have people open their Homes, and forget the rows that drew them."""
    for person in people:
        homes.open_home(session, person, now=MORNING)
    clear_outbox(session)


def redrawn(session: Session) -> set[int | None]:
    """Return whose Homes wait to be drawn."""
    rows = select(OutboxRow.subject_id).where(OutboxRow.kind == OutboxKind.REFRESH_HOME)
    return set(session.scalars(rows))


def redrawn_by(session: Session, desk: Desk, change: Callable[[], object]) -> set[str]:
    """Return the names of those whose Homes a change draws again, everybody having opened theirs."""
    open_homes(session, desk.rosa, desk.ada, desk.ben)
    change()
    names = {person.id: str(person.display_name) for person in (desk.rosa, desk.ada, desk.ben)}
    return {names[person_id] for person_id in redrawn(session) if person_id is not None}


def test_opening_draws_it_at_once_and_remembers_the_first_time(session: Session, desk: Desk) -> None:
    homes.open_home(session, desk.rosa, now=MORNING)
    homes.open_home(session, desk.rosa, now=NOON)

    assert desk.rosa.home_opened_at == MORNING
    [row] = session.scalars(select(OutboxRow))
    assert (row.kind, row.subject_id, row.lane) == ("slack.refresh_home", desk.rosa.id, f"home/{desk.rosa.id}")
    assert row.due_at == row.created_at


def test_who_never_opened_theirs_costs_no_row(session: Session, desk: Desk) -> None:
    make_ticket(session, desk)

    assert redrawn(session) == set()


def test_a_new_ticket_concerns_who_asked_and_the_agents_who_could_take_it(session: Session, desk: Desk) -> None:
    stranger = make_person(session, desk.workspace, "U0FINN")
    open_homes(session, stranger)

    concerned = redrawn_by(session, desk, lambda: make_ticket(session, desk))

    assert concerned == {"Rosa", "Ada", "Ben"}
    assert stranger.id not in redrawn(session)


def test_a_claim_concerns_everybody_who_could_have_claimed(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)

    concerned = redrawn_by(session, desk, lambda: tickets.claim_ticket(session, ticket.id, actor=desk.ada, now=NOON))

    assert concerned == {"Rosa", "Ada", "Ben"}


def test_what_happens_to_a_ticket_somebody_has_concerns_no_other_agent(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    tickets.claim_ticket(session, ticket.id, actor=desk.ada, now=NOON)

    def change() -> None:
        tickets.set_priority(session, ticket.id, Priority.P1, actor=desk.ada, now=NOON)
        tickets.set_status(session, ticket.id, TicketStatus.WAITING, actor=desk.ada, now=NOON)

    assert redrawn_by(session, desk, change) == {"Rosa", "Ada"}


def test_a_ticket_given_on_concerns_who_had_it_too(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    tickets.claim_ticket(session, ticket.id, actor=desk.ada, now=NOON)

    def give() -> None:
        tickets.assign_ticket(session, ticket.id, desk.ben, actor=desk.ada, now=NOON)

    assert redrawn_by(session, desk, give) == {"Rosa", "Ada", "Ben"}


def test_a_new_title_is_shown_to_both_sides_and_a_reply_to_who_has_the_next_word(session: Session, desk: Desk) -> None:
    opening = posted("The printer is on fire")
    ticket = make_ticket(session, desk)
    tickets.claim_ticket(session, ticket.id, actor=desk.ada, now=NOON)

    def receive(event: dict[str, object]) -> None:
        conversations.receive_message(session, desk.workspace, event, late=False, now=NOON)

    reply = posted("Any news?", seconds=5, thread_ts=opening["ts"])
    assert redrawn_by(session, desk, lambda: receive(reply)) == {"Ada"}  # the next word is hers
    assert redrawn_by(session, desk, lambda: receive(edited(opening, "The scanner is", seconds=9))) == {"Rosa", "Ada"}


def test_who_becomes_an_agent_or_is_one_no_longer_has_another_home(session: Session, desk: Desk) -> None:
    open_homes(session, desk.rosa)

    members.change(session, desk.triage, joined=["U0ROSA"], evidence=READ, now=NOON)
    assert redrawn(session) == {desk.rosa.id}
    assert homes.load_home(session, desk.rosa, now=NOON).work is not None

    clear_outbox(session)
    members.change(session, desk.triage, left=[desk.rosa], evidence=READ, now=NOON)
    assert redrawn(session) == {desk.rosa.id}
    assert homes.load_home(session, desk.rosa, now=NOON).work is None


def test_a_home_shows_what_its_owner_may_see_and_nothing_else(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    stranger = make_person(session, desk.workspace, "U0FINN")
    homes.choose_list(session, desk.ada, HomeList.UNASSIGNED)

    owned, worked, unrelated = (homes.load_home(session, who, now=NOON) for who in (desk.rosa, desk.ada, stranger))

    assert [each.key for each in owned.requests.under_way.tickets] == [ticket.key]
    assert worked.work is not None
    assert [each.key for each in worked.work.page.tickets] == [ticket.key]
    assert (owned.work, unrelated.work, unrelated.requests.under_way.tickets) == (None, None, [])
    assert (unrelated.takes_requests, unrelated.drawn_at) == (True, NOON)


def test_changes_in_a_moment_are_drawn_together_a_little_later(session: Session, desk: Desk) -> None:
    open_homes(session, desk.rosa)

    for seconds in range(5):
        make_ticket(session, desk, seconds=seconds)

    [row] = session.scalars(select(OutboxRow).where(OutboxRow.kind == OutboxKind.REFRESH_HOME))
    assert row.due_at - row.created_at == homes.GATHERING


def test_a_home_being_drawn_is_drawn_once_more(session: Session, desk: Desk) -> None:
    open_homes(session, desk.rosa)
    make_ticket(session, desk, seconds=1)
    session.execute(update(OutboxRow).values(state=OutboxState.SENDING, leased_until=text("now()")))

    make_ticket(session, desk, seconds=2)

    states = select(OutboxRow.state).where(OutboxRow.kind == OutboxKind.REFRESH_HOME).order_by(OutboxRow.id)
    assert session.scalars(states).all() == [OutboxState.SENDING, OutboxState.PENDING]


def test_two_tickets_changing_at_once_do_not_wait_for_each_others_homes(sessions: Sessions, open_desk: Desk) -> None:
    with sessions.begin() as session:
        for person in (open_desk.rosa, open_desk.ada, open_desk.ben):
            homes.open_home(session, session.get_one(Person, person.id), now=MORNING)
        one, other = (make_ticket(session, open_desk, seconds=seconds).id for seconds in (1, 2))
    is_held, is_done = Signal(), Signal()

    def claim_the_other() -> None:
        is_held.wait(10)
        with sessions.begin() as session:
            tickets.claim_ticket(session, other, actor=session.get_one(Person, open_desk.ben.id), now=NOON)
        is_done.set()

    claiming = Thread(target=claim_the_other)
    claiming.start()
    with sessions.begin() as session:
        tickets.claim_ticket(session, one, actor=session.get_one(Person, open_desk.ada.id), now=NOON)
        is_held.set()
        assert is_done.wait(5)
    claiming.join()


def test_no_worker_takes_a_home_before_what_it_waits_for_is_visible(sessions: Sessions, open_desk: Desk) -> None:
    with sessions.begin() as session:
        homes.open_home(session, session.get_one(Person, open_desk.rosa.id), now=MORNING)
    free = select(OutboxRow.id).where(OutboxRow.kind == OutboxKind.REFRESH_HOME).with_for_update(skip_locked=True)

    with sessions.begin() as session:
        make_ticket(session, open_desk)
        with sessions.begin() as worker:
            assert worker.scalars(free).all() == []

    with sessions.begin() as worker:
        assert len(worker.scalars(free).all()) == 1


def listed(session: Session, who: Person, chosen: HomeList, *, page: int = 0, now: datetime = NOON) -> list[str]:
    """Return the keys on a list of somebody's Home."""
    homes.choose_list(session, who, chosen, page=page)
    work = homes.load_home(session, who, now=now).work
    assert work is not None
    return [ticket.key for ticket in work.page.tickets]


def hold(session: Session, desk: Desk, seconds: float, **facts: Any) -> Ticket:
    """Open a ticket that is Ada's."""
    given = {"assignee_id": desk.ada.id, "status": TicketStatus.IN_PROGRESS, **facts}
    return make_ticket(session, desk, seconds=seconds, **given)


def answer(session: Session, desk: Desk, *, on: float, after: float = 5) -> None:
    """Have Ada answer the ticket opened this many seconds after noon, some seconds later."""
    reply = posted("Have you tried?", seconds=on + after, user="U0ADA", channel="C0TRIAGE", thread_ts=ts_at(on + 0.5))
    conversations.receive_message(session, desk.workspace, reply, late=False, now=NOON)


def test_an_agent_is_needed_where_the_requester_spoke_last_or_time_is_short(session: Session, desk: Desk) -> None:
    hold(session, desk, 0)
    hold(session, desk, 60)
    answer(session, desk, on=60)
    hold(session, desk, 120, due_at=NOON + timedelta(hours=3))
    answer(session, desk, on=120)
    hold(session, desk, 180, snoozed_at=NOON, snoozed_until=NOON + timedelta(hours=1))
    hold(session, desk, 240, priority=Priority.P1)
    make_ticket(session, desk, seconds=300)

    assert listed(session, desk.ada, HomeList.NEEDS_ME) == ["IT-5", "IT-1", "IT-3"]
    assert listed(session, desk.ada, HomeList.NEEDS_ME, now=NOON + timedelta(hours=2)) == [
        "IT-5",
        "IT-1",
        "IT-3",
        "IT-4",
    ]
    assert listed(session, desk.ben, HomeList.NEEDS_ME) == []


def test_a_ticket_that_woke_needs_its_agent_until_they_go_on_with_it(session: Session, desk: Desk) -> None:
    ticket = hold(session, desk, 0)
    answer(session, desk, on=0)
    later = NOON + timedelta(hours=2)
    audit.record(
        session,
        AuditTag.TICKET_WOKEN,
        workspace_id=desk.workspace.id,
        actor=None,
        ticket_id=ticket.id,
        now=NOON + timedelta(hours=1),
    )
    assert listed(session, desk.ada, HomeList.NEEDS_ME, now=later) == ["IT-1"]

    answer(session, desk, on=0, after=7_000)

    assert listed(session, desk.ada, HomeList.NEEDS_ME, now=later) == []


def test_each_list_has_what_its_name_says(session: Session, desk: Desk) -> None:
    hold(session, desk, 0, due_at=NOON + timedelta(hours=3))
    watched = make_ticket(session, desk, seconds=60)
    make_ticket(session, desk, seconds=120, due_at=NOON - timedelta(hours=3))
    hold(session, desk, 180, status=TicketStatus.CLOSED, closed_at=NOON)
    follow = {"workspace_id": desk.workspace.id, "ticket_id": watched.id, "person_id": desk.ada.id}
    session.add(Follower(followed_at=NOON, **follow))

    lists = {chosen: listed(session, desk.ada, chosen) for chosen in HomeList if chosen is not HomeList.AS_REQUESTER}

    assert lists == {
        HomeList.NEEDS_ME: ["IT-1"],
        HomeList.MINE: ["IT-1"],
        HomeList.UNASSIGNED: ["IT-2", "IT-3"],
        HomeList.DUE: ["IT-3", "IT-1"],
        HomeList.WATCHED: ["IT-2"],
        HomeList.OPEN: ["IT-3", "IT-2", "IT-1"],
    }


def test_the_figures_count_what_the_lists_have(session: Session, desk: Desk) -> None:
    for seconds in (0, 60):
        hold(session, desk, seconds)
    answer(session, desk, on=0)
    for seconds in (120, 180, 240):
        make_ticket(session, desk, seconds=seconds)

    work = homes.load_home(session, desk.ada, now=NOON).work

    assert work is not None
    assert work.figures == Figures(needs_me=1, mine=2, unassigned=3)


def test_a_list_is_turned_and_never_beyond_its_end(session: Session, desk: Desk) -> None:
    for seconds in range(12):
        make_ticket(session, desk, seconds=seconds)

    assert listed(session, desk.ada, HomeList.UNASSIGNED, page=1) == ["IT-11", "IT-12"]
    assert listed(session, desk.ada, HomeList.UNASSIGNED, page=99) == ["IT-11", "IT-12"]


def test_a_list_that_was_chosen_stays_while_tickets_change(session: Session, desk: Desk) -> None:
    open_homes(session, desk.ada)
    homes.choose_list(session, desk.ada, HomeList.OPEN)

    make_ticket(session, desk)

    work = homes.load_home(session, desk.ada, now=NOON).work
    assert work is not None
    assert (work.shown, len(work.page.found)) == (HomeList.OPEN, 1)
    assert redrawn(session) == {desk.ada.id}


def test_a_requester_sees_what_waits_for_them_and_what_was_solved_lately(session: Session, desk: Desk) -> None:
    make_ticket(session, desk, seconds=0, status=TicketStatus.WAITING)
    make_ticket(session, desk, seconds=60)
    make_ticket(session, desk, seconds=120, status=TicketStatus.RESOLVED, resolved_at=NOON)
    long_ago = NOON - timedelta(days=31)
    make_ticket(session, desk, seconds=180, status=TicketStatus.CLOSED, closed_at=long_ago, updated_at=long_ago)

    requests = homes.load_home(session, desk.rosa, now=NOON).requests

    keys = [[each.ticket.key for each in found] for found in (requests.waiting.found, requests.under_way.found)]
    assert keys == [["IT-1"], ["IT-2"]]
    assert [each.ticket.key for each in requests.solved] == ["IT-3"]


def test_an_agents_own_request_leads_to_where_they_asked(session: Session, desk: Desk) -> None:
    make_ticket(session, desk, requester_id=desk.ada.id)

    [request] = homes.load_home(session, desk.ada, now=NOON).requests.under_way.tickets

    assert "C0HELP" in str(request.link)


def test_an_agent_can_look_as_a_requester_and_who_works_nothing_cannot_look_otherwise(
    session: Session, desk: Desk
) -> None:
    homes.choose_list(session, desk.ada, HomeList.AS_REQUESTER)
    homes.choose_list(session, desk.rosa, HomeList.OPEN)

    adas, rosas = (homes.load_home(session, who, now=NOON) for who in (desk.ada, desk.rosa))

    assert (adas.work, adas.as_requester) == (None, True)
    assert (rosas.work, rosas.as_requester, rosas.set_up) == (None, False, None)


def test_an_admin_sees_how_far_the_desk_is_set_up(session: Session, desk: Desk) -> None:
    desk.rosa.is_desk_admin = True
    before = homes.load_home(session, desk.rosa, now=NOON).set_up
    make_ticket(session, desk)
    after = homes.load_home(session, desk.rosa, now=NOON).set_up

    assert before == SetUpFacts(["C0TRIAGE"], ["C0HELP"], has_tickets=False)
    assert after is not None
    assert after.is_complete


def test_a_move_concerns_both_teams_and_a_follower_is_concerned_by_all_of_it(session: Session, desk: Desk) -> None:
    ticket = hold(session, desk, 0)
    hana, finn = make_person(session, desk.workspace, "U0HANA"), make_person(session, desk.workspace, "U0FINN")
    hr = make_desk_of(session, desk, "HR", hana)
    session.add(Follower(workspace_id=desk.workspace.id, ticket_id=ticket.id, person_id=finn.id, followed_at=NOON))
    open_homes(session, desk.rosa, desk.ada, desk.ben, hana, finn)
    ticket.queue_id = hr.queue.id

    homes.show_move(session, TicketMoved(desk.ada, ticket, desk.queue.id, "IT-1"), now=NOON)

    assert redrawn(session) == {desk.rosa.id, desk.ada.id, desk.ben.id, hana.id, finn.id}


def test_a_channels_new_role_concerns_its_members_and_the_admins(session: Session, desk: Desk) -> None:
    admin = make_person(session, desk.workspace, "U0ADAM", is_desk_admin=True)
    open_homes(session, desk.rosa, desk.ada, desk.ben, admin)

    homes.show_channel(session, ChannelRoleChanged(admin, desk.triage), now=NOON)

    assert redrawn(session) == {desk.ada.id, desk.ben.id, admin.id}


def test_admins_and_billing_contacts_see_the_bill_on_their_home_and_nobody_else(session: Session, desk: Desk) -> None:
    desk.ada.is_desk_admin = True
    Bill(session, desk.workspace.id).begins(NOON, agents=["U0BEN"])
    contacts.name_contact(session, desk.rosa, actor=None, now=NOON)

    parts = [homes.load_home(session, person, now=NOON).parts for person in (desk.ada, desk.rosa, desk.ben)]

    assert [[part.text for part in shown] for shown in parts] == [
        ["1 seat taken · next invoice €25.00 on 23 December 2026"],
        ["1 seat taken · next invoice €25.00 on 23 December 2026"],
        [],
    ]
