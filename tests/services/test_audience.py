"""Who is told of what happens on a ticket in a direct message, and who is not."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.desk import conversations, statuses, tickets
from models.desk import Follower, Notification, Person, Priority, Ticket, TicketStatus
from tests.support.desk_rows import NOON, Desk, make_person, make_ticket, posted, ts_at

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def max_(session: Session, desk: Desk) -> Person:
    """Somebody who has nothing to do with anything yet."""
    return make_person(session, desk.workspace, "U0MAX")


@pytest.fixture
def ticket(session: Session, desk: Desk) -> Ticket:
    """Rosa's ticket, which Ada has."""
    return make_ticket(session, desk, assignee_id=desk.ada.id, status=TicketStatus.IN_PROGRESS)


def follow(session: Session, ticket: Ticket, *people: Person) -> None:
    """Make people followers of a ticket."""
    for person in people:
        facts = {"workspace_id": ticket.workspace_id, "ticket_id": ticket.id, "person_id": person.id}
        session.add(Follower(followed_at=NOON, **facts))
    session.flush()


def ask(session: Session, desk: Desk, text: str, *, user: str = "U0ROSA", seconds: float = 10) -> None:
    """Have somebody write in the requester's thread."""
    event = posted(text, seconds=seconds, user=user, thread_ts=ts_at(0))
    conversations.receive_message(session, desk.workspace, event, late=False, now=LATER)


def answer(session: Session, desk: Desk, text: str, *, user: str = "U0BEN", seconds: float = 20) -> None:
    """Have somebody write in the card's thread."""
    event = posted(text, seconds=seconds, user=user, channel="C0TRIAGE", thread_ts=ts_at(0.5))
    conversations.receive_message(session, desk.workspace, event, late=False, now=LATER)


def told(session: Session) -> list[tuple[str | None, str]]:
    """Return who is told, by name, and what kind of thing, in order."""
    rows = select(Person.display_name, Notification.kind).join(Notification, Notification.person_id == Person.id)
    return [(name, kind) for name, kind in session.execute(rows.order_by(Notification.id))]


@pytest.mark.usefixtures("ticket")
def test_the_assignee_is_told_what_the_requester_writes(session: Session, desk: Desk) -> None:
    ask(session, desk, "It smokes")

    assert told(session) == [("Ada", "reply")]
    facts = session.scalars(select(Notification.facts)).one()
    assert facts["name"] == "Rosa"


@pytest.mark.usefixtures("ticket")
@pytest.mark.parametrize("side", ["requester", "triage"])
def test_the_assignee_is_told_what_another_agent_writes_on_either_side(session: Session, desk: Desk, side: str) -> None:
    if side == "triage":
        answer(session, desk, "I saw it, too")
    else:
        ask(session, desk, "I saw it, too", user="U0BEN")

    assert told(session) == [("Ada", "reply")]


def test_the_assignee_is_told_of_a_colleagues_note_and_nobody_else_is(
    session: Session, desk: Desk, ticket: Ticket, max_: Person
) -> None:
    follow(session, ticket, max_)

    answer(session, desk, ":lock: he forgot to plug it in")

    assert told(session) == [("Ada", "note")]


def test_an_assignee_who_is_no_agent_any_more_hears_of_no_note(
    session: Session, desk: Desk, ticket: Ticket, max_: Person
) -> None:
    ticket.assignee_id = max_.id

    answer(session, desk, ":lock: he forgot to plug it in")

    assert told(session) == []


def test_followers_are_told_what_agents_and_other_followers_write(
    session: Session, desk: Desk, ticket: Ticket, max_: Person
) -> None:
    lena = make_person(session, desk.workspace, "U0LENA")
    follow(session, ticket, max_, lena)

    answer(session, desk, "We are on it")
    ask(session, desk, "Mine burns, too", user="U0MAX", seconds=30)

    assert told(session) == [("Ada", "reply"), ("Max", "reply"), ("Lena", "reply"), ("Ada", "reply"), ("Lena", "reply")]


def test_followers_are_not_told_what_the_requester_or_a_passer_by_writes(
    session: Session, desk: Desk, ticket: Ticket, max_: Person
) -> None:
    follow(session, ticket, max_)

    ask(session, desk, "It smokes")
    ask(session, desk, "I see smoke", user="U0LENA", seconds=30)

    assert told(session) == [("Ada", "reply")] * 2


def test_nobody_is_told_what_they_wrote_themselves(session: Session, desk: Desk, ticket: Ticket, max_: Person) -> None:
    follow(session, ticket, desk.ada, max_)

    answer(session, desk, "I am on it", user="U0ADA")

    assert told(session) == [("Max", "reply")]


