"""Homes: what is on them, whom a change concerns, and that nobody waits for anybody."""

from collections.abc import Callable
from threading import Event as Signal
from threading import Thread

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from bot.domain.desk.outbox_kinds import OutboxKind
from bot.gateways.database import Sessions
from bot.services.desk import channels, conversations, homes, tickets
from models.desk import OutboxRow, OutboxState, Person, Priority, TicketStatus
from tests.services.evidence import clear_outbox
from tests.support.desk_rows import MORNING, NOON, Desk, edited, make_person, make_ticket, posted


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


def test_a_new_title_is_shown_and_a_reply_is_not(session: Session, desk: Desk) -> None:
    opening = posted("The printer is on fire")
    ticket = make_ticket(session, desk)
    tickets.claim_ticket(session, ticket.id, actor=desk.ada, now=NOON)

    def receive(event: dict[str, object]) -> None:
        conversations.receive_message(session, desk.workspace, event, late=False, now=NOON)

    reply = posted("Any news?", seconds=5, thread_ts=opening["ts"])
    assert redrawn_by(session, desk, lambda: receive(reply)) == set()
    assert redrawn_by(session, desk, lambda: receive(edited(opening, "The scanner is", seconds=9))) == {"Rosa", "Ada"}


def test_who_becomes_an_agent_or_is_one_no_longer_has_another_home(session: Session, desk: Desk) -> None:
    open_homes(session, desk.rosa)

    channels.add_member(session, desk.triage, desk.rosa, now=NOON)
    assert redrawn(session) == {desk.rosa.id}
    assert homes.load_home(session, desk.rosa, now=NOON).lists.is_agent

    clear_outbox(session)
    channels.remove_member(session, desk.triage, desk.rosa, now=NOON)
    assert redrawn(session) == {desk.rosa.id}
    assert not homes.load_home(session, desk.rosa, now=NOON).lists.is_agent


def test_a_home_shows_what_its_owner_may_see_and_nothing_else(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    stranger = make_person(session, desk.workspace, "U0FINN")

    owned, worked, unrelated = (homes.load_home(session, who, now=NOON) for who in (desk.rosa, desk.ada, stranger))

    assert [each.key for each in owned.lists.requested] == [ticket.key]
    assert [each.key for each in worked.lists.unassigned] == [ticket.key]
    assert (owned.lists.unassigned, unrelated.lists.requested, unrelated.lists.unassigned) == ([], [], [])
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
