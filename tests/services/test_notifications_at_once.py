"""Telling somebody of several things that are decided in the same moment, in transactions of their own."""

from datetime import timedelta

from sqlalchemy import select, text

from bot.domain.desk.notifications import NotificationKind
from bot.gateways.database import Sessions
from bot.services.desk import notifications
from models.desk import Notification, Person, Ticket
from tests.support.desk_rows import NOON, Desk, make_ticket

SOON = timedelta(minutes=10)


def test_two_that_are_decided_in_the_same_moment_count_each_other_and_nobody_waits(
    sessions: Sessions, open_desk: Desk
) -> None:
    kind, facts = NotificationKind.REPLY, {"name": "Rosa"}
    with sessions.begin() as session:
        ticket_id = make_ticket(session, open_desk).id
        ada, ticket = session.get_one(Person, open_desk.ada.id), session.get_one(Ticket, ticket_id)
        notifications.tell(session, ada, ticket, kind, "message/1", facts, now=NOON)

    with sessions.begin() as one, sessions.begin() as another:
        for number, session in ((2, one), (3, another)):
            session.execute(text("SET LOCAL lock_timeout = '2s'"))
            ada, ticket = session.get_one(Person, open_desk.ada.id), session.get_one(Ticket, ticket_id)
            notifications.tell(session, ada, ticket, kind, f"message/{number}", facts, now=NOON)

    with sessions() as session:
        due = session.scalars(select(Notification.due_at).order_by(Notification.id)).all()
    assert due == [NOON, NOON, NOON + SOON]
