"""A message that stands in Slack becomes a ticket: its whole thread, in order, once, whatever happens meanwhile."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.happenings import MessageAdded
from bot.gateways.database import Sessions
from bot.services.desk import backfill, conversations, reactions, thread_fetches
from bot.services.desk.happenings import Subscription, with_subscriptions
from bot.services.desk.thread_fetches import Wish
from models.desk import (
    IntakeDecision,
    Message,
    MessageKind,
    OutboxRow,
    OutboxState,
    ParkedEvent,
    Person,
    Side,
    Ticket,
    TicketSource,
)
from tests.services.evidence import all_rows, clear_outbox, in_parallel, queued
from tests.support.desk_rows import NOON, Desk, Event, deleted, edited, make_person, posted, ts_at

LATER = NOON + timedelta(hours=1)
LOBBY = "C0LOBBY"

ROOT = posted("The printer smells", channel=LOBBY)
FILE = {"id": "F1", "name": "smell.png", "permalink": "https://acme.slack.com/files/F1"}


def reply(text: str, *, seconds: float, user: str = "U0MAX", **more: Any) -> Event:
    return posted(text, seconds=seconds, user=user, channel=LOBBY, thread_ts=ROOT["ts"], **more)


SECOND = reply(":lock: since monday", seconds=5)
THIRD = reply("", seconds=6, subtype="file_share", files=[FILE])
ALARM = {**reply("ping", seconds=7), "bot_id": "B0PAGER", "user": "U0PAGER"}
THREAD = [ROOT, SECOND, THIRD, ALARM]


def reaction(ts: str = ROOT["ts"], *, user: str = "U0MAX", emoji: str = "ticket", channel: str = LOBBY) -> Event:
    item = {"type": "message", "channel": channel, "ts": ts}
    return {"type": "reaction_added", "user": user, "reaction": emoji, "item": item, "event_ts": ts_at(60)}


def wish_of(desk: Desk, asker: Person, ts: str = ROOT["ts"], **more: Any) -> Wish:
    return Wish(LOBBY, ts, desk.queue.id, TicketSource.EMOJI, asker.id, **more)


def fulfil(session: Session, wish: Wish, thread: Sequence[Event] | None = THREAD) -> None:
    backfill.fulfil(session, wish, thread, now=LATER)


def receive(session: Session, desk: Desk, *events: Event) -> None:
    for event in events:
        conversations.receive_message(session, desk.workspace, event, late=False, now=LATER)


def said(session: Session) -> list[tuple[MessageKind, str]]:
    session.flush()
    rows = select(Message).order_by(Message.sent_at)
    found = session.scalars(rows, execution_options={"populate_existing": True})
    return [(message.kind, message.text) for message in found]


def shown(session: Session) -> list[tuple[str | None, str]]:
    """Return what people are shown, and where; None is their conversation with the bot."""
    rows = select(OutboxRow.payload).where(OutboxRow.kind == "slack.tell_person").order_by(OutboxRow.id)
    return [(payload["slack_channel_id"], payload["text"]) for payload in session.scalars(rows)]


@pytest.fixture
def max_(session: Session, desk: Desk) -> Person:
    """Somebody who reacts."""
    return make_person(session, desk.workspace, "U0MAX")


def test_a_reaction_has_the_message_read_first(session: Session, desk: Desk, max_: Person) -> None:
    reactions.receive_reaction(session, desk.workspace, reaction(), now=LATER)

    row = session.scalars(select(OutboxRow)).one()
    assert (row.kind, row.lane, row.subject_id) == ("slack.fetch_origin", f"origin/{LOBBY}", max_.id)
    assert Wish.from_payload(row.payload) == wish_of(desk, max_)


def test_in_a_request_channel_its_own_queue_is_asked(session: Session, desk: Desk) -> None:
    desk.queue.is_default = False

    reactions.receive_reaction(session, desk.workspace, reaction(channel="C0HELP"), now=LATER)
    reactions.receive_reaction(session, desk.workspace, reaction(), now=LATER)

    assert queued(session) == ["fetch_origin", "tell_person"]
    assert shown(session)[0][1].startswith("Nobody takes requests here yet.")


@pytest.mark.parametrize(
    "event",
    [
        reaction(emoji="tada"),
        reaction(user="U0DESKBELL"),
        reaction(channel="C0TRIAGE"),
        {**reaction(), "item": {"type": "file", "file": "F1"}},
    ],
    ids=["another emoji", "our own", "among agents", "on a file"],
)
def test_other_reactions_ask_for_nothing(session: Session, desk: Desk, event: Event) -> None:
    reactions.receive_reaction(session, desk.workspace, event, now=LATER)

    assert queued(session) == []


def test_a_thread_comes_along_in_order_with_its_files_and_without_bots(
    session: Session, desk: Desk, max_: Person
) -> None:
    fulfil(session, wish_of(desk, max_))

    ticket = session.scalars(select(Ticket)).one()
    assert (ticket.requester_id, ticket.author_id, ticket.source) == (desk.rosa.id, max_.id, TicketSource.EMOJI)
    assert ticket.opened_at == LATER, "the team was asked when somebody reacted"
    assert said(session) == [
        (MessageKind.OPENING, "The printer smells"),
        (MessageKind.REPLY, ":lock: since monday"),
        (MessageKind.REPLY, ""),
    ]
    copies = select(OutboxRow).where(OutboxRow.kind == "slack.post_reply").order_by(OutboxRow.id)
    frozen = [(row.lane, row.payload["text"], row.payload["files"]) for row in session.scalars(copies)]
    lane, file = f"ticket/{ticket.id}/triage", {"name": "smell.png", "url": FILE["permalink"]}
    assert frozen == [(lane, ":lock: since monday", []), (lane, "", [file])]
    assert "post_thread_notice" not in queued(session), "nobody is warned of what they wrote before"
    assert session.scalars(select(IntakeDecision.rule)).one() == "emoji"


def test_what_was_there_before_is_announced_as_such(session: Session, desk: Desk, max_: Person) -> None:
    heard: list[bool] = []

    def hear(_session: Session, happening: MessageAdded, **_when: object) -> None:
        heard.append(happening.is_backfilled)

    session.info.update(with_subscriptions({}, [Subscription(MessageAdded, hear)]))

    fulfil(session, wish_of(desk, max_))
    receive(session, desk, reply("And now?", seconds=70))

    assert heard == [True, True, False]


def test_asking_again_changes_nothing_and_names_the_ticket_to_who_may_see_it(
    session: Session, desk: Desk, max_: Person
) -> None:
    stranger = make_person(session, desk.workspace, "U0ZOE")
    fulfil(session, wish_of(desk, max_))
    before = all_rows(session, Ticket, Message)
    clear_outbox(session)

    for asker, ts in ((max_, ROOT["ts"]), (desk.ada, SECOND["ts"]), (stranger, ALARM["ts"])):
        wish = wish_of(desk, asker, SECOND["ts"] if ts == ALARM["ts"] else ts)
        fulfil(session, wish)
    reactions.receive_reaction(session, desk.workspace, reaction(SECOND["ts"], user="U0ROSA"), now=LATER)

    assert all_rows(session, Ticket, Message) == before
    known, unknown = "This thread has its ticket already: IT-1.", "This thread has its ticket already."
    assert shown(session) == [(LOBBY, known), (LOBBY, known), (LOBBY, unknown), (LOBBY, known)]


def test_a_reply_asked_about_makes_its_thread_a_ticket(session: Session, desk: Desk, max_: Person) -> None:
    fulfil(session, wish_of(desk, max_, SECOND["ts"]))

    ticket = session.scalars(select(Ticket)).one()
    assert (ticket.origin_ts, ticket.requester_thread_ts) == (ROOT["ts"], ROOT["ts"])
    assert ticket.requester_id == desk.rosa.id


def test_below_a_bots_message_the_reply_asked_about_opens_the_ticket(
    session: Session, desk: Desk, max_: Person
) -> None:
    root = {**ROOT, "bot_id": "B0PAGER"}

    fulfil(session, wish_of(desk, desk.ada, THIRD["ts"]), [root, SECOND, THIRD])

    ticket = session.scalars(select(Ticket)).one()
    assert (ticket.origin_ts, ticket.requester_thread_ts) == (THIRD["ts"], ROOT["ts"])
    assert ticket.requester_id == max_.id
    assert said(session) == [(MessageKind.REPLY, ":lock: since monday"), (MessageKind.OPENING, "")]


@pytest.mark.parametrize("asked", [ALARM, {**ROOT, "subtype": "channel_join"}], ids=["a bot's", "Slack's own"])
def test_what_no_person_wrote_becomes_no_ticket(session: Session, desk: Desk, max_: Person, asked: Event) -> None:
    fulfil(session, wish_of(desk, max_, asked["ts"]), [{**ROOT, **asked}])

    assert said(session) == []
    assert [text.partition(".")[0] for _, text in shown(session)] == ["I can make a ticket only of what a person wrote"]


def test_what_cannot_be_read_is_told_where_it_can_be_heard(session: Session, desk: Desk, max_: Person) -> None:
    fulfil(session, wish_of(desk, max_), None)

    assert said(session) == []
    assert [(place, text.partition(":")[0]) for place, text in shown(session)] == [(None, "I cannot read that message")]


def test_for_somebody_else_the_talk_is_in_their_messages(session: Session, desk: Desk, max_: Person) -> None:
    fulfil(session, wish_of(desk, desk.ada, requester_id=max_.id, title="The smell"))

    ticket = session.scalars(select(Ticket)).one()
    assert (ticket.requester_id, ticket.author_id) == (max_.id, desk.ada.id)
    assert (ticket.replies_in_dm, ticket.requester_thread_ts, ticket.origin_ts) == (True, None, ROOT["ts"])
    assert (ticket.title, ticket.is_titled_by_hand) == ("The smell", True)
    assert "post_opening" in queued(session)
    opening = session.scalars(select(Message).where(Message.kind == MessageKind.OPENING)).one()
    assert opening.author_id == desk.rosa.id


def test_the_title_a_form_proposed_still_follows_edits(session: Session, desk: Desk, max_: Person) -> None:
    fulfil(session, wish_of(desk, max_, title="The printer smells"))

    receive(session, desk, edited(ROOT, "The scanner smells", seconds=80))

    assert session.scalars(select(Ticket.title)).one() == "The scanner smells"


def test_what_happens_while_the_thread_is_read_ends_up_once_and_in_order(
    session: Session, desk: Desk, max_: Person
) -> None:
    reactions.receive_reaction(session, desk.workspace, reaction(), now=LATER)
    fresh = reply("It got worse", seconds=62)
    receive(session, desk, edited(fresh, "It got much worse", seconds=64), fresh, SECOND)
    receive(session, desk, deleted(THIRD, seconds=63), edited(ROOT, "The printer stinks", seconds=65))

    fulfil(session, wish_of(desk, max_))
    receive(session, desk, fresh, SECOND, deleted(THIRD, seconds=63))

    assert said(session) == [
        (MessageKind.OPENING, "The printer stinks"),
        (MessageKind.REPLY, ":lock: since monday"),
        (MessageKind.REPLY, ""),
        (MessageKind.REPLY, "It got much worse"),
    ]
    gone = select(Message.ts).where(Message.deleted_at.is_not(None))
    assert session.scalars(gone).all() == [THIRD["ts"]]
    assert session.scalars(select(Ticket.title)).one() == "The printer stinks"
    assert all_rows(session, ParkedEvent)["parked_event"] == []


def test_a_reply_that_was_deleted_before_the_thread_was_read_stays_out(
    session: Session, desk: Desk, max_: Person
) -> None:
    reactions.receive_reaction(session, desk.workspace, reaction(), now=LATER)
    regretted = reply("my password is hunter2", seconds=5.5)
    receive(session, desk, regretted, deleted(regretted, seconds=61))

    fulfil(session, wish_of(desk, max_))

    assert "my password is hunter2" not in [text for _, text in said(session)]


def test_where_nothing_is_read_nothing_is_kept(session: Session, desk: Desk, max_: Person) -> None:
    receive(session, desk, SECOND, edited(ROOT, "The scanner smells", seconds=65))
    thread_fetches.ask_for_ticket(session, max_, wish_of(desk, max_))
    session.scalars(select(OutboxRow)).one().state = OutboxState.SENT
    session.flush()
    receive(session, desk, THIRD)

    assert all_rows(session, ParkedEvent)["parked_event"] == []


def test_a_message_whose_event_comes_after_its_ticket_opens_no_other(session: Session, desk: Desk) -> None:
    post = posted("The printer smells")

    fulfil(session, replace(wish_of(desk, desk.ada), slack_channel_id="C0HELP"), [post])
    receive(session, desk, post, post)

    assert [ticket.source for ticket in session.scalars(select(Ticket))] == [TicketSource.EMOJI]


def test_two_who_ask_at_once_get_one_ticket(sessions: Sessions, open_desk: Desk) -> None:
    def ask(person: Person, ts: str) -> None:
        with sessions.begin() as session:
            fulfil(session, wish_of(open_desk, person, ts))

    outcomes = in_parallel([lambda: ask(open_desk.ada, ROOT["ts"]), lambda: ask(open_desk.ben, SECOND["ts"])])

    assert outcomes == [None, None]
    with sessions.begin() as session:
        assert [text for _, text in said(session)] == ["The printer smells", ":lock: since monday", ""]
        assert [text for _, text in shown(session)] == ["This thread has its ticket already: IT-1."]


@pytest.mark.parametrize("repetition", range(3))
def test_a_reply_that_races_with_the_ticket_is_heard_once(sessions: Sessions, open_desk: Desk, repetition: int) -> None:
    late = reply(f"Attempt {repetition}", seconds=61)
    with sessions.begin() as session:
        reactions.receive_reaction(session, open_desk.workspace, reaction(user="U0ADA"), now=LATER)

    def read() -> None:
        with sessions.begin() as session:
            session.scalars(select(OutboxRow)).one().state = OutboxState.SENT
            fulfil(session, wish_of(open_desk, open_desk.ada))

    def hear() -> None:
        with sessions.begin() as session:
            receive(session, open_desk, late)

    outcomes = in_parallel([read, hear])

    assert outcomes == [None, None]
    with sessions.begin() as session:
        sides = session.scalars(select(Message.side).where(Message.text == late["text"])).all()
        assert sides == [Side.REQUESTER]
