"""Notes that were typed as a command, delivered over real wires: into the card's thread, and nowhere else."""

from bot.services.desk import notes
from models.desk import Message, Queue
from tests.delivery.desk_room import DeskRoom
from tests.support.desk_rows import NOON


def write_note(room: DeskRoom, text: str) -> int:
    """Have Ben write a note, and return its id."""
    with room.sessions.begin() as session:
        ben = room.person(session, "ben")
        return notes.write_note(session, room.ticket(session).id, text, actor=ben, now=NOON).id


def test_a_note_stands_in_the_cards_thread_under_its_authors_name(room: DeskRoom) -> None:
    root = room.asks("My printer is on fire")
    room.drain()

    note_id = write_note(room, "It did so in May &amp; June")
    room.drain()

    [card] = room.cards()
    shown = room.actor("ben").thread(card.channel, card)[-1]
    assert "It did so in May & June" in shown.words
    assert shown.username == "ben"
    assert "May" not in str(room.thread(root))
    with room.sessions.begin() as session:
        note = session.get_one(Message, note_id)
        assert (note.copy_slack_channel_id, note.copy_ts) == (shown.channel, shown.ts)


def test_a_note_waits_for_its_card(room: DeskRoom) -> None:
    room.drain()
    room.asks("My printer is on fire")
    write_note(room, "quick, before there is a card")

    room.drain()

    [card] = room.cards()
    assert "quick, before there is a card" in room.actor("ben").thread(card.channel, card)[-1].words


def test_a_note_is_shown_nowhere_once_its_ticket_has_left_its_queue(room: DeskRoom) -> None:
    root = room.asks("My printer is on fire")
    room.drain()
    write_note(room, "she broke it herself")
    with room.sessions.begin() as session:
        ticket = room.ticket(session)
        elsewhere = Queue(workspace_id=ticket.workspace_id, key="HR", name="HR", created_at=NOON)
        session.add(elsewhere)
        session.flush()
        ticket.queue_id, ticket.key = elsewhere.id, "HR-1"

    room.drain()

    [card] = room.cards()
    assert "broke" not in str([message.raw for message in room.actor("ben").thread(card.channel, card)])
    assert "broke" not in str(room.thread(root))
