"""Words in a card's thread, emoji on cards, saved replies, and answers written in a form."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.canned import CannedFacts
from bot.domain.desk.incoming import Words
from bot.domain.desk.priorities import PriorityWords, scale_of_words
from bot.errors import AgentsOnly, NotFound, NotUnderstood, TicketAlreadyClosed
from bot.services.desk import canned_replies, conversations, priority_scales, reactions, tickets, written_replies
from models.desk import (
    CannedReply,
    Message,
    MessageKind,
    OutboxRow,
    Priority,
    Side,
    Ticket,
    TicketStatus,
    TicketTag,
)
from tests.services.evidence import clear_outbox, queued
from tests.support.desk_rows import (
    NOON,
    Desk,
    make_member,
    make_person,
    make_queue,
    make_ticket,
    make_triage_channel,
    posted,
    ts_at,
)


def type_in_thread(session: Session, desk: Desk, text: str, *, seconds: float = 60, user: str = "U0ADA") -> None:
    event = posted(text, seconds=seconds, user=user, channel="C0TRIAGE", thread_ts=ts_at(0.5))
    conversations.receive_message(session, desk.workspace, event, late=False, now=NOON)


def shown(session: Session) -> list[str]:
    rows = session.scalars(
        select(OutboxRow.payload).where(OutboxRow.kind == "slack.tell_person").order_by(OutboxRow.id)
    )
    return [str(row["text"]) for row in rows]


def crossed(session: Session) -> list[str]:
    lanes = select(OutboxRow.payload).where(OutboxRow.kind == "slack.post_reply", OutboxRow.lane.endswith("/requester"))
    return [str(row["text"]) for row in session.scalars(lanes)]


@pytest.mark.parametrize(
    ("typed", "status", "priority"),
    [
        ("!claim", TicketStatus.IN_PROGRESS, Priority.P3),
        ("!assign <@U0BEN>", TicketStatus.IN_PROGRESS, Priority.P3),
        ("!assign me", TicketStatus.IN_PROGRESS, Priority.P3),
        ("!resolve", TicketStatus.RESOLVED, Priority.P3),
        ("!close", TicketStatus.CLOSED, Priority.P3),
        ("!status on hold", TicketStatus.ON_HOLD, Priority.P3),
        ("!priority Urgent", TicketStatus.NEW, Priority.P1),
        ("!priority p4", TicketStatus.NEW, Priority.P4),
    ],
)
def test_a_word_works_the_ticket_and_reaches_nobody(
    session: Session, desk: Desk, typed: str, status: TicketStatus, priority: Priority
) -> None:
    ticket = make_ticket(session, desk)

    type_in_thread(session, desk, typed)

    assert (ticket.status, ticket.priority) == (status, priority)
    assert crossed(session) == []
    assert shown(session) == []
    assert session.scalars(select(Message.kind).where(Message.text == typed)).all() == [MessageKind.NOTE]


def test_a_word_knows_priorities_by_the_workspaces_own_names(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    scale = scale_of_words({Priority.P1: PriorityWords("On fire")})
    priority_scales.change_scale(session, desk.workspace, scale, actor=None, now=NOON)

    type_in_thread(session, desk, "!priority on fire")
    type_in_thread(session, desk, "!priority soon", seconds=70)

    assert ticket.priority is Priority.P1
    assert shown(session) == ["Type `!priority` and one of on-fire, high, normal, low."]


def test_the_same_message_read_again_orders_nothing_again(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    type_in_thread(session, desk, "!resolve")
    tickets.reopen_ticket(session, ticket.id, actor=desk.ada, now=NOON)

    type_in_thread(session, desk, "!resolve")

    assert ticket.status is TicketStatus.NEW


def test_tags_are_added_to_those_there_are(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)

    type_in_thread(session, desk, "!tag VPN office")
    type_in_thread(session, desk, "!tag vpn, laptop", seconds=61)

    tags = session.scalars(select(TicketTag.tag).where(TicketTag.ticket_id == ticket.id).order_by(TicketTag.tag)).all()
    assert tags == ["laptop", "office", "vpn"]


def test_a_ticket_moves_snoozes_wakes_and_reopens_by_word(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    make_triage_channel(session, make_queue(session, desk.workspace, "HR"), desk.ada)

    type_in_thread(session, desk, "!snooze tomorrow")
    snoozed = ticket.snoozed_until is not None
    type_in_thread(session, desk, "!wake", seconds=61)
    type_in_thread(session, desk, "!resolve", seconds=62)
    type_in_thread(session, desk, "!reopen", seconds=63)
    reopened = ticket.status
    type_in_thread(session, desk, "!move hr", seconds=64)

    assert (snoozed, ticket.snoozed_at, reopened) == (True, None, TicketStatus.NEW)
    assert ticket.key == "HR-1"


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("!colse", "I do not know `!colse`, so I did nothing and told nobody. Did you mean `!close`?"),
        ("!xyzzy", "I do not know `!xyzzy`, so I did nothing and told nobody. `!help` lists what there is."),
        ("!assign Ben", "Type `!assign @someone`"),
        ("!assign <@U0ROSA>", "Rosa is not an agent of IT"),
        ("!priority soon", "Type `!priority` and one of urgent, high, normal, low."),
        ("!status", "Type `!status` and the name of a status"),
        ("!status gone", "IT-1 has no status like that"),
        ("!tag", "A tag is a word"),
        ("!snooze forever", "Type `!snooze` and one of 1h, 4h, tomorrow, monday, reply"),
        ("!move NOWHERE", "There is no queue NOWHERE"),
        ("!reply hello", "There is no saved reply of that name"),
        ("!help", "In this thread you can type `!claim`"),
    ],
)
def test_what_cannot_be_done_is_said_to_who_typed_it_and_nothing_goes_out(
    session: Session, desk: Desk, typed: str, answer: str
) -> None:
    ticket = make_ticket(session, desk)
    before = (ticket.status, ticket.priority, ticket.assignee_id, ticket.key)

    type_in_thread(session, desk, typed)

    assert [text.startswith(answer) for text in shown(session)] == [True], shown(session)
    assert crossed(session) == []
    assert (ticket.status, ticket.priority, ticket.assignee_id, ticket.key) == before


def test_a_note_by_word_is_private_and_announced_as_a_note(session: Session, desk: Desk) -> None:
    make_ticket(session, desk, assignee_id=desk.ben.id)
    clear_outbox(session)

    type_in_thread(session, desk, "!note She called me about it")

    assert crossed(session) == []
    assert "tell_notifications" in queued(session), "the assignee hears of it"


def test_a_requester_who_writes_such_a_word_just_wrote_it(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)

    event = posted("!close", seconds=60, thread_ts=ts_at(0))
    conversations.receive_message(session, desk.workspace, event, late=False, now=NOON)

    assert ticket.status is TicketStatus.NEW
    said = session.scalars(select(Message.kind).where(Message.text == "!close")).all()
    assert said == [MessageKind.REPLY]


def test_a_saved_reply_is_filled_in_and_sent(session: Session, desk: Desk) -> None:
    make_ticket(session, desk)
    save(session, desk, CannedFacts("restart", "Hi {{requester.name}}, restart & try {{ticket.key}} again."))
    clear_outbox(session)

    type_in_thread(session, desk, "!reply restart")

    assert crossed(session) == ["Hi Rosa, restart &amp; try IT-1 again."]
    assert "post_thread_copy" in queued(session), "the team sees it too"


def test_a_queue_s_own_saved_reply_wins_and_another_queue_s_is_not_there(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    make_queue(session, desk.workspace, "HR")
    save(
        session,
        desk,
        CannedFacts("hello", "For all"),
        CannedFacts("hello", "For IT", "IT"),
        CannedFacts("secret", "For HR", "HR"),
    )

    words = canned_replies.words_of(session, ticket, "HELLO", agent=desk.ada)

    assert words == "For IT"
    assert canned_replies.list_for(session, ticket) == ["hello"]
    with pytest.raises(NotFound, match="`hello`"):
        canned_replies.words_of(session, ticket, "secret", agent=desk.ada)


@pytest.mark.parametrize(
    ("reply", "complaint"),
    [
        (CannedFacts("x", "Hi {{name}}"), r"x: there is no \{\{name\}\} to fill in"),
        (CannedFacts("x", " "), "one to 3000 characters"),
        (CannedFacts("x", "Hi", "NO"), "there is no queue NO"),
    ],
)
def test_a_saved_reply_that_cannot_be_used_is_refused_when_it_is_saved(
    session: Session, desk: Desk, reply: CannedFacts, complaint: str
) -> None:
    with pytest.raises((NotUnderstood, NotFound), match=complaint):
        save(session, desk, reply)

    assert session.scalars(select(CannedReply.key)).all() == []


def test_an_answer_written_in_the_form_reaches_requester_and_team(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    clear_outbox(session)

    reply = written_replies.write_reply(session, ticket.id, Words("Try now", None, []), actor=desk.ada, now=NOON)

    assert (reply.kind, reply.side, reply.ts) == (MessageKind.REPLY, Side.TRIAGE, None)
    lanes = session.scalars(select(OutboxRow.lane).where(OutboxRow.subject_id == reply.id).order_by(OutboxRow.id)).all()
    assert lanes == [f"ticket/{ticket.id}/triage", f"ticket/{ticket.id}/requester"]


def test_only_agents_answer_and_nobody_answers_what_is_closed(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)

    with pytest.raises(AgentsOnly):
        written_replies.write_reply(session, ticket.id, Words("Hi", None, []), actor=desk.rosa, now=NOON)
    tickets.close_ticket(session, ticket.id, actor=desk.ada, now=NOON)
    with pytest.raises(TicketAlreadyClosed):
        written_replies.write_reply(session, ticket.id, Words("Hi", None, []), actor=desk.ada, now=NOON)


@pytest.mark.parametrize(
    ("emoji", "status"), [("eyes", TicketStatus.IN_PROGRESS), ("white_check_mark", TicketStatus.RESOLVED)]
)
def test_an_emoji_on_the_card_claims_or_resolves(
    session: Session, desk: Desk, emoji: str, status: TicketStatus
) -> None:
    ticket = make_ticket(session, desk)

    for _ in range(2):
        react(session, desk, emoji, "U0ADA")

    assert ticket.status is status
    assert shown(session) == []


def test_an_emoji_of_who_is_no_agent_or_came_second_says_so(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    otto = make_person(session, desk.workspace, "U0OTTO", slack_team_id="T0ELSE", is_outsider=True)
    make_member(session, desk.triage, otto)

    react(session, desk, "eyes", "U0OTTO")
    react(session, desk, "eyes", "U0ADA")
    react(session, desk, "eyes", "U0BEN")

    assert ticket.assignee_id == desk.ada.id
    assert [text.split(".")[0] for text in shown(session)] == [
        "Only agents of this ticket's queue can do that",
        "Ada claimed IT-1 just before you",
    ]


@pytest.mark.parametrize(("emoji", "seconds"), [("tada", 0.5), ("eyes", 7)])
def test_other_emoji_and_other_messages_do_nothing(session: Session, desk: Desk, emoji: str, seconds: float) -> None:
    ticket = make_ticket(session, desk)

    react(session, desk, emoji, "U0ADA", seconds=seconds)

    assert ticket.status is TicketStatus.NEW
    assert session.scalars(select(Ticket.assignee_id)).all() == [None]


def react(session: Session, desk: Desk, emoji: str, user: str, *, seconds: float = 0.5) -> None:
    item = {"type": "message", "channel": "C0TRIAGE", "ts": ts_at(seconds)}
    event = {"type": "reaction_added", "user": user, "reaction": emoji, "item": item, "event_ts": ts_at(90)}
    reactions.receive_reaction(session, desk.workspace, event, now=NOON)


def save(session: Session, desk: Desk, *replies: CannedFacts) -> None:
    canned_replies.set_all(session, desk.workspace, replies, actor=desk.ada, now=NOON)
