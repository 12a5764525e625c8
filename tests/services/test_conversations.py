"""What people write in a ticket's threads: what crosses, what never does, and what becomes of it later."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.domain.desk.changes import StatusChange
from bot.domain.desk.incoming import Words
from bot.errors import ChangeRefused
from bot.gateways.database import Sessions, constraint_name
from bot.services.desk import conversations, intake, tickets
from bot.services.desk.guards import with_guards
from models.desk import Message, MessageKind, OutboxRow, ParkedEvent, Person, Side, Ticket, TicketStatus
from tests.services.evidence import all_rows, audited, clear_outbox, everything_outgoing, queued
from tests.support.desk_rows import (
    NOON,
    Desk,
    Event,
    deleted,
    edited,
    entombed,
    make_person,
    make_ticket,
    posted,
    ts_at,
)

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def desk(session: Session, desk: Desk) -> Desk:
    """A desk with one ticket in progress: Rosa's message at 0 s, its card at 0.5 s, nothing queued."""
    make_ticket(session, desk, status=TicketStatus.IN_PROGRESS)
    clear_outbox(session)
    return desk


@pytest.fixture
def ticket(session: Session, desk: Desk) -> Ticket:
    """The desk's ticket."""
    return session.scalars(select(Ticket).where(Ticket.workspace_id == desk.workspace.id)).one()


def receive(session: Session, desk: Desk, *events: Event, late: bool = False) -> None:
    for event in events:
        conversations.receive_message(session, desk.workspace, event, late=late, now=LATER)


def from_requester(text: str, *, seconds: float = 10, **more: Any) -> Event:
    return posted(text, seconds=seconds, thread_ts=ts_at(0), **more)


def from_agent(text: str, *, seconds: float = 20, user: str = "U0ADA", **more: Any) -> Event:
    return posted(text, seconds=seconds, user=user, channel="C0TRIAGE", thread_ts=ts_at(0.5), **more)


def notices(session: Session) -> list[tuple[str, str]]:
    """Return what is to be said in the ticket's threads: on which side, and what."""
    said = select(OutboxRow.payload).where(OutboxRow.kind == "slack.post_thread_notice").order_by(OutboxRow.id)
    return [(payload["side"], payload["notice"]) for payload in session.scalars(said)]


def the_message(session: Session) -> Message:
    """Return the one message that is not the opening."""
    session.flush()
    rows = select(Message).where(Message.kind != MessageKind.OPENING)
    return session.scalars(rows, execution_options={"populate_existing": True}).one()


@pytest.mark.parametrize(
    ("event", "side", "lane"),
    [
        (from_requester("It is still down"), Side.REQUESTER, "triage"),
        (from_agent("Try turning it off."), Side.TRIAGE, "requester"),
    ],
    ids=["from the requester", "from an agent"],
)
def test_a_reply_crosses_to_the_other_side_with_its_words_frozen(
    session: Session, desk: Desk, ticket: Ticket, event: Event, side: Side, lane: str
) -> None:
    receive(session, desk, event)

    message = the_message(session)
    assert (message.kind, message.side, message.text) == (MessageKind.REPLY, side, event["text"])
    row = session.scalars(select(OutboxRow)).one()
    assert (row.kind, row.lane, row.subject_id) == ("slack.post_reply", f"ticket/{ticket.id}/{lane}", message.id)
    assert row.payload == {"text": event["text"], "blocks": None, "files": []}


def test_anybody_in_the_requesters_thread_is_heard(session: Session, desk: Desk) -> None:
    receive(session, desk, from_requester("Mine is down, too", user="U0MAX"))

    author = session.get_one(Person, the_message(session).author_id)
    assert author.slack_user_id == "U0MAX"
    assert queued(session) == ["fetch_person", "post_reply"]


def test_people_a_reply_mentions_are_read_before_it_crosses(session: Session, desk: Desk, ticket: Ticket) -> None:
    receive(session, desk, from_requester("ask <@U0ZOE> and <@U0BEN>"))

    assert queued(session) == ["fetch_person", "post_reply"]
    fetched = session.scalars(select(OutboxRow).order_by(OutboxRow.id)).first()
    assert fetched is not None
    assert fetched.lane == f"ticket/{ticket.id}/triage"
    assert session.get_one(Person, fetched.subject_id).slack_user_id == "U0ZOE"


