"""What becomes of a reply to a ticket that is closed: the next ticket, in the same thread."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.gateways.database import Sessions
from bot.services.desk import conversations, tickets
from models.desk import (
    ChannelRole,
    IntakeDecision,
    Message,
    OutboxRow,
    Ticket,
    TicketLink,
    TicketSource,
    TicketStatus,
    Workspace,
)
from tests.services.evidence import clear_outbox, in_parallel
from tests.support.desk_rows import NOON, Desk, Event, deleted, edited, make_ticket, posted, ts_at

LATER = NOON + timedelta(hours=1)
THREE_DAYS = timedelta(days=3)


def reply(text: str, *, seconds: float = 10, user: str = "U0ROSA") -> Event:
    """Return the event of a message in the requester's thread."""
    return posted(text, seconds=seconds, user=user, thread_ts=ts_at(0))


def receive(session: Session, desk: Desk, *events: Event, late: bool = False) -> None:
    """Have events come in an hour after noon."""
    for event in events:
        conversations.receive_message(session, desk.workspace, event, late=late, now=LATER)


def closed(session: Session, desk: Desk) -> Ticket:
    """Return a ticket that was closed at noon."""
    ticket = make_ticket(session, desk)
    tickets.close_ticket(session, ticket.id, actor=desk.ada, now=NOON)
    clear_outbox(session)
    return ticket


def all_tickets(session: Session) -> Sequence[Ticket]:
    """Return every ticket, oldest first."""
    return session.scalars(select(Ticket).order_by(Ticket.id)).all()


def notices(session: Session) -> list[dict[str, str]]:
    """Return what is to be said in threads."""
    rows = select(OutboxRow.payload).where(OutboxRow.kind == "slack.post_thread_notice").order_by(OutboxRow.id)
    return list(session.scalars(rows))


def test_a_reply_to_a_closed_ticket_opens_one_that_follows_it_in_the_same_thread(session: Session, desk: Desk) -> None:
    first = closed(session, desk)

    receive(session, desk, reply("Sorry, it is on fire again"))

    _, second = all_tickets(session)
    assert (first.status, second.key, second.status) == (TicketStatus.CLOSED, "IT-2", TicketStatus.NEW)
    assert (second.source, second.requester_id, second.title) == (
        TicketSource.REPLY,
        desk.rosa.id,
        "Sorry, it is on fire again",
    )
    assert (second.origin_ts, second.requester_thread_ts) == (ts_at(10), ts_at(0))
    opening = session.scalars(select(Message).where(Message.ticket_id == second.id)).one()
    assert opening.ts == ts_at(10)


def test_the_two_are_linked_and_the_thread_says_so_once(session: Session, desk: Desk) -> None:
    first = closed(session, desk)

    receive(session, desk, reply("Sorry, it is on fire again"))

    second = all_tickets(session)[1]
    links = [(link.ticket_id, link.other_id) for link in session.scalars(select(TicketLink))]
    assert links == [(first.id, second.id)]
    assert notices(session) == [
        {"notice": "ticket_continues", "side": "requester", "ticket_key": "IT-2", "closed_key": "IT-1"}
    ]
    decision = session.scalars(select(IntakeDecision).where(IntakeDecision.ts == ts_at(10))).one()
    assert (decision.rule, decision.ticket_id) == ("reply_to_closed", second.id)


def test_what_follows_goes_to_the_new_ticket(session: Session, desk: Desk) -> None:
    closed(session, desk)
    first_reply = reply("Sorry, it is on fire again")

    receive(session, desk, first_reply, reply("And it smokes", seconds=20), edited(first_reply, "On fire!", seconds=30))

    second = all_tickets(session)[1]
    assert len(all_tickets(session)) == 2
    texts = select(Message.text).where(Message.ticket_id == second.id).order_by(Message.sent_at)
    assert (second.title, list(session.scalars(texts))) == ("On fire!", ["On fire!", "And it smokes"])


def test_an_edit_or_deletion_that_came_before_the_reply_is_applied(session: Session, desk: Desk) -> None:
    closed(session, desk)
    first_reply = reply("Sorry, it is on fire again")

    receive(session, desk, deleted(first_reply, seconds=30), first_reply)

    second = all_tickets(session)[1]
    opening = session.scalars(select(Message).where(Message.ticket_id == second.id)).one()
    assert opening.deleted_at == LATER


@pytest.mark.parametrize(
    "event", [reply("Thank you so much!"), reply(":tada:"), reply("Mine burns, too", user="U0MAX")]
)
def test_neither_thanks_nor_somebody_else_opens_one(session: Session, desk: Desk, event: Event) -> None:
    closed(session, desk)

    receive(session, desk, event)

    assert [ticket.key for ticket in all_tickets(session)] == ["IT-1"]
    assert notices(session) == []


