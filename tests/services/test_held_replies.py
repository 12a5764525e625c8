"""Replies that wait a moment before they leave: what waits with them, what changes them, who may take them back."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.domain.desk.canned import CannedFacts
from bot.domain.desk.happenings import MessageAdded
from bot.domain.desk.incoming import Words
from bot.errors import NotAllowed, Refusal, ReplyIsOut
from bot.services.desk import (
    canned_replies,
    conversations,
    held_replies,
    history,
    moves,
    taking_back,
    ticket_facts,
    written_replies,
)
from bot.services.desk.happenings import SUBSCRIPTIONS, Subscription
from models.desk import (
    AuditEntry,
    Follower,
    Message,
    MessageKind,
    Notification,
    OutboxRow,
    OutboxState,
    Side,
    Ticket,
    TicketStatus,
)
from tests.services.evidence import audited, clear_outbox, everything_outgoing, queued
from tests.support.desk_rows import NOON, Desk, deleted, edited, make_desk_of, make_ticket, posted, ts_at

TEN = timedelta(seconds=10)


@pytest.fixture
def ticket(session: Session, desk: Desk) -> Ticket:
    """Rosa's ticket in a queue whose replies wait ten seconds."""
    desk.queue.undo_seconds = 10
    ticket = make_ticket(session, desk)
    clear_outbox(session)
    return ticket


def said_by_ben(text: str, *, seconds: float = 5) -> dict[str, Any]:
    return posted(text, seconds=seconds, user="U0BEN", channel="C0TRIAGE", thread_ts=ts_at(0.5))


def hear(session: Session, desk: Desk, *events: dict[str, Any]) -> None:
    for event in events:
        conversations.receive_message(session, desk.workspace, event, late=False, now=NOON + TEN)
    session.flush()


def newest(session: Session) -> Message:
    return session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()


def waiting(session: Session) -> list[tuple[str, timedelta]]:
    """Return the text of each copy that waits, and how long it does."""
    rows = select(OutboxRow.payload, OutboxRow.due_at - func.now()).where(
        OutboxRow.kind == "slack.post_reply", OutboxRow.state == OutboxState.PENDING
    )
    return [(payload["text"], wait) for payload, wait in session.execute(rows.order_by(OutboxRow.id))]


def let_leave(session: Session, message: Message) -> None:
    """Do what the worker does when the copy stands."""
    row = session.scalars(select(OutboxRow).where(OutboxRow.kind == "slack.post_reply")).one()
    row.state, row.finished_at = OutboxState.SENT, func.now()
    ticket = session.get_one(Ticket, message.ticket_id)
    held_replies.leave(session, ticket, message, now=NOON + 2 * TEN)
    session.flush()


def notices(session: Session) -> list[str]:
    rows = select(OutboxRow.payload).where(OutboxRow.kind == "slack.post_thread_notice").order_by(OutboxRow.id)
    return [payload["notice"] for payload in session.scalars(rows)]


def what_follows(session: Session, ticket: Ticket) -> tuple[list[int], TicketStatus, str]:
    """Return who is told anything, the ticket's status, and who both sides read last."""
    told = list(session.scalars(select(Notification.person_id)))
    talk = ticket_facts.load_talk(session, ticket.id, workspace_id=ticket.workspace_id)
    return told, ticket.status, talk[-1].author.name


# -- waiting ----------------------------------------------------------------------------------------------------------


def test_a_reply_typed_in_the_thread_waits_and_only_its_author_is_offered_to_take_it_back(
    session: Session, desk: Desk, ticket: Ticket
) -> None:
    hear(session, desk, said_by_ben("Restart it"))

    assert waiting(session) == [("Restart it", TEN)]
    offer = session.scalars(select(OutboxRow).where(OutboxRow.kind == "slack.offer_undo")).one()
    assert (offer.subject_id, offer.lane) == (newest(session).id, f"person/{desk.ben.id}/undo")
    assert offer.payload == {"slack_channel_id": "C0TRIAGE", "thread_ts": ticket.card_ts}
    assert newest(session).kind is MessageKind.HELD


def test_a_reply_written_in_a_form_waits_too(session: Session, desk: Desk, ticket: Ticket) -> None:
    words = Words(text="Restart it", blocks=None, files=[])

    written_replies.write_reply(session, ticket.id, words, actor=desk.ben, now=NOON)

    assert waiting(session) == [("Restart it", TEN)]
    assert queued(session) == ["post_thread_copy", "post_reply", "offer_undo"]


