"""Replies that wait before they leave, over real wires: what their author sees, and what never reaches anybody."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from bot.delivery.desk import desk_deliverers
from bot.domain.desk.incoming import Words
from bot.domain.desk.instants import system_clock
from bot.services.desk import held_replies, taking_back, tickets, written_replies
from bot.views.desk.action_ids import ActionId
from models.desk import Message as StoredMessage
from models.desk import MessageKind, Queue, TicketStatus
from sandbox.seen import Message
from tests.delivery.desk_room import DeskRoom
from tests.delivery.outbox_rows import office_of, wait_until, working


@pytest.fixture
def root(room: DeskRoom) -> Message:
    """What Rosa asked, its card posted, in a queue whose replies wait a minute."""
    root = room.asks("My printer is on fire")
    room.drain()
    set_wait(room, 60)
    return root


def set_wait(room: DeskRoom, seconds: int) -> None:
    with room.sessions.begin() as session:
        session.execute(update(Queue).values(undo_seconds=seconds))


def work_until(room: DeskRoom, is_so: Callable[[], bool]) -> None:
    """Send what is due until something is so."""
    office = office_of(room.sessions, room.client, desk_deliverers(), rules=room.rules)
    with working(office, room.engine):
        wait_until(is_so)


def newest(room: DeskRoom) -> StoredMessage:
    with room.sessions() as session:
        return session.scalars(select(StoredMessage).order_by(StoredMessage.id.desc()).limit(1)).one()


def take_back(room: DeskRoom) -> None:
    with room.sessions.begin() as session:
        taking_back.take_back(session, newest(room).id, actor=room.person(session, "ben"), now=system_clock())


def answer_in_form(room: DeskRoom, text: str) -> None:
    with room.sessions.begin() as session:
        ticket, ben = room.ticket(session), room.person(session, "ben")
        words = Words(text=text, blocks=None, files=[])
        written_replies.write_reply(session, ticket.id, words, actor=ben, now=system_clock())


def offers(room: DeskRoom, name: str) -> list[Message]:
    return [shown for shown in room.actor(name).ephemerals() if "Goes to the requester" in shown.text]


def test_who_wrote_a_reply_sees_in_its_thread_when_it_leaves_and_how_to_undo_that(
    room: DeskRoom, root: Message
) -> None:
    [card] = room.cards()
    room.replies("ben", card, "Do you have a bucket?")

    work_until(room, lambda: bool(offers(room, "ben")))

    [offer] = offers(room, "ben")
    assert offer.text.startswith("Goes to the requester in ")
    assert 50 <= int(offer.text.split()[-2]) <= 60
    assert (offer.thread_ts, offer.action_ids) == (card.ts, [ActionId.UNDO_REPLY])
    assert offers(room, "ada") == []
    assert not any("bucket" in said for said in room.thread(root))


def test_a_reply_that_is_taken_back_never_leaves_and_what_follows_goes_on(room: DeskRoom, root: Message) -> None:
    [card] = room.cards()
    room.replies("ben", card, "She broke it herself")
    with room.sessions.begin() as session:
        tickets.resolve_ticket(session, room.ticket(session).id, actor=room.person(session, "ben"), now=system_clock())

    take_back(room)
    room.drain()

    assert not any("broke" in said for said in room.thread(root))
    assert room.thread(root)[-1] == "IT-1 is resolved. ben marked it as done."
    assert "ben took a reply back before it left" in room.thread(card)[-1]
    assert not any("broke" in str(call.request) for call in room.server.wire.calls("chat.postMessage"))


def test_replies_leave_in_order_when_their_time_has_come_and_only_then_count(room: DeskRoom, root: Message) -> None:
    set_wait(room, 1)
    room.replies("ben", room.cards()[0], "One: do you have a bucket?")
    with room.sessions.begin() as session:
        before = room.ticket(session).status
        tickets.resolve_ticket(session, room.ticket(session).id, actor=room.person(session, "ben"), now=system_clock())

    room.drain()

    said = room.thread(root)
    assert (before, newest(room).kind) == (TicketStatus.NEW, MessageKind.REPLY)
    assert said[-2:] == ["One: do you have a bucket?", "IT-1 is resolved. ben marked it as done."]


def test_a_reply_edited_while_it_waits_leaves_as_it_is_by_then_and_is_posted_once(
    room: DeskRoom, root: Message
) -> None:
    set_wait(room, 1)
    reply = room.replies("ben", room.cards()[0], "Take the stairs")
    room.edits("ben", reply, "Take the lift")

    room.drain()

    posted = [str(call.request) for call in room.server.wire.calls("chat.postMessage")]
    assert room.thread(root)[-1] == "Take the lift"
    assert not any("stairs" in request for request in posted)
    assert not any("lift" in str(call.request) for call in room.server.wire.calls("chat.update"))


def test_a_written_reply_that_is_taken_back_stays_with_the_team(room: DeskRoom, root: Message) -> None:
    [card] = room.cards()
    answer_in_form(room, "She broke it herself")
    work_until(room, lambda: "She broke it herself" in room.thread(card))

    take_back(room)
    room.drain()

    assert "She broke it herself" in room.thread(card)
    assert not any("broke" in said for said in room.thread(root))
    assert room.actor("ben").ephemerals()[-1].text.startswith("Taken back.")


def test_a_written_reply_taken_back_before_the_team_saw_it_is_shown_to_them_all_the_same(
    room: DeskRoom, root: Message
) -> None:
    answer_in_form(room, "She broke it herself")
    take_back(room)

    room.drain()

    assert "She broke it herself" in room.thread(room.cards()[0])
    assert not any("broke" in said for said in room.thread(root))


def test_an_offer_that_comes_too_late_is_not_made(room: DeskRoom, root: Message) -> None:
    room.replies("ben", room.cards()[0], "Do you have a bucket?")
    take_back(room)

    room.drain()

    assert offers(room, "ben") == []
    with room.sessions() as session:
        assert held_replies.find_seconds_left(session, newest(room)) is None
    assert len(room.thread(root)) == 1  # the confirmation
