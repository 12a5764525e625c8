"""Messages that are to be tickets are read over real wires, for who may read them."""

import pytest
from sqlalchemy import select

from bot.services.desk import quotes, thread_fetches
from bot.services.desk.thread_fetches import Wish
from models.desk import Message as StoredMessage
from models.desk import Ticket, TicketSource
from sandbox.seen import Message
from tests.delivery.desk_room import DeskRoom

PRIVATE = "C00HRTRIAGE"
UNREADABLE = "I cannot read that message"


def ask(room: DeskRoom, who: str, message: Message, *, source: TicketSource = TicketSource.SHORTCUT) -> None:
    """Have somebody ask for a ticket of a message, and all that follows happen."""
    with room.sessions.begin() as session:
        asker, queue = room.person(session, who), room.channel(session, "C00ITTRIAGE").queue_id
        assert queue is not None
        wish = Wish(message.channel, message.ts, queue, source, asker.id)
        thread_fetches.ask_for_ticket(session, asker, wish)
    room.drain()


def tickets(room: DeskRoom) -> list[str]:
    with room.sessions.begin() as session:
        return list(session.scalars(select(Ticket.title)))


def test_by_a_form_only_who_is_in_a_private_channel_has_its_messages_made_tickets(room: DeskRoom) -> None:
    said = room.actor("mona").post(PRIVATE, "Salaries are late")

    ask(room, "rosa", said)
    refused = tickets(room)
    ask(room, "mona", said)

    assert refused == []
    assert room.actor("rosa").dm()[-1].text.startswith(UNREADABLE)
    assert tickets(room) == ["Salaries are late"]


def test_what_slack_tells_of_was_done_by_who_could(room: DeskRoom) -> None:
    said = room.actor("mona").post(PRIVATE, "Salaries are late")
    room.drain()
    before = len(room.server.wire.calls("conversations.members"))

    ask(room, "mona", said, source=TicketSource.EMOJI)

    assert len(room.server.wire.calls("conversations.members")) == before
    assert tickets(room) == ["Salaries are late"]


def test_somebody_elses_messages_with_the_app_are_nobody_elses_to_read(room: DeskRoom) -> None:
    said = room.actor("mona").post("dm", "Between you and me")

    ask(room, "rosa", said)

    assert tickets(room) == []


@pytest.mark.parametrize(("who", "is_added"), [("ada", True), ("ben", False)])
def test_an_agent_adds_to_a_ticket_what_they_can_read(room: DeskRoom, who: str, is_added: bool) -> None:
    room.asks("My printer is on fire")
    said = room.actor("mona").post(PRIVATE, "It is insured")
    room.drain()  # who is an agent is read
    with room.sessions.begin() as session:
        agent, key = room.person(session, who), room.ticket(session).key
        quotes.ask_to_add(session, key, said.channel, said.ts, actor=agent)
    room.drain()

    with room.sessions.begin() as session:
        texts = session.scalars(select(StoredMessage.text)).all()
    assert any("It is insured" in text for text in texts) is is_added