def test_a_saved_reply_sent_with_a_word_waits_and_is_offered_in_the_thread(
    session: Session, desk: Desk, ticket: Ticket
) -> None:
    reply = CannedFacts("restart", "Restart it", None)
    canned_replies.set_all(session, desk.workspace, [reply], actor=None, now=NOON)

    hear(session, desk, said_by_ben("!reply restart"))

    assert waiting(session) == [("Restart it", TEN)]
    offer = session.scalars(select(OutboxRow.payload).where(OutboxRow.kind == "slack.offer_undo")).one()
    assert offer["thread_ts"] == ticket.card_ts


@pytest.mark.usefixtures("ticket")
@pytest.mark.parametrize("words", [":lock: between us", "!claim", "!note look"])
def test_what_is_for_the_team_alone_waits_for_nothing(session: Session, desk: Desk, words: str) -> None:
    hear(session, desk, said_by_ben(words))

    assert waiting(session) == []
    assert newest(session).kind is MessageKind.NOTE
    assert "offer_undo" not in queued(session)


@pytest.mark.usefixtures("ticket")
def test_what_the_requester_writes_does_not_wait(session: Session, desk: Desk) -> None:
    hear(session, desk, posted("And now?", seconds=5, thread_ts=ts_at(0)))

    assert waiting(session) == [("And now?", timedelta(0))]


@pytest.mark.usefixtures("ticket")
def test_what_reaches_us_late_leaves_at_once(session: Session, desk: Desk) -> None:
    hear(session, desk, said_by_ben("Restart it", seconds=-60))

    assert waiting(session) == [("Restart it", timedelta(0))]
    assert newest(session).kind is MessageKind.REPLY


def test_in_a_queue_without_the_rule_a_reply_leaves_at_once(session: Session, desk: Desk) -> None:
    make_ticket(session, desk)

    hear(session, desk, said_by_ben("Restart it"))

    assert waiting(session) == [("Restart it", timedelta(0))]
    assert newest(session).kind is MessageKind.REPLY


def test_nothing_follows_from_a_reply_before_it_leaves(session: Session, desk: Desk, ticket: Ticket) -> None:
    session.add(
        Follower(workspace_id=ticket.workspace_id, ticket_id=ticket.id, person_id=desk.ada.id, followed_at=NOON)
    )

    hear(session, desk, said_by_ben("Have you tried to restart it?"))
    before = what_follows(session, ticket)
    let_leave(session, newest(session))

    assert before == ([], TicketStatus.NEW, "Rosa")
    assert what_follows(session, ticket) == ([desk.ada.id], TicketStatus.WAITING, "Ben")
    assert queued(session).count("post_reply") == 1


@pytest.mark.usefixtures("ticket")
def test_a_reply_is_out_whatever_stands_against_what_follows(session: Session, desk: Desk) -> None:
    def refuse(_session: Session, _happening: MessageAdded, *, now: datetime) -> None:
        raise Refusal(f"Nothing changes any more since {now}.")

    hear(session, desk, said_by_ben("Restart it"))
    session.info[SUBSCRIPTIONS] = (*session.info[SUBSCRIPTIONS], Subscription(MessageAdded, refuse))
    let_leave(session, newest(session))

    assert newest(session).kind is MessageKind.REPLY


# -- edited, deleted, made private ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("ticket")
def test_a_reply_edited_while_it_waits_leaves_with_its_new_words_alone(session: Session, desk: Desk) -> None:
    reply = said_by_ben("Restart it")

    hear(session, desk, reply, edited(reply, "Please restart it", seconds=7))

    assert waiting(session) == [("Please restart it", TEN)]
    assert "refresh_reply" not in queued(session)


@pytest.mark.usefixtures("ticket")
def test_a_reply_deleted_while_it_waits_does_not_leave(session: Session, desk: Desk) -> None:
    reply = said_by_ben("Restart it")

    hear(session, desk, reply, deleted(reply, seconds=7))

    assert waiting(session) == []
    assert notices(session) == []


@pytest.mark.usefixtures("ticket")
def test_a_reply_made_private_while_it_waits_is_a_note_that_never_left(session: Session, desk: Desk) -> None:
    reply = said_by_ben("She broke it")

    hear(session, desk, reply, edited(reply, ":lock: She broke it", seconds=7))

    assert (waiting(session), newest(session).kind) == ([], MessageKind.NOTE)
    assert notices(session) == ["reply_taken_back"]


# -- taking back ------------------------------------------------------------------------------------------------------


def test_a_reply_that_is_taken_back_is_a_note_and_never_leaves(session: Session, desk: Desk, ticket: Ticket) -> None:
    hear(session, desk, said_by_ben("She broke it"))

    for _ in range(2):  # a double click is harmless
        taking_back.take_back(session, newest(session).id, actor=desk.ben, now=NOON + TEN)

    assert (waiting(session), newest(session).kind) == ([], MessageKind.NOTE)
    assert notices(session) == ["reply_taken_back"]
    assert audited(session).count("reply.taken_back") == 1
    assert session.scalars(select(Notification)).all() == []
    assert ticket.status is TicketStatus.NEW


