"""Threads that stay with the team: what crosses from there, and that no edit makes it more."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.desk import conversations, ticket_facts
from models.desk import Message, MessageKind, OutboxRow, Ticket, TriageReplies
from tests.services.evidence import audited
from tests.support.desk_rows import NOON, Desk, edited, make_ticket, posted

BALLOON = ":speech_balloon:"


@pytest.fixture
def internal_ticket(session: Session, desk: Desk) -> Ticket:
    """A ticket of a queue whose threads stay with the team."""
    desk.queue.triage_replies = TriageReplies.INTERNAL
    return make_ticket(session, desk)


def said_by_ben(ticket: Ticket, text: str, *, seconds: float = 10) -> dict[str, Any]:
    return posted(text, seconds=seconds, user="U0BEN", channel="C0TRIAGE", thread_ts=ticket.card_ts)


def hear(session: Session, desk: Desk, *events: dict[str, Any], late: bool = False) -> None:
    for event in events:
        conversations.receive_message(session, desk.workspace, event, late=late, now=NOON)


def newest(session: Session) -> Message:
    return session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()


def copies(session: Session) -> list[dict[str, Any]]:
    session.flush()
    rows = select(OutboxRow.payload).where(OutboxRow.kind == "slack.post_reply")
    return list(session.scalars(rows.order_by(OutboxRow.id)))


def notices(session: Session) -> list[str]:
    session.flush()
    rows = select(OutboxRow.payload).where(OutboxRow.kind == "slack.post_thread_notice").order_by(OutboxRow.id)
    return [payload["notice"] for payload in session.scalars(rows)]


def test_a_message_stays_with_the_team(session: Session, desk: Desk, internal_ticket: Ticket) -> None:
    hear(session, desk, said_by_ben(internal_ticket, "He is on holiday, I think"))

    assert newest(session).kind is MessageKind.NOTE
    assert copies(session) == []
    assert notices(session) == []


def test_a_message_with_the_balloon_crosses_without_it(session: Session, desk: Desk, internal_ticket: Ticket) -> None:
    hear(session, desk, said_by_ben(internal_ticket, f"{BALLOON} Restart it"))

    [copy] = copies(session)
    assert (newest(session).kind, copy["text"]) == (MessageKind.REPLY, "Restart it")
    assert ticket_facts.copied_words_of(session, newest(session)).text == "Restart it"


def test_what_the_requester_writes_crosses_as_ever(session: Session, desk: Desk, internal_ticket: Ticket) -> None:
    hear(session, desk, posted("And now?", seconds=10, thread_ts=internal_ticket.requester_thread_ts))

    [copy] = copies(session)
    assert copy["text"] == "And now?"


def test_a_note_that_gets_the_balloon_later_stays_one_and_agents_are_told_once(
    session: Session, desk: Desk, internal_ticket: Ticket
) -> None:
    note = said_by_ben(internal_ticket, "Restart it")
    too_late = edited(note, f"{BALLOON} Restart it", seconds=20)

    hear(session, desk, note, too_late, too_late, edited(note, f"{BALLOON} Restart it, please", seconds=30))

    assert newest(session).kind is MessageKind.NOTE
    assert copies(session) == []
    assert notices(session) == ["note_stays_private"]


@pytest.mark.parametrize("words", [":lock: between us", "without the balloon"])
def test_a_reply_that_is_edited_to_be_inside_is_taken_back(
    session: Session, desk: Desk, internal_ticket: Ticket, words: str
) -> None:
    reply = said_by_ben(internal_ticket, f"{BALLOON} Restart it")

    hear(session, desk, reply, edited(reply, words, seconds=20))

    assert newest(session).kind is MessageKind.NOTE
    assert "reply.withdrawn" in audited(session)
    assert notices(session) == ["reply_withdrawn" if "lock" in words else "reply_lost_mark"]


def test_where_replies_go_out_losing_a_balloon_takes_nothing_back(session: Session, desk: Desk) -> None:
    reply = said_by_ben(make_ticket(session, desk), f"{BALLOON} Restart it")

    hear(session, desk, reply, edited(reply, "Restart it", seconds=20))

    assert newest(session).kind is MessageKind.REPLY


def test_a_late_note_of_a_thread_that_stays_inside_is_what_it_was_meant_to_be(
    session: Session, desk: Desk, internal_ticket: Ticket
) -> None:
    inside = {**said_by_ben(internal_ticket, "Hm"), "edited": {"user": "U0BEN", "ts": "1795435300.000100"}}
    meant_to_cross = {**inside, **said_by_ben(internal_ticket, f"{BALLOON} Restart it", seconds=11)}

    hear(session, desk, inside, meant_to_cross, late=True)

    assert copies(session) == []
    assert notices(session) == ["note_kept_private"]


WORDS = st.sampled_from(["plain", f"{BALLOON} out", ":lock: in", f"{BALLOON} :lock: in", "🔒 in", "💬 out"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=WORDS, edits=st.lists(st.tuples(WORDS, st.integers(20, 60)), max_size=4), mode=st.sampled_from(TriageReplies)
)
def test_no_edit_ever_publishes(
    session: Session, desk: Desk, first: str, edits: list[tuple[str, int]], mode: TriageReplies
) -> None:
    with session.begin_nested() as attempt:
        desk.queue.triage_replies = mode
        message = said_by_ben(make_ticket(session, desk, origin_ts=None), first)

        hear(session, desk, message)
        before = (newest(session).kind, len(copies(session)))
        hear(session, desk, *(edited(message, words, seconds=seconds) for words, seconds in edits))

        after = (newest(session).kind, len(copies(session)))
        assert after[1] == before[1]
        assert before[0] is MessageKind.REPLY or after[0] is MessageKind.NOTE
        attempt.rollback()