def test_a_reply_that_is_read_again_opens_nothing(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    said = reply("Still burning")
    receive(session, desk, said)
    tickets.close_ticket(session, ticket.id, actor=desk.ada, now=LATER)

    receive(session, desk, said, late=True)
    receive(session, desk, reply("It is on fire again", seconds=50))
    receive(session, desk, said, reply("It is on fire again", seconds=50), late=True)

    assert [each.key for each in all_tickets(session)] == ["IT-1", "IT-2"]


def test_a_ticket_whose_time_is_over_counts_as_closed_though_the_job_is_late(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    tickets.resolve_ticket(session, ticket.id, actor=desk.ada, now=NOON - THREE_DAYS)

    receive(session, desk, reply("It is on fire again"))

    assert ticket.status is TicketStatus.CLOSED
    assert [each.key for each in all_tickets(session)] == ["IT-1", "IT-2"]


def test_a_reply_within_the_time_reopens_though_it_is_read_late(session: Session, desk: Desk) -> None:
    desk.queue.close_resolved_after_seconds = 600
    ticket = make_ticket(session, desk)
    tickets.resolve_ticket(session, ticket.id, actor=desk.ada, now=NOON)

    receive(session, desk, reply("It is on fire again", seconds=599), late=True)

    assert (ticket.status, len(all_tickets(session))) == (TicketStatus.NEW, 1)


def test_where_tickets_reopen_for_ever_they_do(session: Session, desk: Desk) -> None:
    desk.queue.close_resolved_after_seconds = None
    ticket = make_ticket(session, desk)
    tickets.resolve_ticket(session, ticket.id, actor=desk.ada, now=NOON - timedelta(days=1000))

    receive(session, desk, reply("It is on fire again"))

    assert ticket.status is TicketStatus.NEW


def test_where_nobody_takes_requests_any_more_the_requester_is_told(session: Session, desk: Desk) -> None:
    closed(session, desk)
    desk.triage.role, desk.triage.queue_id = ChannelRole.NONE, None
    session.flush()

    receive(session, desk, reply("It is on fire again"))

    assert [each.key for each in all_tickets(session)] == ["IT-1"]
    assert [notice["notice"] for notice in notices(session)] == ["ticket_is_closed"]


def test_in_a_queue_that_is_private_by_now_the_talk_of_the_next_ticket_leaves_the_thread(
    session: Session, desk: Desk
) -> None:
    closed(session, desk)
    desk.queue.private_replies = True

    receive(session, desk, reply("Sorry, it is on fire again"))

    second = all_tickets(session)[1]
    assert (second.replies_in_dm, second.requester_thread_ts, second.left_thread_ts) == (True, None, ts_at(0))
    to_requester = select(OutboxRow.kind).where(OutboxRow.lane == f"ticket/{second.id}/requester")
    opened_first = ["slack.post_opening", "slack.post_thread_notice"]
    assert list(session.scalars(to_requester.order_by(OutboxRow.id))) == opened_first


def test_what_follows_in_a_thread_that_was_left_is_turned_away_and_opens_nothing(session: Session, desk: Desk) -> None:
    closed(session, desk)
    desk.queue.private_replies = True
    first_reply, later = reply("It is on fire again"), reply("And it smokes", seconds=20)

    receive(session, desk, first_reply, first_reply, later)

    assert [ticket.key for ticket in all_tickets(session)] == ["IT-1", "IT-2"]
    turned_away = select(OutboxRow.payload["ts"].astext).where(OutboxRow.kind == "slack.turn_post_away")
    assert list(session.scalars(turned_away)) == [ts_at(20)]


def test_two_quick_replies_make_one_ticket(sessions: Sessions, open_desk: Desk) -> None:
    with sessions.begin() as session:
        closed(session, open_desk)
    said = [reply("It is on fire again"), reply("And it smokes", seconds=11), reply("Help!", seconds=12)]

    outcomes = in_parallel([partial(_receive, sessions, open_desk, event) for event in said])

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    with sessions.begin() as session:
        assert [ticket.key for ticket in all_tickets(session)] == ["IT-1", "IT-2"]
        written = select(Message.text).where(Message.ticket_id == all_tickets(session)[1].id)
        assert len(list(session.scalars(written))) == 3


def _receive(sessions: Sessions, desk: Desk, event: Event) -> None:
    with sessions.begin() as session:
        workspace = session.get_one(Workspace, desk.workspace.id)
        conversations.receive_message(session, workspace, event, late=False, now=LATER)