def test_the_history_tells_who_took_what_back(session: Session, desk: Desk, ticket: Ticket) -> None:
    hear(session, desk, said_by_ben("She broke it"))
    taking_back.take_back(session, newest(session).id, actor=desk.ben, now=NOON + TEN)

    [line] = [
        line for line in history.load_page(session, ticket.id, actor=desk.ada).lines if line.tag == "reply.taken_back"
    ]

    assert line.actor is not None
    assert line.lost is not None
    assert (line.actor.name, line.lost.text) == ("Ben", "She broke it")


@pytest.mark.parametrize("who", ["ada", "rosa"])
@pytest.mark.usefixtures("ticket")
def test_nobody_else_takes_it_back(session: Session, desk: Desk, who: str) -> None:
    hear(session, desk, said_by_ben("Restart it"))

    with pytest.raises(NotAllowed) as theirs:
        taking_back.take_back(session, newest(session).id, actor=getattr(desk, who), now=NOON + TEN)
    with pytest.raises(NotAllowed) as unknown:
        taking_back.take_back(session, 999_999, actor=getattr(desk, who), now=NOON + TEN)

    assert str(theirs.value) == str(unknown.value) == "Only who wrote a reply can take it back."
    assert waiting(session) == [("Restart it", TEN)]


@pytest.mark.usefixtures("ticket")
def test_a_reply_that_has_left_is_out(session: Session, desk: Desk) -> None:
    hear(session, desk, said_by_ben("Restart it"))
    let_leave(session, newest(session))

    with pytest.raises(ReplyIsOut, match="That reply is out already"):
        taking_back.take_back(session, newest(session).id, actor=desk.ben, now=NOON + TEN)

    assert newest(session).kind is MessageKind.REPLY


@pytest.mark.usefixtures("ticket")
def test_a_reply_that_a_worker_has_in_hand_is_out(session: Session, desk: Desk) -> None:
    hear(session, desk, said_by_ben("Restart it"))
    row = session.scalars(select(OutboxRow).where(OutboxRow.kind == "slack.post_reply")).one()
    row.state, row.leased_until, row.in_doubt = OutboxState.SENDING, NOON, True
    session.flush()

    with pytest.raises(ReplyIsOut):
        taking_back.take_back(session, newest(session).id, actor=desk.ben, now=NOON + TEN)

    assert row.state is OutboxState.SENDING


def test_a_written_reply_that_is_taken_back_tells_its_author_where_it_was_written(
    session: Session, desk: Desk, ticket: Ticket
) -> None:
    words = Words(text="Restart it", blocks=None, files=[])
    reply = written_replies.write_reply(session, ticket.id, words, actor=desk.ben, now=NOON)

    taking_back.take_back(session, reply.id, actor=desk.ben, now=NOON)

    told = session.scalars(select(OutboxRow).where(OutboxRow.kind == "slack.tell_person")).one()
    assert (told.subject_id, told.payload["slack_channel_id"]) == (desk.ben.id, "C0TRIAGE")
    assert str(told.payload["text"]).startswith("Taken back.")
    assert written_replies.is_taken_back(reply)


def test_what_was_taken_back_is_never_public_again(session: Session, desk: Desk, ticket: Ticket) -> None:
    reply = said_by_ben("She broke it")
    hear(session, desk, reply)
    taking_back.take_back(session, newest(session).id, actor=desk.ben, now=NOON + TEN)
    clear_outbox(session)
    hr = make_desk_of(session, desk, "HR", desk.ben)

    hear(session, desk, edited(reply, "She broke it, I am told", seconds=20))
    moves.move_ticket(session, ticket.id, hr.queue.id, actor=desk.ben, now=NOON + TEN)

    assert newest(session).kind is MessageKind.NOTE
    assert "broke" not in everything_outgoing(session)
    assert waiting(session) == []


def test_a_ticket_that_moved_meanwhile_still_lets_its_author_take_it_back(
    session: Session, desk: Desk, ticket: Ticket
) -> None:
    hear(session, desk, said_by_ben("Restart it"))
    hr = make_desk_of(session, desk, "HR", desk.ada)
    moves.move_ticket(session, ticket.id, hr.queue.id, actor=desk.ben, now=NOON + TEN)

    taking_back.take_back(session, newest(session).id, actor=desk.ben, now=NOON + TEN)

    assert waiting(session) == []
    assert newest(session).side is Side.TRIAGE
    assert session.scalars(select(AuditEntry.tag).order_by(AuditEntry.id.desc())).first() == "reply.taken_back"