@pytest.mark.parametrize("mark", [":lock: ", "  :lock:", "\N{LOCK} ", ":LOCK: "])
def test_what_an_agent_begins_with_the_mark_goes_nowhere(session: Session, desk: Desk, mark: str) -> None:
    receive(session, desk, from_agent(f"{mark}he forgot his password again"))

    assert the_message(session).kind is MessageKind.NOTE
    assert queued(session) == []


def test_an_edit_can_not_publish_a_note(session: Session, desk: Desk) -> None:
    note = from_agent(":lock: he forgot his password again")

    receive(session, desk, note, edited(note, "he forgot his password again", seconds=30))

    assert the_message(session).kind is MessageKind.NOTE
    assert "post_reply" not in queued(session)
    assert "password" not in everything_outgoing(session)


def test_an_edit_that_adds_the_mark_withdraws_the_reply(session: Session, desk: Desk) -> None:
    reply = from_agent("he forgot his password again")

    receive(session, desk, reply, edited(reply, ":lock: he forgot his password again", seconds=30))

    assert the_message(session).kind is MessageKind.NOTE
    assert queued(session) == ["post_reply", "refresh_reply", "post_thread_notice"]
    assert notices(session) == [("triage", "reply_withdrawn")]
    assert audited(session)[-1] == "reply.withdrawn"


def test_an_edit_into_an_order_withdraws_the_reply_and_orders_nothing(session: Session, desk: Desk) -> None:
    reply = from_agent("he forgot his password again")

    receive(session, desk, reply, edited(reply, "!note he forgot his password again", seconds=30))

    assert the_message(session).kind is MessageKind.NOTE
    assert queued(session) == ["post_reply", "refresh_reply", "post_thread_notice"]
    assert notices(session) == [("triage", "reply_withdrawn")]


def test_a_withdrawn_reply_never_comes_back(session: Session, desk: Desk) -> None:
    reply = from_agent("he forgot his password again")
    withdrawal = edited(reply, ":lock: he forgot", seconds=30)
    return_ = edited(reply, "he forgot", seconds=40)

    receive(session, desk, reply, withdrawal, return_)

    assert (the_message(session).kind, the_message(session).text) == (MessageKind.NOTE, "he forgot")


def test_a_withdrawal_that_arrives_after_a_later_edit_still_withdraws(session: Session, desk: Desk) -> None:
    reply = from_agent("he forgot his password again")
    withdrawal, later_edit = edited(reply, ":lock: he forgot", seconds=30), edited(reply, "he forgot", seconds=40)

    receive(session, desk, reply, later_edit, withdrawal)

    assert (the_message(session).kind, the_message(session).text) == (MessageKind.NOTE, "he forgot")


def test_a_requesters_mark_hides_nothing(session: Session, desk: Desk) -> None:
    receive(session, desk, from_requester(":lock: my bike is safe"))

    assert the_message(session).kind is MessageKind.REPLY
    assert notices(session) == [("requester", "mark_hides_nothing")]


def test_a_requesters_edit_withdraws_nothing(session: Session, desk: Desk) -> None:
    reply = from_requester("my bike is safe")

    receive(session, desk, reply, edited(reply, ":lock: my bike is safe", seconds=30))

    assert the_message(session).kind is MessageKind.REPLY
    assert queued(session) == ["post_reply", "refresh_reply"]


@pytest.mark.parametrize(
    ("event", "expected", "told"),
    [
        (from_agent("fine now", edited={"ts": ts_at(25)}), MessageKind.NOTE, [("triage", "note_kept_private")]),
        (from_agent("fine now"), MessageKind.REPLY, []),
        (from_requester("fine now", edited={"ts": ts_at(25)}), MessageKind.REPLY, []),
    ],
    ids=["agent's, edited", "agent's, untouched", "requester's, edited"],
)
def test_a_late_reply_that_may_have_been_private_once_stays_private(
    session: Session, desk: Desk, event: Event, expected: MessageKind, told: list[tuple[str, str]]
) -> None:
    receive(session, desk, event, late=True)

    assert the_message(session).kind is expected
    assert notices(session) == told


