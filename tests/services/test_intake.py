"""What becomes a ticket, and that it becomes exactly one."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.incoming import Words
from bot.errors import NotFound
from bot.gateways.database import Sessions
from bot.services.desk import channels, conversations, intake
from models.desk import Message, Person, Queue, Ticket, TicketStatus, Workspace
from tests.services.evidence import all_rows, audited, in_parallel, queued
from tests.support.desk_rows import (
    NOON,
    Desk,
    Event,
    edited,
    entombed,
    make_queue,
    make_request_channel,
    make_triage_channel,
    posted,
    ts_at,
)


def receive(session: Session, desk: Desk, event: Event, *, late: bool = False) -> None:
    workspace = session.get_one(Workspace, desk.workspace.id)
    conversations.receive_message(session, workspace, event, late=late, now=NOON)


def test_a_message_in_a_request_channel_becomes_a_ticket(session: Session, desk: Desk) -> None:
    receive(session, desk, posted("My VPN is down\nsince this morning", seconds=1))

    ticket = session.scalars(select(Ticket)).one()
    assert (ticket.key, ticket.title, ticket.status) == ("IT-1", "My VPN is down", TicketStatus.NEW)
    assert (ticket.requester_id, ticket.assignee_id) == (desk.rosa.id, None)
    assert (ticket.requester_slack_channel_id, ticket.requester_thread_ts) == ("C0HELP", ts_at(1))
    assert ticket.opened_at == NOON + timedelta(seconds=1)
    assert queued(session) == ["refresh_triage_card", "post_confirmation"]
    assert audited(session) == ["ticket.created"]


def test_a_requester_nobody_has_seen_before_is_read_before_the_card_is_drawn(session: Session, desk: Desk) -> None:
    receive(session, desk, posted("Hello, my screen is black", user="U0NEW"))

    rows = all_rows(session)["outbox"]
    triage_lane = [row.kind for row in rows if row.lane.endswith("/triage")]
    assert triage_lane == ["slack.fetch_person", "slack.refresh_triage_card"]
    stub = session.scalars(select(Person).where(Person.slack_user_id == "U0NEW")).one()
    assert (stub.display_name, stub.profile_read_at, stub.is_outsider) == (None, None, False)


def test_somebody_of_another_company_may_ask(session: Session, desk: Desk) -> None:
    receive(session, desk, posted("Can you help us?", user="U0OTTO", team="T0ELSE"))

    requester = session.get_one(Person, session.scalars(select(Ticket)).one().requester_id)
    assert (requester.slack_team_id, requester.is_outsider) == ("T0ELSE", True)


@pytest.mark.parametrize(
    "event",
    [
        posted("<@U0ROSA> has joined the channel", subtype="channel_join"),
        posted("<@U0ROSA> has left the channel", subtype="channel_leave"),
        posted("set the topic", subtype="channel_topic"),
        posted("deployed", subtype="bot_message", bot_id="B0CI"),
        posted("deployed", bot_id="B0CI", app_id="A0CI"),
        posted("IT-1 is open", user="U0DESKBELL", bot_id="B0DESKBELL"),
        posted("Reminder: stand-up", user="USLACKBOT"),
        posted("me too", seconds=5, thread_ts=ts_at(1)),
        posted("me too, and all shall know", seconds=5, thread_ts=ts_at(1), subtype="thread_broadcast"),
        posted("somewhere else", channel="C0LUNCH"),
        posted("among agents", channel="C0TRIAGE"),
        entombed(posted("gone", seconds=1), seconds=9),
        {**edited(posted("see https://example.com", seconds=1), "see", seconds=9), "message": posted("see", seconds=1)},
    ],
    ids=[
        "join",
        "leave",
        "topic",
        "old-style bot",
        "bot",
        "our own bot",
        "slackbot",
        "thread reply",
        "broadcast reply",
        "other channel",
        "triage channel",
        "tombstone",
        "link preview",
    ],
)
def test_what_nobody_asked_there_makes_no_ticket(session: Session, desk: Desk, event: Event) -> None:
    before = all_rows(session, Ticket, Message)

    receive(session, desk, event)

    assert all_rows(session, Ticket, Message) == before
    assert queued(session) == []


@pytest.mark.parametrize("more", [{"subtype": "file_share", "files": []}, {"subtype": "me_message"}], ids=str)
def test_a_file_or_a_me_message_is_a_request_like_any_other(session: Session, desk: Desk, more: dict[str, Any]) -> None:
    receive(session, desk, posted("look at this", **more))

    assert session.scalars(select(Ticket.key)).all() == ["IT-1"]


@pytest.mark.parametrize(("seconds", "expected"), [(-0.001, 0), (0, 1), (0.001, 1)], ids=["before", "at", "after"])
def test_nothing_from_before_the_channel_took_requests_becomes_a_ticket(
    session: Session, desk: Desk, seconds: float, expected: int
) -> None:
    make_request_channel(session, desk.queue, "C0LATE", since=NOON)

    for late in (False, True):
        receive(session, desk, posted("old news", channel="C0LATE", seconds=seconds), late=late)

    assert len(session.scalars(select(Ticket)).all()) == expected


def test_a_request_edited_before_it_was_read_keeps_its_newest_words(session: Session, desk: Desk) -> None:
    post = posted("My mouse is dead", seconds=1)
    overtaken = edited(post, "My house is dead", seconds=3)

    receive(session, desk, {**post, "text": "My mouse works", "edited": {"ts": ts_at(5)}}, late=True)
    receive(session, desk, overtaken)

    opening = session.scalars(select(Message)).one()
    assert (opening.text, opening.edited_ts) == ("My mouse works", ts_at(5))


def test_the_same_message_delivered_by_many_at_once_is_one_ticket(sessions: Sessions, open_desk: Desk) -> None:
    event = posted("My VPN is down", seconds=1)

    outcomes = in_parallel([partial(_deliver, sessions, open_desk, event)] * 6)

    assert outcomes == [None] * 6
    with sessions() as session:
        assert session.scalars(select(Ticket.key)).all() == ["IT-1"]
        assert queued(session) == ["refresh_triage_card", "post_confirmation"]


def test_messages_that_arrive_together_are_numbered_without_a_gap(sessions: Sessions, open_desk: Desk) -> None:
    with sessions.begin() as session:
        hr = make_queue(session, open_desk.workspace, "HR")
        make_triage_channel(session, hr)
        make_request_channel(session, hr, "C0PEOPLE")
    events = [
        posted(f"Question {number}", seconds=number, channel=channel, user=f"U0ASKER{number}")
        for number in range(12)
        for channel in ("C0HELP", "C0PEOPLE")
    ]
    shares = [events[start::8] * 2 for start in range(8)]

    outcomes = in_parallel([partial(_deliver, sessions, open_desk, *share) for share in shares])

    assert outcomes == [None] * 8
    with sessions() as session:
        numbers = session.execute(select(Queue.key, Ticket.number).join_from(Ticket, Queue)).all()
        assert sorted(numbers) == [(key, number) for key in ("HR", "IT") for number in range(1, 13)]
        assert set(session.scalars(select(Queue.last_number))) == {12}


def _deliver(sessions: Sessions, desk: Desk, *events: Event) -> None:
    for event in events:
        with sessions.begin() as session:
            receive(session, desk, event)


def test_a_request_that_failed_leaves_no_gap_in_the_numbers(sessions: Sessions, open_desk: Desk) -> None:
    with sessions() as session:
        receive(session, open_desk, posted("first", seconds=1))
        session.rollback()

    _deliver(sessions, open_desk, posted("second", seconds=2))

    with sessions() as session:
        assert session.scalars(select(Ticket.key)).all() == ["IT-1"]


def test_the_number_is_read_anew_once_the_queue_is_ours(sessions: Sessions, open_desk: Desk) -> None:
    with sessions.begin() as mine:
        read_before = mine.get_one(Queue, open_desk.queue.id)
        assert read_before.last_number == 0
        _deliver(sessions, open_desk, posted("theirs", seconds=1))
        receive(mine, open_desk, posted("mine", seconds=2))

    with sessions() as session:
        assert sorted(session.scalars(select(Ticket.key))) == ["IT-1", "IT-2"]


WORDS = Words(text="It smells of burnt plastic", blocks=None, files=[])


def test_a_form_opens_a_ticket_whose_conversation_is_in_the_bots_messages(session: Session, desk: Desk) -> None:
    ticket = intake.open_from_form(session, desk.queue.id, title="Smell", words=WORDS, actor=desk.rosa, now=NOON)

    assert (ticket.key, ticket.title, ticket.requester_thread_ts) == ("IT-1", "Smell", None)
    assert queued(session) == ["refresh_triage_card", "post_opening"]


def test_a_form_for_a_queue_without_triage_channel_is_refused(session: Session, desk: Desk) -> None:
    closed = make_queue(session, desk.workspace, "OLD")

    with pytest.raises(NotFound, match="takes no requests any more"):
        intake.open_from_form(session, closed.id, title="Smell", words=WORDS, actor=desk.rosa, now=NOON)

    assert closed.last_number == 0


def test_a_channel_that_left_the_desk_takes_no_more_requests(session: Session, desk: Desk) -> None:
    receive(session, desk, posted("in time", seconds=1))

    channels.leave_desk(session, desk.help, actor=desk.ada, now=NOON)
    receive(session, desk, posted("too late", seconds=2))

    assert session.scalars(select(Ticket.title)).all() == ["in time"]
