"""What becomes of a message at the top level of a conversation: by which rule, and who is told."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.intake_rules import IntakeRule
from bot.gateways.database import Sessions
from bot.services.desk import conversations, mentions
from models.desk import (
    Channel,
    Intake,
    IntakeDecision,
    Message,
    MessageKind,
    OutboxRow,
    ParkedEvent,
    Person,
    Ticket,
    TicketSource,
    TicketStatus,
    Workspace,
)
from tests.services.evidence import in_parallel, queued
from tests.support.desk_rows import NOON, Desk, Event, deleted, edited, make_channel, posted, ts_at

MINUTE = 60


def receive(session: Session, desk: Desk, *events: Event, now: datetime = NOON) -> None:
    workspace = session.get_one(Workspace, desk.workspace.id)
    for event in events:
        conversations.receive_message(session, workspace, event, late=False, now=now)
    session.flush()


def mention(session: Session, desk: Desk, *events: Event) -> None:
    workspace = session.get_one(Workspace, desk.workspace.id)
    for event in events:
        mentions.receive_mention(session, workspace, {**event, "type": "app_mention"}, now=NOON)
    session.flush()


def decided(session: Session) -> list[str]:
    """Return the rules that decided, in the order the messages were written."""
    return list(session.scalars(select(IntakeDecision.rule).order_by(IntakeDecision.ts)))


def tickets(session: Session) -> list[Ticket]:
    return list(session.scalars(select(Ticket).order_by(Ticket.id)))


def take_in_by(session: Session, desk: Desk, intake: Intake) -> None:
    """Let the help channel take requests in another way."""
    session.get_one(Channel, desk.help.id).intake = intake
    session.flush()


def group(desk: Desk, *, seconds: int = 2 * MINUTE) -> None:
    desk.queue.group_within_seconds = seconds


def shown(session: Session) -> list[dict[str, Any]]:
    """Return what is to be shown to somebody where they wrote."""
    rows = select(OutboxRow.payload).where(OutboxRow.kind.in_(["slack.tell_person", "slack.offer_form"]))
    return list(session.scalars(rows.order_by(OutboxRow.id)))


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


# Grouping


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


# Mentions

ASKED = "<@U0DESKBELL> my badge is broken"


@pytest.mark.parametrize("order", ["mention first", "message first", "mention only", "message only"])
@pytest.mark.parametrize("channel", ["C0LUNCH", "C0HELP"])
def test_a_mention_makes_one_ticket_whichever_event_comes_first(
    session: Session, desk: Desk, order: str, channel: str
) -> None:
    take_in_by(session, desk, Intake.EMOJI)
    event = posted(ASKED, channel=channel)
    ways = {"mention": mention, "message": receive}
    first, _, rest = order.partition(" ")

    for way in [first] if rest == "only" else ways.keys() if first == "mention" else reversed(list(ways)):
        ways[way](session, desk, event)

    ticket = tickets(session)[0]
    assert len(tickets(session)) == 1
    assert (ticket.source, ticket.title, ticket.requester_id) == (
        TicketSource.MENTION,
        "my badge is broken",
        desk.rosa.id,
    )
    assert decided(session) == [IntakeRule.MENTION]


def test_the_title_leaves_the_mention_out_of_rich_text_as_well_and_after_an_edit(session: Session, desk: Desk) -> None:
    elements = [{"type": "user", "user_id": "U0DESKBELL"}, {"type": "text", "text": " my badge is broken"}]
    blocks = [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}]
    event = posted(ASKED, channel="C0LUNCH", blocks=blocks)
    mention(session, desk, event)
    assert tickets(session)[0].title == "my badge is broken"

    receive(session, desk, edited(event, "<@U0DESKBELL> my badge is lost", seconds=9))

    assert tickets(session)[0].title == "my badge is lost"


@pytest.mark.parametrize(
    ("text", "rule", "offers"),
    [
        ("thanks <@U0DESKBELL>!", IntakeRule.THANKS, []),
        ("<@U0DESKBELL>", IntakeRule.BARE_MENTION, ["offer_form"]),
        ("hello <@U0DESKBELL>", IntakeRule.GREETING, ["offer_form"]),
        (":megaphone: <@U0DESKBELL> will be down tonight", IntakeRule.SKIP_MARK, []),
    ],
)
def test_a_mention_that_asks_nothing_makes_no_ticket(
    session: Session, desk: Desk, text: str, rule: IntakeRule, offers: list[str]
) -> None:
    mention(session, desk, posted(text, channel="C0LUNCH"))

    assert (tickets(session), decided(session), queued(session)) == ([], [rule], offers)


def test_a_mention_in_a_thread_has_the_whole_thread_read_once(session: Session, desk: Desk) -> None:
    reply = posted(ASKED, channel="C0LUNCH", seconds=5, thread_ts=ts_at(1))

    mention(session, desk, reply)
    receive(session, desk, reply)

    rows = session.scalars(select(OutboxRow).where(OutboxRow.kind == "slack.fetch_origin")).all()
    assert [(row.payload["ts"], row.payload["source"]) for row in rows] == [(ts_at(5), "mention")]
    assert tickets(session) == []


def test_a_mention_in_a_tickets_thread_is_a_reply_like_any_other(session: Session, desk: Desk) -> None:
    receive(session, desk, posted("My VPN is down", seconds=1))
    reply = posted(ASKED, seconds=5, thread_ts=ts_at(1))

    receive(session, desk, reply)
    mention(session, desk, reply)

    assert len(tickets(session)) == 1
    assert "fetch_origin" not in queued(session)


def test_a_mention_among_agents_is_answered_with_how_to_work(session: Session, desk: Desk) -> None:
    mention(session, desk, posted(ASKED, channel="C0TRIAGE", user="U0ADA"))

    assert tickets(session) == []
    assert "Work a ticket from its card" in shown(session)[0]["text"]


def test_a_mention_by_an_app_asks_nothing(session: Session, desk: Desk) -> None:
    mention(session, desk, posted(ASKED, channel="C0LUNCH", bot_id="B0CI"))

    assert (tickets(session), decided(session)) == ([], [])


def test_a_message_elsewhere_that_does_not_mention_deskbell_is_nobodys_business(session: Session, desk: Desk) -> None:
    receive(session, desk, posted("lunch?", channel="C0LUNCH"))

    assert (tickets(session), decided(session)) == ([], [])
    assert session.scalars(select(Person).where(Person.slack_user_id == "U0LUNCH")).all() == []
