"""What `@Deskbell` asks for, told as a mention, as a message, or as both."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.intake_rules import IntakeRule
from models.desk import Intake, OutboxRow, Person, TicketSource
from tests.services.arriving import decided, mention, receive, shown, take_in_by, tickets
from tests.services.evidence import queued
from tests.support.desk_rows import Desk, edited, posted, ts_at

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