def test_whoever_wrote_in_the_thread_before_is_told_by_slack_alone(
    session: Session, desk: Desk, ticket: Ticket, max_: Person
) -> None:
    follow(session, ticket, max_)
    answer(session, desk, "I am on it", user="U0ADA")
    ask(session, desk, "Mine burns, too", user="U0MAX", seconds=30)
    before = len(told(session))

    ask(session, desk, "It smokes", seconds=40)
    answer(session, desk, "Is it the one upstairs?", seconds=50)

    assert told(session)[before:] == []


@pytest.mark.usefixtures("ticket")
def test_the_requester_is_told_by_slack_in_their_own_thread(session: Session, desk: Desk) -> None:
    answer(session, desk, "We are on it")

    assert "Rosa" not in [name for name, _ in told(session)]


def test_who_wrote_in_another_channel_is_not_in_this_thread(session: Session, desk: Desk, ticket: Ticket) -> None:
    answer(session, desk, "I am on it", user="U0ADA")
    ticket.triage_slack_channel_id = "C0ELSEWHERE"  # as after a move and back
    session.flush()

    ask(session, desk, "It smokes")

    assert told(session) == [("Ada", "reply")]


def test_who_lost_the_triage_channel_is_not_told_there_by_slack(
    session: Session, desk: Desk, ticket: Ticket, max_: Person
) -> None:
    ticket.assignee_id = max_.id
    answer(session, desk, "I am leaving", user="U0MAX")

    ask(session, desk, "It smokes")

    assert told(session) == [("Max", "reply")]


def test_the_end_is_told_assignee_and_followers_but_not_whom_their_thread_tells(
    session: Session, desk: Desk, ticket: Ticket, max_: Person
) -> None:
    follow(session, ticket, max_)

    tickets.resolve_ticket(session, ticket.id, actor=desk.ben, now=LATER)

    assert told(session) == [("Ada", "closed"), ("Max", "closed")]


def test_whoever_ends_it_is_not_told(session: Session, desk: Desk, ticket: Ticket, max_: Person) -> None:
    follow(session, ticket, max_)

    tickets.close_ticket(session, ticket.id, actor=desk.ada, now=LATER)

    assert told(session) == [("Max", "closed")]


def test_closing_by_itself_is_told_nobody(session: Session, desk: Desk, ticket: Ticket) -> None:
    tickets.resolve_ticket(session, ticket.id, actor=desk.ada, now=NOON)

    tickets.change_status(session, ticket, TicketStatus.CLOSED, actor=None, now=LATER)

    assert told(session) == []


def test_a_reopening_by_a_reply_is_told_the_assignee_once(session: Session, desk: Desk, ticket: Ticket) -> None:
    tickets.resolve_ticket(session, ticket.id, actor=desk.ada, now=NOON)

    ask(session, desk, "It is on fire again")

    assert told(session) == [("Ada", "reopened")]
    assert session.scalars(select(Notification.facts)).one()["message_id"]


def test_a_reopening_by_the_button_is_told_the_assignee(session: Session, desk: Desk, ticket: Ticket) -> None:
    tickets.resolve_ticket(session, ticket.id, actor=desk.ada, now=NOON)

    tickets.reopen_ticket(session, ticket.id, actor=desk.rosa, now=LATER)

    assert told(session) == [("Ada", "reopened")]


def test_a_thank_you_is_a_reply_and_reopens_nothing(session: Session, desk: Desk, ticket: Ticket) -> None:
    tickets.resolve_ticket(session, ticket.id, actor=desk.ada, now=NOON)

    ask(session, desk, "Thanks!")

    assert told(session) == [("Ada", "reply")]


def test_taking_a_reopening_back_is_told_nobody(session: Session, desk: Desk, ticket: Ticket) -> None:
    tickets.resolve_ticket(session, ticket.id, actor=desk.ada, now=NOON)
    tickets.reopen_ticket(session, ticket.id, actor=desk.ben, now=NOON)
    before = told(session)

    statuses.undo_reopening(session, ticket.id, actor=desk.rosa, now=LATER)

    assert told(session) == before


def test_other_changes_are_told_nobody(session: Session, desk: Desk, ticket: Ticket) -> None:
    tickets.set_status(session, ticket.id, TicketStatus.ON_HOLD, actor=desk.ben, now=LATER)
    tickets.set_priority(session, ticket.id, Priority.P1, actor=desk.ben, now=LATER)

    assert told(session) == []


def test_an_assignment_is_told_who_was_given_it(session: Session, desk: Desk, ticket: Ticket) -> None:
    tickets.assign_ticket(session, ticket.id, desk.ben, actor=desk.ada, now=LATER)
    tickets.assign_ticket(session, ticket.id, desk.ada, actor=desk.ada, now=LATER)

    assert told(session) == [("Ben", "assigned")]
