"""What becomes of a message at the top level of a conversation: by which rule, and who is told."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.intake_rules import IntakeRule
from models.desk import Intake, IntakeDecision, TicketSource, Workspace
from tests.services.arriving import decided, receive, shown, take_in_by, tickets
from tests.services.evidence import queued
from tests.support.desk_rows import NOON, Desk, posted, ts_at

IN_DM: dict[str, Any] = {"channel": "D0ROSA", "channel_type": "im"}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Good morning everyone!", IntakeRule.GREETING),
        ("Merci beaucoup", IntakeRule.THANKS),
        ("Solved, never mind", IntakeRule.CLOSURE),
        (":tada:", IntakeRule.EMOJI_ONLY),
        (":megaphone: The canteen is closed on Friday", IntakeRule.SKIP_MARK),
    ],
)
def test_what_asks_for_nothing_makes_no_ticket_and_that_is_known(
    session: Session, desk: Desk, text: str, rule: IntakeRule
) -> None:
    receive(session, desk, posted(text))

    assert (tickets(session), decided(session), queued(session)) == ([], [rule], [])


def test_a_file_is_a_request_whatever_is_said_with_it(session: Session, desk: Desk) -> None:
    file = {"name": "error.png", "permalink": "https://acme.slack.com/files/1"}

    receive(session, desk, posted("Hello", subtype="file_share", files=[file]))

    assert [ticket.key for ticket in tickets(session)] == ["IT-1"]


def test_the_skip_mark_is_the_workspaces_own(session: Session, desk: Desk) -> None:
    session.get_one(Workspace, desk.workspace.id).skip_mark = ":no_bell:"

    receive(session, desk, posted(":no_bell: FYI", seconds=1), posted(":megaphone: the horn is broken", seconds=2))

    assert decided(session) == [IntakeRule.SKIP_MARK, IntakeRule.EVERY_MESSAGE]


def test_an_agents_message_counts_as_well_and_the_rule_says_so(session: Session, desk: Desk) -> None:
    receive(session, desk, posted("The coffee machine leaks", user="U0ADA"))

    assert decided(session) == [IntakeRule.AGENT_MESSAGE]
    assert [ticket.requester_id for ticket in tickets(session)] == [desk.ada.id]


def test_a_decision_names_the_ticket_and_never_the_words(session: Session, desk: Desk) -> None:
    receive(session, desk, posted("My password is hunter2", seconds=1), posted("thanks", seconds=2))

    made, left = session.scalars(select(IntakeDecision).order_by(IntakeDecision.ts)).all()
    assert (made.ticket_id, left.ticket_id) == (tickets(session)[0].id, None)
    assert "hunter2" not in str([made.details, left.details])


def test_a_message_is_decided_about_once_however_often_it_comes(session: Session, desk: Desk) -> None:
    take_in_by(session, desk, Intake.FORM)

    receive(session, desk, *[posted("My VPN is down")] * 3)

    assert queued(session) == ["offer_form"]


# Channels that take requests in other ways


def test_in_a_channel_that_waits_for_an_emoji_messages_make_no_ticket(session: Session, desk: Desk) -> None:
    take_in_by(session, desk, Intake.EMOJI)

    receive(session, desk, posted("My VPN is down", seconds=1), posted("hi", seconds=2))

    assert (tickets(session), queued(session)) == ([], [])
    assert decided(session) == [IntakeRule.EMOJI_CHANNEL] * 2


def test_in_a_channel_with_a_form_its_author_alone_is_shown_it_with_their_words(session: Session, desk: Desk) -> None:
    take_in_by(session, desk, Intake.FORM)

    receive(session, desk, posted("My VPN is down\nsince today", seconds=1), posted("thanks", seconds=2))

    assert tickets(session) == []
    assert shown(session) == [{"slack_channel_id": "C0HELP", "text": "My VPN is down\nsince today"}]
    assert decided(session) == [IntakeRule.FORM_CHANNEL, IntakeRule.THANKS]


# The conversation with Deskbell


def test_a_message_to_deskbell_is_a_ticket_of_the_default_queue_and_goes_on_there(session: Session, desk: Desk) -> None:
    receive(session, desk, posted("My VPN is down", **IN_DM))

    ticket = tickets(session)[0]
    assert (ticket.source, ticket.queue_id, ticket.requester_id) == (TicketSource.DM, desk.queue.id, desk.rosa.id)
    assert (ticket.requester_slack_channel_id, ticket.requester_thread_ts) == ("D0ROSA", ts_at(0))
    assert (decided(session), queued(session)) == (
        [IntakeRule.DIRECT_MESSAGE],
        ["refresh_triage_card", "post_confirmation"],
    )


def test_a_greeting_is_returned_once_an_hour_and_thanks_are_taken(session: Session, desk: Desk) -> None:
    receive(session, desk, posted("hi", seconds=1, **IN_DM), posted("hello", seconds=2, **IN_DM))
    receive(session, desk, posted("thank you", seconds=3, **IN_DM))
    assert queued(session) == ["message_person"]

    receive(session, desk, posted("hey", seconds=3700, **IN_DM), now=NOON + timedelta(seconds=3700))

    assert queued(session) == ["message_person"] * 2
    assert tickets(session) == []


def test_without_a_queue_that_takes_requests_deskbell_says_so(session: Session, desk: Desk) -> None:
    desk.queue.is_default = False

    receive(session, desk, posted("My VPN is down", **IN_DM))

    assert decided(session) == [IntakeRule.NO_QUEUE]
    assert "Nobody takes requests here yet" in shown(session)[0]["text"]
