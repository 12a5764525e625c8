"""What one person writes in quick succession is one ticket."""

from collections.abc import Sequence
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.intake_rules import IntakeRule
from bot.gateways.database import Sessions
from models.desk import Intake, Message, MessageKind, ParkedEvent, TicketStatus
from tests.services.arriving import decided, receive, tickets
from tests.services.evidence import in_parallel, queued
from tests.support.desk_rows import NOON, Desk, Event, deleted, edited, make_channel, posted, ts_at

MINUTE = 60


def group(desk: Desk, *, seconds: int = 2 * MINUTE) -> None:
    desk.queue.group_within_seconds = seconds


def test_a_quick_second_message_joins_the_ticket_of_the_first(session: Session, desk: Desk) -> None:
    group(desk)
    receive(session, desk, posted("My VPN is down", seconds=1))
    confirmations = queued(session).count("post_confirmation")

    receive(session, desk, posted("It says error 42", seconds=100))

    only = tickets(session)
    assert [ticket.key for ticket in only] == ["IT-1"]
    said = session.execute(select(Message.kind, Message.text, Message.ts).order_by(Message.ts)).all()
    assert [tuple(row) for row in said] == [
        (MessageKind.OPENING, "My VPN is down", ts_at(1)),
        (MessageKind.REPLY, "It says error 42", ts_at(100)),
    ]
    assert decided(session) == [IntakeRule.EVERY_MESSAGE, IntakeRule.GROUPED]
    assert queued(session).count("post_reply") == 1
    assert queued(session).count("post_confirmation") == confirmations == 1


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (posted("It says error 42", seconds=122), "too late"),
        (posted("Mine, too", seconds=60, user="U0MAX"), "somebody else"),
        (posted("It says error 42", seconds=60, channel="C0OTHER"), "another channel"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_what_does_not_follow_at_once_there_by_the_same_person_is_a_ticket_of_its_own(
    session: Session, desk: Desk, second: Event, why: str
) -> None:
    group(desk)
    other = make_channel(session, desk.workspace, "C0OTHER")
    facts = {"role": desk.help.role, "queue_id": desk.queue.id, "intake": Intake.EVERY}
    for name, fact in {**facts, "takes_requests_since": desk.help.takes_requests_since}.items():
        setattr(other, name, fact)

    receive(session, desk, posted("My VPN is down", seconds=1), second)

    assert [ticket.key for ticket in tickets(session)] == ["IT-1", "IT-2"], why


def test_the_time_runs_from_a_persons_last_message_of_the_ticket(session: Session, desk: Desk) -> None:
    group(desk)

    receive(session, desk, *(posted(f"Word {number}x", seconds=100 * number) for number in range(5)))

    assert len(tickets(session)) == 1


@pytest.mark.parametrize("status", [TicketStatus.RESOLVED, TicketStatus.CLOSED])
def test_nothing_joins_a_ticket_that_is_over(session: Session, desk: Desk, status: TicketStatus) -> None:
    group(desk)
    receive(session, desk, posted("My VPN is down", seconds=1))
    first = tickets(session)[0]
    first.status, first.resolved_at = status, NOON
    first.closed_at = NOON if status is TicketStatus.CLOSED else None

    receive(session, desk, posted("The printer is on fire", seconds=30))

    assert [ticket.key for ticket in tickets(session)] == ["IT-1", "IT-2"]


def test_a_queue_can_group_nothing(session: Session, desk: Desk) -> None:
    group(desk, seconds=0)

    receive(session, desk, posted("My VPN is down", seconds=1), posted("My VPN is down", seconds=1.5))

    assert len(tickets(session)) == 2


def test_messages_that_arrive_in_another_order_are_one_ticket_too(session: Session, desk: Desk) -> None:
    group(desk)

    receive(session, desk, posted("It says error 42", seconds=10), posted("My VPN is down", seconds=1))

    assert [ticket.key for ticket in tickets(session)] == ["IT-1"]


def test_replies_edits_and_deletion_of_a_joined_message_belong_to_the_ticket(session: Session, desk: Desk) -> None:
    group(desk)
    joined = posted("It says error 42", seconds=10)
    reply = posted("Same here", seconds=20, user="U0MAX", thread_ts=ts_at(10))

    receive(session, desk, posted("My VPN is down", seconds=1), joined, reply)
    receive(session, desk, edited(joined, "It says error 43", seconds=30), deleted(joined, seconds=40))

    opening, message, answer = session.scalars(select(Message).order_by(Message.ts)).all()
    assert {opening.ticket_id, message.ticket_id, answer.ticket_id} == {tickets(session)[0].id}
    assert (message.text, message.deleted_at) == ("It says error 43", NOON)
    assert (answer.text, answer.kind) == ("Same here", MessageKind.REPLY)


def test_a_reply_that_overtakes_the_message_it_is_to_waits_for_it(session: Session, desk: Desk) -> None:
    group(desk)
    joined = posted("It says error 42", seconds=10)
    reply = posted("Same here", seconds=20, user="U0MAX", thread_ts=ts_at(10))

    receive(session, desk, posted("My VPN is down", seconds=1), reply, joined)

    assert session.scalars(select(ParkedEvent)).all() == []
    assert {message.ticket_id for message in session.scalars(select(Message))} == {tickets(session)[0].id}
    assert len(session.scalars(select(Message)).all()) == 3


def test_messages_somebody_sends_at_once_are_one_ticket(sessions: Sessions, open_desk: Desk) -> None:
    with sessions.begin() as session:
        session.merge(open_desk.queue).group_within_seconds = 120
    events = [posted(f"Part x{chr(97 + number)}", seconds=number / 100) for number in range(8)]

    outcomes = in_parallel([partial(_deliver, sessions, open_desk, [event, event]) for event in events])

    assert outcomes == [None] * 8
    with sessions() as session:
        assert len(tickets(session)) == 1
        assert sorted(session.scalars(select(Message.text))) == [event["text"] for event in events]
        assert sorted(decided(session)) == sorted([IntakeRule.EVERY_MESSAGE] + [IntakeRule.GROUPED] * 7)


def _deliver(sessions: Sessions, desk: Desk, events: Sequence[Event]) -> None:
    for event in events:
        with sessions.begin() as session:
            receive(session, desk, event)
