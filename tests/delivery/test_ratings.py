"""The question how good the help was, over real wires: where it is asked, once, and how it follows what comes after."""

from sqlalchemy import select

from bot.domain.desk import satisfaction
from bot.domain.desk.instants import system_clock
from bot.services.desk import rating_asks, ratings, tickets
from models.desk import OutboxState, Queue, Rating, RatingState
from sandbox.seen import Message
from tests.delivery.desk_room import DeskRoom

QUESTION = "IT-1: how was the help?"


def ask(room: DeskRoom, *, is_private: bool = False) -> Message:
    """Have rosa's ticket resolved and its question asked, nothing of it sent yet; return the root of her thread."""
    root = room.asks("My printer is on fire")
    room.drain()
    with room.sessions.begin() as session:
        queue = session.scalars(select(Queue)).one()
        queue.asks_for_rating, queue.private_replies = True, is_private
        tickets.resolve_ticket(session, room.ticket(session).id, actor=room.person(session, "ben"), now=system_clock())
    room.drain()
    with room.sessions.begin() as session:
        rosa = room.person(session, "rosa")
        rosa.quiet_from = rosa.quiet_until = None  # whatever time it is where this runs
        due = system_clock() + satisfaction.ASK_AFTER
        assert rating_asks.ask_due(session, session.scalars(select(Rating.id)).one(), now=due)
    return root


def reopen(room: DeskRoom) -> None:
    with room.sessions.begin() as session:
        ticket_id = room.ticket(session).id
        tickets.reopen_ticket(session, ticket_id, actor=room.person(session, "rosa"), now=system_clock())


def asked_in(messages: list[Message]) -> list[Message]:
    return [message for message in messages if message.text.startswith(QUESTION)]


def test_it_is_asked_in_the_requesters_thread_and_follows_the_answer(room: DeskRoom) -> None:
    root = ask(room)
    room.drain()
    asked = asked_in(room.actor("rosa").thread(root.channel, root))

    with room.sessions.begin() as session:
        rating = session.scalars(select(Rating)).one()
        ratings.rate(session, rating.id, 1, actor=room.person(session, "rosa"), now=system_clock())
    room.drain()

    assert len(asked) == 1
    answered = room.actor("rosa").thread(root.channel, root)[-1]
    assert (answered.ts, answered.text) == (asked[0].ts, "Thanks, noted.")


def test_a_private_queue_asks_in_direct_messages_though_the_ticket_was_public_before(room: DeskRoom) -> None:
    root = ask(room, is_private=True)
    room.drain()

    assert asked_in(room.actor("ada").thread(root.channel, root)) == []
    assert len(asked_in(room.actor("rosa").dm())) == 1


def test_it_is_asked_once_though_no_answer_came(room: DeskRoom) -> None:
    root = ask(room)
    room.server.admin.add_fault("answer_lost", on="chat.postMessage", times=1)
    room.drain()

    assert len(asked_in(room.actor("rosa").thread(root.channel, root))) == 1
    with room.sessions() as session:
        assert session.scalars(select(Rating.prompt_ts)).one() is not None


def test_a_ticket_that_was_reopened_meanwhile_is_not_asked_about(room: DeskRoom) -> None:
    root = ask(room)
    reopen(room)
    room.drain()

    assert asked_in(room.actor("rosa").thread(root.channel, root)) == []
    assert room.rows(OutboxState.PARKED) == []


def test_a_question_that_is_taken_back_loses_its_buttons(room: DeskRoom) -> None:
    root = ask(room)
    room.drain()
    asked = asked_in(room.actor("rosa").thread(root.channel, root))

    reopen(room)
    room.drain()

    [taken_back] = [each for each in room.actor("rosa").thread(root.channel, root) if each.ts == asked[0].ts]
    assert (taken_back.action_ids, taken_back.text.startswith("IT-1 is open again")) == ([], True)
    with room.sessions() as session:
        assert session.scalars(select(Rating.state)).one() is RatingState.WITHDRAWN
