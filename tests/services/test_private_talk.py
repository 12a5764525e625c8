"""Tickets of a private queue: where their talk goes, and what becomes of posts in the thread it left."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.incoming import Post, read_event
from bot.domain.desk.intake_rules import IntakeRule
from bot.domain.desk.origins import Origin
from bot.services.desk import conversations, intake, tickets
from models.desk import IntakeDecision, Message, OutboxRow, Ticket, TicketSource
from tests.services.evidence import clear_outbox, queued
from tests.support.desk_rows import NOON, Desk, edited, posted, ts_at


@pytest.fixture
def private_desk(desk: Desk) -> Desk:
    """A small desk whose queue answers in private."""
    desk.queue.private_replies = True
    return desk


def hear(session: Session, desk: Desk, *events: dict[str, Any]) -> None:
    for event in events:
        conversations.receive_message(session, desk.workspace, event, late=False, now=NOON)


def post_of(event: dict[str, Any]) -> Post:
    post = read_event(event)
    assert isinstance(post, Post)
    return post


def the_ticket(session: Session) -> Ticket:
    return session.scalars(select(Ticket)).one()


def turned_away(session: Session) -> list[dict[str, Any]]:
    session.flush()
    rows = select(OutboxRow.payload).where(OutboxRow.kind == "slack.turn_post_away").order_by(OutboxRow.id)
    return list(session.scalars(rows))


def test_the_talk_leaves_the_thread_that_was_asked_in(session: Session, private_desk: Desk) -> None:
    hear(session, private_desk, posted("Is my salary right?"))

    ticket = the_ticket(session)
    assert (ticket.replies_in_dm, ticket.requester_thread_ts, ticket.left_thread_ts) == (True, None, ts_at(0))
    assert {"post_opening", "post_private_notice"} <= set(queued(session))
    assert "post_confirmation" not in queued(session)


def test_what_was_asked_still_follows_its_edits(session: Session, private_desk: Desk) -> None:
    ask = posted("Is my salry right?")

    hear(session, private_desk, ask, edited(ask, "Is my salary right?", seconds=5))

    assert the_ticket(session).title == "Is my salary right?"


def test_a_later_post_there_is_kept_off_the_ticket_and_its_author_told_once(
    session: Session, private_desk: Desk
) -> None:
    hear(session, private_desk, posted("Is my salary right?"))
    later = posted("It is 1000", seconds=10, thread_ts=ts_at(0))
    by_another = posted("Mine is more", seconds=11, user="U0BEN", thread_ts=ts_at(0))

    hear(session, private_desk, later, later, by_another)

    assert [(row["ts"], row["is_requester"]) for row in turned_away(session)] == [(ts_at(10), True), (ts_at(11), False)]
    assert len(session.scalars(select(Message)).all()) == 1
    rules = session.scalars(select(IntakeDecision.rule).order_by(IntakeDecision.ts)).all()
    assert rules == ["every_message", "private_thread", "private_thread"]


def test_a_message_in_that_thread_makes_no_second_ticket(session: Session, private_desk: Desk) -> None:
    hear(session, private_desk, posted("Is my salary right?"))
    later = post_of(posted("It is 1000", seconds=10, thread_ts=ts_at(0)))

    ticket = intake.open_from_message(
        session,
        private_desk.workspace,
        private_desk.queue.id,
        later,
        source=TicketSource.EMOJI,
        filed_by=private_desk.ben,
        rule=IntakeRule.EMOJI,
        now=NOON,
    )

    assert ticket is None


def test_what_was_begun_in_public_stays_there_when_its_queue_turns_private(session: Session, desk: Desk) -> None:
    hear(session, desk, posted("My laptop is slow"))
    desk.queue.private_replies = True
    clear_outbox(session)

    hear(session, desk, posted("Very slow", seconds=10, thread_ts=ts_at(0)))

    assert the_ticket(session).replies_in_dm is False
    assert turned_away(session) == []
    assert "post_reply" in queued(session)


def test_what_is_written_to_the_bot_itself_stays_in_its_thread(session: Session, private_desk: Desk) -> None:
    ticket = tickets.open_ticket(
        session,
        private_desk.queue,
        private_desk.triage,
        Origin(post_of(posted("Hello")).words, NOON, "D0ROSA", ts_at(0)),
        source=TicketSource.DM,
        requester=private_desk.rosa,
        now=NOON,
    )

    assert (ticket.requester_slack_channel_id, ticket.left_thread_ts) == ("D0ROSA", None)
