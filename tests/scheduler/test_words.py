"""Tickets without searchable words get them, however often and late the job runs."""

from sqlalchemy import func, select

from bot.domain.desk.instants import system_clock
from bot.gateways.database import Sessions
from bot.services.desk import ticket_words
from models.desk import Ticket, TicketWords
from scheduler.jobs.desk.words import fill_ticket_words
from tests.scheduler.rows import make_many_tickets, make_queue, make_workspace


def count_words(sessions: Sessions) -> int:
    with sessions.begin() as session:
        return session.scalars(select(func.count()).select_from(TicketWords)).one()


def test_every_ticket_gets_its_words_and_a_second_run_finds_nothing_to_do(sessions: Sessions) -> None:
    number = ticket_words.BATCH + 5
    with sessions.begin() as session:
        make_many_tickets(session, make_queue(session, make_workspace(session)), number)

    filled = [fill_ticket_words(sessions, system_clock) for _ in range(2)]

    assert filled == [number, 0]
    assert count_words(sessions) == number


def test_a_ticket_in_somebodys_hands_is_left_for_the_next_run(sessions: Sessions) -> None:
    with sessions.begin() as session:
        make_many_tickets(session, make_queue(session, make_workspace(session)), 2)

    with sessions.begin() as session:
        session.scalars(select(Ticket).order_by(Ticket.id).limit(1).with_for_update()).one()
        assert fill_ticket_words(sessions, system_clock) == 1

    assert fill_ticket_words(sessions, system_clock) == 1
