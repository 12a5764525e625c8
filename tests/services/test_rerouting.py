"""Who wrote to Deskbell itself can send their ticket to another team, until somebody takes it up."""

import pytest
from sqlalchemy.orm import Session

from bot.errors import AgentsOnly, QueueTakesNoTickets, Refusal
from bot.services.desk import rerouting, tickets
from models.desk import Queue, Ticket, TicketSource
from tests.support.desk_rows import NOON, Desk, make_queue, make_ticket, make_triage_channel
from tests.support.queries import counting_queries


@pytest.fixture
def hr(session: Session, desk: Desk) -> Queue:
    """Another queue that takes requests."""
    queue = make_queue(session, desk.workspace, "HR")
    make_triage_channel(session, queue)
    return queue


@pytest.fixture
def ticket(session: Session, desk: Desk) -> Ticket:
    """A ticket of Rosa's, whose team nobody chose."""
    return make_ticket(session, desk, source=TicketSource.DM)


def offered(session: Session, ticket: Ticket) -> list[str]:
    return [choice.key for choice in rerouting.list_other_teams(session, ticket)]


def test_the_requester_sends_a_new_ticket_to_the_team_they_meant(
    session: Session, desk: Desk, hr: Queue, ticket: Ticket
) -> None:
    assert offered(session, ticket) == ["HR"]

    rerouting.choose_team(session, ticket.id, hr.id, actor=desk.rosa, now=NOON)

    assert (ticket.key, ticket.queue_id) == ("HR-1", hr.id)
    assert offered(session, ticket) == ["IT"]


def test_nobody_else_does_and_nobody_learns_whether_there_is_such_a_ticket(
    session: Session, desk: Desk, hr: Queue, ticket: Ticket
) -> None:
    costs = []

    for ticket_id in (ticket.id, 999_999):
        with counting_queries(session) as statements, pytest.raises(AgentsOnly, match="person who asked"):
            rerouting.choose_team(session, ticket_id, hr.id, actor=desk.ben, now=NOON)
        costs.append(len(statements))

    assert ticket.key == "IT-1"
    assert costs[0] == costs[1]


def test_what_somebody_has_taken_up_stays_where_it_is(session: Session, desk: Desk, hr: Queue, ticket: Ticket) -> None:
    tickets.claim_ticket(session, ticket.id, actor=desk.ben, now=NOON)

    with pytest.raises(Refusal, match="at work on IT-1 already"):
        rerouting.choose_team(session, ticket.id, hr.id, actor=desk.rosa, now=NOON)

    assert (ticket.key, offered(session, ticket)) == ("IT-1", [])


def test_a_team_nobody_sees_tickets_of_is_none(session: Session, desk: Desk, ticket: Ticket) -> None:
    unseen = make_queue(session, desk.workspace, "OLD")

    with pytest.raises(QueueTakesNoTickets):
        rerouting.choose_team(session, ticket.id, unseen.id, actor=desk.rosa, now=NOON)

    assert offered(session, ticket) == []


@pytest.mark.parametrize("source", [TicketSource.MESSAGE, TicketSource.FORM, TicketSource.MENTION])
def test_nothing_is_offered_where_the_team_was_chosen(
    session: Session, hr: Queue, ticket: Ticket, source: TicketSource
) -> None:
    del hr  # there is another team, all the same
    ticket.source = source

    assert offered(session, ticket) == []
