"""A queue is locked before a ticket, whoever asks: so nobody who holds the one waits for who holds the other."""

import threading
import time
from collections.abc import Callable

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.gateways.database import Sessions
from bot.services.desk import conversations, moves, splitting, tickets
from models.desk import Message, Person, Queue, Ticket, Workspace
from tests.support.desk_rows import NOON, Desk, make_desk_of, make_ticket, posted, ts_at

Act = Callable[[Session, Desk, int], object]

BLOCKED = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


def type_move(session: Session, desk: Desk, ticket_id: int) -> object:
    """Have Ben type the order in the card's thread."""
    ticket, workspace = session.get_one(Ticket, ticket_id), session.get_one(Workspace, desk.workspace.id)
    event = posted("!move hr", seconds=5, user="U0BEN", channel="C0TRIAGE", thread_ts=ticket.card_ts)
    session.expire(ticket)
    conversations.receive_message(session, workspace, event, late=False, now=NOON)
    return session.scalars(select(Ticket.key).where(Ticket.id == ticket_id)).one()


def choose_in_form(session: Session, desk: Desk, ticket_id: int) -> object:
    """Have Ben move it with a form."""
    hr_id = session.scalars(select(Queue.id).where(Queue.key == "HR")).one()
    return moves.move_ticket(session, ticket_id, hr_id, actor=session.get_one(Person, desk.ben.id), now=NOON).key


def split(session: Session, desk: Desk, ticket_id: int) -> object:
    """Have Ben make a ticket of what Rosa wrote last."""
    message_id = session.scalars(select(Message.id).order_by(Message.id.desc()).limit(1)).one()
    ben = session.get_one(Person, desk.ben.id)
    return splitting.split_message(session, ticket_id, message_id, actor=ben, now=NOON).key


def wait_until_somebody_is_blocked(sessions: Sessions) -> None:
    deadline = time.monotonic() + 10
    with sessions() as session:
        while not session.scalar(BLOCKED):
            assert time.monotonic() < deadline, "nobody waits for the queue"
            session.rollback()
            time.sleep(0.01)


@pytest.mark.parametrize(
    ("act", "key", "outcome"), [(type_move, "HR", "HR-1"), (choose_in_form, "HR", "HR-1"), (split, "IT", "IT-2")]
)
def test_who_waits_for_a_queue_does_not_hold_the_ticket(
    sessions: Sessions, open_desk: Desk, act: Act, key: str, outcome: str
) -> None:
    with sessions.begin() as session:
        make_desk_of(session, open_desk, "HR", session.get_one(Person, open_desk.ada.id))
        ticket_id = make_ticket(session, open_desk).id
        workspace = session.get_one(Workspace, open_desk.workspace.id)
        event = posted("One more thing", seconds=2, thread_ts=ts_at(0))
        conversations.receive_message(session, workspace, event, late=False, now=NOON)
    outcomes: list[object] = []

    def do() -> None:
        with sessions.begin() as session:
            outcomes.append(act(session, open_desk, ticket_id))

    waiting = threading.Thread(target=do)
    with sessions.begin() as session:
        session.scalars(select(Queue).where(Queue.key == key).with_for_update()).one()
        waiting.start()
        wait_until_somebody_is_blocked(sessions)
        session.execute(text("SET LOCAL lock_timeout = '2s'"))
        ticket = tickets.get_for_agent(session, ticket_id, actor=session.get_one(Person, open_desk.ben.id))
        assert ticket.key == "IT-1"
    waiting.join(10)

    assert outcomes == [outcome]
