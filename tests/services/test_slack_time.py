"""A desk a month ahead of Slack: what Slack stamps is compared in Slack's time, people and rules have the desk's."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.incoming import Words
from bot.domain.desk.instants import instant_of
from bot.services.desk import channels, conversations, intake, reconciliation, slack_time
from models.desk import Intake, Message, Ticket
from tests.support.desk_rows import NOON, Desk, make_channel, posted, ts_at

MONTH = timedelta(days=30)
NOW = NOON + MONTH
SETTLED = NOON + timedelta(minutes=30)
"""Half an hour later at Slack, where nobody moved the time."""


@pytest.fixture
def session(session: Session) -> Session:
    """A session whose desk is a month ahead."""
    session.info.update(slack_time.with_ahead({}, lambda: MONTH))
    return session


def the_ticket(session: Session) -> Ticket:
    return session.scalars(select(Ticket)).one()


def receive(session: Session, desk: Desk, seconds: float, *, channel: str = "C0HELP") -> None:
    event = posted("My VPN is down", seconds=seconds, channel=channel)
    conversations.receive_message(session, desk.workspace, event, late=False, now=NOW)


def test_a_channel_takes_what_is_written_from_the_same_moment_on(session: Session, desk: Desk) -> None:
    channel = make_channel(session, desk.workspace, "C0DOORS")
    channels.take_requests(session, channel, desk.queue, Intake.EVERY, actor=None, now=NOW)

    receive(session, desk, -1, channel="C0DOORS")
    receive(session, desk, 1, channel="C0DOORS")

    assert channel.takes_requests_since == channel.history_read_to == NOON
    assert the_ticket(session).requester_thread_ts == ts_at(1)


def test_a_ticket_was_opened_when_the_desk_s_clock_says_it_was_asked(session: Session, desk: Desk) -> None:
    receive(session, desk, 1)

    ticket = the_ticket(session)
    assert ticket.opened_at == NOW + timedelta(seconds=1)
    assert session.scalars(select(Message.sent_at)).all() == [ticket.opened_at]


@pytest.mark.parametrize("by_form", [False, True])
def test_its_threads_are_read_again_in_slack_s_own_time(session: Session, desk: Desk, *, by_form: bool) -> None:
    if by_form:
        words = Words("A new chair", None, [])
        intake.open_from_form(session, desk.queue.id, title="A new chair", words=words, actor=desk.rosa, now=NOW)
    else:
        receive(session, desk, 1)

    assert the_ticket(session).threads_read_at == NOON
    assert reconciliation.queue_thread_reads(session, desk.workspace.id, read_before=SETTLED, limit=9) == 1


def test_what_was_missed_is_read_up_to_slack_s_own_present(session: Session, desk: Desk) -> None:
    channel = make_channel(session, desk.workspace, "C0DOORS")
    channels.take_requests(session, channel, desk.queue, Intake.EVERY, actor=None, now=NOW)

    stretch = reconciliation.plan_history(session, channel.id, settled=SETTLED)

    assert stretch is not None
    assert (instant_of(stretch.after), instant_of(stretch.before)) == (NOON, SETTLED)


def test_a_reply_is_dated_by_the_desk_s_clock_too(session: Session, desk: Desk) -> None:
    receive(session, desk, 1)
    reply = posted("Any news?", seconds=60, thread_ts=ts_at(1))

    conversations.receive_message(session, desk.workspace, reply, late=True, now=NOW)

    sent = session.scalars(select(Message.sent_at).order_by(Message.id)).all()
    assert sent == [NOW + timedelta(seconds=1), NOW + timedelta(seconds=60)]