@pytest.mark.parametrize("kind", [MessageKind.REPLY, MessageKind.OPENING])
def test_the_database_itself_keeps_a_note_a_note(session: Session, desk: Desk, kind: MessageKind) -> None:
    receive(session, desk, from_agent(":lock: between us"))
    note = the_message(session)

    with pytest.raises(IntegrityError) as refusal, session.begin_nested():
        session.execute(update(Message).where(Message.id == note.id).values(kind=kind))

    assert constraint_name(refusal.value) == "message_note_stays_note"
    assert the_message(session).kind is MessageKind.NOTE


def test_a_copy_follows_its_sources_edits_and_deletion(session: Session, desk: Desk) -> None:
    reply = from_agent("try agian")

    receive(session, desk, reply, edited(reply, "try again", seconds=30), deleted(reply, seconds=40))

    message = the_message(session)
    assert (message.text, message.edited_ts, message.deleted_at) == ("try again", ts_at(30), LATER)
    assert queued(session) == ["post_reply", "refresh_reply"]
    assert audited(session)[-2:] == ["message.edited", "message.deleted"]


def test_an_edited_request_gets_a_new_title_and_its_card_is_redrawn(
    session: Session, desk: Desk, ticket: Ticket
) -> None:
    opening = posted("The printer is on fire")

    receive(session, desk, edited(opening, "The scanner is on fire", seconds=30))

    assert ticket.title == "The scanner is on fire"
    assert queued(session) == ["refresh_triage_card"]


@pytest.mark.parametrize("end", [deleted, entombed])
def test_a_deleted_request_is_marked_and_its_card_redrawn(session: Session, desk: Desk, end: Any) -> None:
    opening = posted("The printer is on fire")

    receive(session, desk, end(opening, seconds=30), edited(opening, "The scanner is on fire", seconds=20))

    ticket = session.scalars(select(Ticket)).one()
    assert (session.scalars(select(Message.deleted_at)).one(), ticket.title) == (LATER, "")
    assert queued(session) == ["refresh_triage_card"]


def test_an_outsider_in_the_triage_channel_is_not_heard(session: Session, desk: Desk) -> None:
    make_person(session, desk.workspace, "U0STUB", slack_team_id=None, profile_read_at=None)
    before = all_rows(session, Message, OutboxRow)

    receive(session, desk, from_agent("hello from outside", user="U0OTTO", team="T0ELSE"))
    receive(session, desk, from_agent("hello again", seconds=21, user="U0STUB", team="T0ELSE"))

    assert all_rows(session, Message, OutboxRow) == before


def test_the_requesters_reply_takes_a_resolved_ticket_up_again(session: Session, desk: Desk, ticket: Ticket) -> None:
    tickets.resolve_ticket(session, ticket.id, actor=desk.ada, now=NOON)
    clear_outbox(session)

    receive(session, desk, from_requester("Sorry, it is back"))

    assert ticket.status is TicketStatus.NEW
    assert queued(session)[:3] == ["post_reply", "refresh_triage_card", "refresh_resolution_notice"]
    assert notices(session) == [("triage", "ticket_reopened")]


@pytest.mark.parametrize(
    "event",
    [
        from_requester("Thanks a lot! :tada:"),
        from_requester("Mine is back, too", user="U0MAX"),
        from_agent("you are welcome"),
    ],
    ids=["bare thanks", "somebody else", "an agent"],
)
def test_nothing_else_takes_it_up_again(session: Session, desk: Desk, ticket: Ticket, event: Event) -> None:
    tickets.resolve_ticket(session, ticket.id, actor=desk.ada, now=NOON)

    receive(session, desk, event)

    assert ticket.status is TicketStatus.RESOLVED
    assert "post_reply" in queued(session)


def test_thanks_with_a_file_is_more_than_thanks(session: Session, desk: Desk, ticket: Ticket) -> None:
    tickets.resolve_ticket(session, ticket.id, actor=desk.ada, now=NOON)
    file = {"id": "F1", "name": "error.png", "permalink": "https://acme.slack.com/files/F1"}

    receive(session, desk, from_requester("thanks", subtype="file_share", files=[file]))

    assert ticket.status is TicketStatus.NEW


