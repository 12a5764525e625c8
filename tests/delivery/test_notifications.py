"""Notifications on their way: read when they are sent, posted once, or dropped where nobody may read them."""

import pytest
from sqlalchemy import select

from bot.domain.desk.instants import system_clock
from bot.domain.desk.notifications import NotificationKind
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.services.desk import notifications
from models.desk import ChannelMember, Notification, OutboxState
from tests.delivery.desk_room import DeskRoom


@pytest.fixture
def asked(room: DeskRoom) -> DeskRoom:
    """A desk with one ticket, everything sent, where Ben is an agent."""
    with room.sessions.begin() as session:
        ben, triage = room.person(session, "ben"), room.channel(session, "C00ITTRIAGE")
        ids = {"workspace_id": ben.workspace_id, "channel_id": triage.id, "person_id": ben.id}
        session.add(ChannelMember(joined_at=system_clock(), **ids))
    room.asks("My printer is on fire")
    room.drain()
    return room


def tell_ben(room: DeskRoom, *causes: str) -> None:
    """Have Ben told that Ada reopened the ticket, for each of these causes."""
    with room.sessions.begin() as session:
        ben, ticket = room.person(session, "ben"), room.ticket(session)
        for cause in causes:
            notifications.tell(
                session, ben, ticket, NotificationKind.REOPENED, cause, {"name": "Ada"}, now=system_clock()
            )


def direct_messages(room: DeskRoom) -> list[str]:
    """Return what Ben was told by the bot."""
    return [message.text for message in room.actor("ben").dm()]


def test_somebody_is_told_in_their_conversation_with_the_bot(asked: DeskRoom) -> None:
    tell_ben(asked, "a")

    asked.drain()

    assert direct_messages(asked) == ["Ada reopened IT-1: My printer is on fire"]


def test_what_was_gathered_is_one_message(asked: DeskRoom) -> None:
    tell_ben(asked, "a", "b", "c", "d")
    asked.drain()
    with asked.sessions.begin() as session:
        ben = asked.person(session, "ben")
        due_at = max(session.scalars(select(Notification.due_at)))
        notifications.tell_due(session, ben.id, now=due_at)

    asked.drain()

    assert direct_messages(asked)[2:] == ["Meanwhile on your tickets: 2 tickets reopened: IT-1"]


def test_an_answer_that_was_lost_on_the_way_makes_no_second_message(asked: DeskRoom) -> None:
    tell_ben(asked, "a")
    asked.drain()
    asked.server.admin.add_fault("answer_lost", on="chat.postMessage")
    tell_ben(asked, "b")

    asked.drain()

    assert len(direct_messages(asked)) == 2


def test_who_left_the_triage_channel_meanwhile_is_told_nothing(asked: DeskRoom) -> None:
    tell_ben(asked, "a")
    with asked.sessions.begin() as session:
        session.query(ChannelMember).delete()

    asked.drain()

    assert direct_messages(asked) == []
    assert OutboxKind.TELL_NOTIFICATIONS in [kind for kind, _ in asked.rows(OutboxState.DROPPED)]
