"""Channels without a role for the desk, what people do to messages there, and what comes of it."""

from itertools import count

from sqlalchemy import select

from models.desk import Person, Ticket
from sandbox.seen import Message
from tests.support.cases import Case, find_ticket
from tests.support.desk import Desk

_numbers = count(1)


def make_room(desk: Desk, *people: str) -> str:
    """Have ada make a channel that has no role for the desk, with these people and the app in it; return its name."""
    name = f"room-{desk.transport}-{next(_numbers)}"
    ada = desk.actor("ada")
    ada.create_channel(name)
    for who in (*people, "deskbell"):
        ada.invite(name, who)
    desk.settle()
    return name


def react(desk: Desk, who: str, message: Message) -> None:
    """Have somebody put the ticket emoji on a message, and everything that follows happen."""
    desk.actor(who).react(message, "ticket")
    desk.settle()


def case_of(desk: Desk, root: Message, *, requester: str = "rosa") -> Case:
    """Return the one ticket whose requester's thread has this root."""
    ticket = find_ticket(desk, root)
    assert ticket is not None, f"no ticket for {root.text!r}"
    return Case(desk, ticket.key, ticket.id, root, root.channel, requester, "it-triage", "ben")


def confirmations(case: Case) -> list[str]:
    return [message.text for message in case.heard if message.bot_id and "opened" in message.text]


def told(desk: Desk, who: str) -> str:
    """Return the last thing that only this person was shown."""
    return desk.actor(who).ephemerals()[-1].text


def people_of(case: Case) -> tuple[str, str]:
    """Return who the ticket is for, and who filed it."""
    with case.desk.sessions.begin() as session:
        ticket = session.get_one(Ticket, case.ticket_id)
        names = [session.get_one(Person, each).slack_user_id for each in (ticket.requester_id, ticket.author_id)]
    return names[0], names[1]


def newest_ticket(desk: Desk) -> Ticket:
    """Return the ticket that was opened last."""
    with desk.sessions.begin() as session:
        return session.scalars(select(Ticket).order_by(Ticket.id.desc()).limit(1)).one()