def test_a_reply_reopens_nothing_that_is_closed(session: Session, desk: Desk, ticket: Ticket) -> None:
    tickets.close_ticket(session, ticket.id, actor=desk.ada, now=NOON)
    clear_outbox(session)

    receive(session, desk, from_requester("Sorry, it is back"))

    assert ticket.status is TicketStatus.CLOSED
    assert queued(session) == ["refresh_triage_card", "post_thread_notice"]
    assert notices(session) == [("requester", "ticket_continues")]


def test_a_guard_holds_the_ticket_but_not_what_its_requester_says(session: Session, desk: Desk, ticket: Ticket) -> None:
    tickets.resolve_ticket(session, ticket.id, actor=desk.ada, now=NOON)
    session.info.update(with_guards({}, [_object]))

    receive(session, desk, from_requester("Sorry, it is back"))

    assert ticket.status is TicketStatus.RESOLVED
    assert the_message(session).text == "Sorry, it is back"
    assert "post_reply" in queued(session)


def _object(_session: Session, _change: StatusChange, **_when: object) -> None:
    raise ChangeRefused("Carla has not approved this yet.")


def test_a_reply_that_comes_before_the_card_is_known_waits_for_it(session: Session, desk: Desk, ticket: Ticket) -> None:
    ticket.card_ts = None
    session.flush()
    reply = from_agent("I am on it")
    receive(session, desk, edited(reply, "I'm on it", seconds=30), reply)
    assert len(all_rows(session, ParkedEvent)["parked_event"]) == 2

    conversations.record_card(session, ticket.id, ticket.key, ts_at(0.5), now=LATER)

    assert the_message(session).text == "I'm on it"
    assert all_rows(session, ParkedEvent)["parked_event"] == []
    assert queued(session)[-2:] == ["post_reply", "refresh_reply"]


def test_a_reply_in_the_bots_messages_waits_for_the_opening(sessions: Sessions, open_desk: Desk) -> None:
    words = Words(text="It smells", blocks=None, files=[])
    with sessions.begin() as session:
        ticket_id = intake.open_from_form(
            session, open_desk.queue.id, title="Smell", words=words, actor=open_desk.rosa, now=NOON
        ).id
        receive(session, open_desk, posted("Hurry!", channel="D0ROSA", seconds=9, thread_ts=ts_at(1)))

    with sessions.begin() as mine:
        read_before = mine.get_one(Ticket, ticket_id)
        assert read_before.status is TicketStatus.NEW
        with sessions.begin() as theirs:
            tickets.resolve_ticket(theirs, ticket_id, actor=open_desk.ada, now=LATER)
        conversations.record_opening(mine, ticket_id, "D0ROSA", ts_at(1), now=LATER)

    with sessions() as session:
        ticket = session.get_one(Ticket, ticket_id)
        assert (ticket.requester_slack_channel_id, ticket.requester_thread_ts) == ("D0ROSA", ts_at(1))
        assert ticket.status is TicketStatus.NEW  # the reply was applied to the ticket as it stood then


def test_what_never_concerned_the_desk_is_not_kept(session: Session, desk: Desk) -> None:
    chat = posted("lunch?", channel="C0LUNCH", seconds=1)
    old = posted("old", seconds=-5 * 3600)

    receive(session, desk, posted("yes", channel="C0LUNCH", seconds=2, thread_ts=chat["ts"]))
    receive(session, desk, edited(chat, "dinner?", seconds=3), deleted(chat, seconds=4))
    receive(session, desk, edited(old, "older", seconds=3))

    assert all_rows(session, ParkedEvent)["parked_event"] == []


def test_where_a_copy_was_posted_is_recorded(session: Session, desk: Desk) -> None:
    receive(session, desk, from_agent("I am on it"))

    conversations.record_copy(session, the_message(session).id, "C0HELP", ts_at(21))

    copy = the_message(session)
    assert (copy.copy_slack_channel_id, copy.copy_ts) == ("C0HELP", ts_at(21))
