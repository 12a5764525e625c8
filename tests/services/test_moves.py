"""Moving tickets to another queue: what follows, what stays, and who is told."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.domain.desk.outbox_kinds import OutboxKind
from bot.errors import AgentsOnly, QueueTakesNoTickets, TicketAlreadyClosed
from bot.services.desk import conversations, moves, outbox, tickets
from models.desk import (
    AuditEntry,
    AuditTag,
    FormerPlace,
    Message,
    MessageCopy,
    OutboxRow,
    OutboxState,
    Person,
    Queue,
    Side,
    Ticket,
    TicketStatus,
)
from tests.support.desk_rows import (
    NOON,
    Desk,
    deleted,
    make_person,
    make_queue,
    make_ticket,
    make_triage_channel,
    posted,
    ts_at,
)


@pytest.fixture
def hr(session: Session, desk: Desk) -> Queue:
    """Another queue, of which Hanna and Ada are agents."""
    queue = make_queue(session, desk.workspace, "HR")
    make_triage_channel(session, queue, desk.ada, make_person(session, desk.workspace, "U0HANNA"))
    return queue


def pending(session: Session, lane: str) -> list[str]:
    """Return the kinds that wait in a lane, in order."""
    rows = select(OutboxRow.kind).where(OutboxRow.lane == lane, OutboxRow.state == OutboxState.PENDING)
    return list(session.scalars(rows.order_by(OutboxRow.id)))


def say(session: Session, desk: Desk, text: str, *, seconds: float, triage: Ticket | None = None) -> Message:
    """Have Rosa write in her thread or, given the ticket whose card's thread it is, Ben in that."""
    user, channel, root = "U0ROSA", "C0HELP", ts_at(0)
    if triage is not None:
        user, channel, root = "U0BEN", triage.triage_slack_channel_id, triage.card_ts or ""
    event = posted(text, seconds=seconds, user=user, channel=channel, thread_ts=root)
    conversations.receive_message(session, desk.workspace, event, late=False, now=NOON)
    return session.scalars(select(Message).where(Message.ts == ts_at(seconds))).one()


def test_a_moved_ticket_is_numbered_anew_and_its_former_place_is_remembered(
    session: Session, desk: Desk, hr: Queue
) -> None:
    ticket = make_ticket(session, desk)
    former_card = ticket.card_ts

    moves.move_ticket(session, ticket.id, hr.id, actor=desk.ben, now=NOON)

    assert (ticket.key, ticket.queue_id, ticket.triage_slack_channel_id) == ("HR-1", hr.id, "C0HRTRIAGE")
    assert ticket.card_ts is None
    former = session.scalars(select(FormerPlace)).one()
    assert (former.key, former.slack_channel_id, former.card_ts) == ("IT-1", "C0TRIAGE", former_card)
    assert former.queue_id == desk.queue.id


def test_a_move_is_in_the_ledger_from_where_to_where(session: Session, desk: Desk, hr: Queue) -> None:
    ticket = make_ticket(session, desk, assignee_id=desk.ben.id)

    moves.move_ticket(session, ticket.id, hr.id, actor=desk.ben, now=NOON)

    entry = session.scalars(select(AuditEntry).where(AuditEntry.tag == AuditTag.TICKET_MOVED)).one()
    assert entry.actor_id == desk.ben.id
    assert entry.details == {"queue": ["IT", "HR"], "key": ["IT-1", "HR-1"], "assignee": [desk.ben.id, None]}


@pytest.mark.parametrize(("holder", "kept"), [("ada", True), ("ben", False)])
def test_who_has_the_ticket_keeps_it_only_as_an_agent_of_both_queues(
    session: Session, desk: Desk, hr: Queue, holder: str, kept: bool
) -> None:
    person: Person = getattr(desk, holder)
    ticket = make_ticket(session, desk)
    tickets.assign_ticket(session, ticket.id, person, actor=desk.ben, now=NOON)

    moves.move_ticket(session, ticket.id, hr.id, actor=desk.ben, now=NOON)

    assert ticket.assignee_id == (person.id if kept else None)
    assert ticket.status is (TicketStatus.IN_PROGRESS if kept else TicketStatus.NEW)


def test_what_waited_for_the_old_card_goes_out_no_more(session: Session, desk: Desk, hr: Queue) -> None:
    ticket = make_ticket(session, desk)
    lane = outbox.ticket_lane(ticket.id, Side.TRIAGE)
    say(session, desk, "It burns still", seconds=10)
    assert OutboxKind.POST_REPLY in pending(session, lane)

    moves.move_ticket(session, ticket.id, hr.id, actor=desk.ben, now=NOON)

    former = session.scalars(select(FormerPlace)).one()
    assert pending(session, lane) == [OutboxKind.REFRESH_TRIAGE_CARD, OutboxKind.POST_REPLY]
    assert pending(session, outbox.former_lane(former.id)) == [
        OutboxKind.REFRESH_FORMER_CARD,
        OutboxKind.POST_FORMER_NOTE,
    ]


def test_a_deletion_on_its_way_to_the_old_thread_is_not_lost(session: Session, desk: Desk, hr: Queue) -> None:
    ticket = make_ticket(session, desk)
    lane = outbox.ticket_lane(ticket.id, Side.TRIAGE)
    hers = say(session, desk, "My password is tulip", seconds=10)
    hers.copy_slack_channel_id, hers.copy_ts = "C0TRIAGE", ts_at(10.5)
    event = posted(hers.text, seconds=10, thread_ts=ts_at(0))
    conversations.receive_message(session, desk.workspace, deleted(event, seconds=20), late=False, now=NOON)

    moves.move_ticket(session, ticket.id, hr.id, actor=desk.ben, now=NOON)

    assert pending(session, lane) == [OutboxKind.REFRESH_REPLY, OutboxKind.REFRESH_TRIAGE_CARD]


def test_what_is_being_sent_meanwhile_holds_up_the_farewell_and_nothing_else(
    session: Session, desk: Desk, hr: Queue
) -> None:
    ticket = make_ticket(session, desk)
    lane = outbox.ticket_lane(ticket.id, Side.TRIAGE)
    sending = {"state": OutboxState.SENDING, "leased_until": NOON, "collapses": False}
    session.execute(update(OutboxRow).where(OutboxRow.lane == lane).values(sending))

    moves.move_ticket(session, ticket.id, hr.id, actor=desk.ben, now=NOON)

    former = session.scalars(select(FormerPlace)).one()
    rows = select(OutboxRow.kind, OutboxRow.state).where(OutboxRow.lane == outbox.former_lane(former.id))
    left = session.execute(rows.order_by(OutboxRow.id)).all()
    assert left[0] == (OutboxKind.REFRESH_TRIAGE_CARD, OutboxState.SENDING)
    assert pending(session, lane) == [OutboxKind.REFRESH_TRIAGE_CARD]


def test_the_public_talk_follows_in_order_and_the_notes_stay(session: Session, desk: Desk, hr: Queue) -> None:
    ticket = make_ticket(session, desk)
    hers = say(session, desk, "It burns still", seconds=10)
    hers.copy_slack_channel_id, hers.copy_ts = "C0TRIAGE", ts_at(10.5)
    note = say(session, desk, ":lock: she set it on fire herself", seconds=20, triage=ticket)
    ours = say(session, desk, "Use the other one", seconds=30, triage=ticket)

    moves.move_ticket(session, ticket.id, hr.id, actor=desk.ben, now=NOON)

    lane = outbox.ticket_lane(ticket.id, Side.TRIAGE)
    copied = select(OutboxRow.kind, OutboxRow.subject_id).where(
        OutboxRow.lane == lane,
        OutboxRow.state == OutboxState.PENDING,
        OutboxRow.kind.in_([OutboxKind.POST_REPLY, OutboxKind.POST_THREAD_COPY]),
    )
    assert session.execute(copied.order_by(OutboxRow.id)).all() == [
        (OutboxKind.POST_REPLY, hers.id),
        (OutboxKind.POST_THREAD_COPY, ours.id),
    ]
    assert note.queue_id == desk.queue.id
    notice = session.scalars(select(OutboxRow).where(OutboxRow.kind == OutboxKind.POST_THREAD_NOTICE)).all()
    assert {"notice": "notes_stayed", "side": "triage", "count": "1", "queue_name": "IT"} in [
        row.payload for row in notice
    ]


def test_the_copy_in_the_old_thread_is_remembered_so_that_a_deletion_takes_it_too(
    session: Session, desk: Desk, hr: Queue
) -> None:
    ticket = make_ticket(session, desk)
    hers = say(session, desk, "My password is tulip", seconds=10)
    hers.copy_slack_channel_id, hers.copy_ts = "C0TRIAGE", ts_at(10.5)

    moves.move_ticket(session, ticket.id, hr.id, actor=desk.ben, now=NOON)

    left = session.scalars(select(MessageCopy)).one()
    assert (left.message_id, left.slack_channel_id, left.ts) == (hers.id, "C0TRIAGE", ts_at(10.5))
    assert hers.copy_ts is None


def test_the_requester_is_told_the_new_key_in_their_thread(session: Session, desk: Desk, hr: Queue) -> None:
    ticket = make_ticket(session, desk)

    moves.move_ticket(session, ticket.id, hr.id, actor=desk.ben, now=NOON)

    told = select(OutboxRow.payload).where(OutboxRow.lane == outbox.ticket_lane(ticket.id, Side.REQUESTER))
    assert {
        "notice": "ticket_moved",
        "side": "requester",
        "former_key": "IT-1",
        "ticket_key": "HR-1",
        "queue_name": "HR",
    } in session.scalars(told).all()


def test_an_order_to_move_is_no_note_that_stayed(session: Session, desk: Desk, hr: Queue) -> None:
    ticket = make_ticket(session, desk)

    say(session, desk, "!move HR", seconds=10, triage=ticket)

    told = session.scalars(select(OutboxRow.payload).where(OutboxRow.kind == OutboxKind.POST_THREAD_NOTICE)).all()
    assert ticket.queue_id == hr.id
    assert [payload["notice"] for payload in told] == ["ticket_moved"]


def test_who_writes_in_the_old_thread_is_told_that_nobody_hears_it(session: Session, desk: Desk, hr: Queue) -> None:
    ticket = make_ticket(session, desk)
    card_ts = ticket.card_ts
    moves.move_ticket(session, ticket.id, hr.id, actor=desk.ben, now=NOON)
    event = posted("Still there?", seconds=60, user="U0BEN", channel="C0TRIAGE", thread_ts=card_ts)

    conversations.receive_message(session, desk.workspace, event, late=False, now=NOON)

    told = session.scalars(select(OutboxRow).where(OutboxRow.kind == OutboxKind.TELL_PERSON)).one()
    assert told.subject_id == desk.ben.id
    assert "IT-1 moved to HR and is HR-1 now" in told.payload["text"]
    assert session.scalar(select(Message).where(Message.ts == ts_at(60))) is None


def test_a_card_posted_while_its_ticket_moved_is_a_former_one_at_once(session: Session, desk: Desk, hr: Queue) -> None:
    ticket = make_ticket(session, desk, card_ts=None)
    moves.move_ticket(session, ticket.id, hr.id, actor=desk.ben, now=NOON)

    conversations.record_card(session, ticket.id, "IT-1", ts_at(9), now=NOON)

    former = session.scalars(select(FormerPlace)).one()
    assert (former.card_ts, ticket.card_ts) == (ts_at(9), None)
    assert OutboxKind.REFRESH_FORMER_CARD in pending(session, outbox.former_lane(former.id))


def test_moving_back_gives_a_third_key_and_all_of_them_are_remembered(session: Session, desk: Desk, hr: Queue) -> None:
    ticket = make_ticket(session, desk)
    moves.move_ticket(session, ticket.id, hr.id, actor=desk.ben, now=NOON)

    moves.move_ticket(session, ticket.id, desk.queue.id, actor=desk.ada, now=NOON)

    assert ticket.key == "IT-2"
    assert session.scalars(select(FormerPlace.key).order_by(FormerPlace.id)).all() == ["IT-1", "HR-1"]


def test_a_move_to_its_own_queue_changes_nothing(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)

    moves.move_ticket(session, ticket.id, desk.queue.id, actor=desk.ben, now=NOON)

    assert ticket.key == "IT-1"
    assert session.scalars(select(FormerPlace)).all() == []


def test_nobody_moves_a_ticket_but_an_agent_of_its_queue(session: Session, desk: Desk, hr: Queue) -> None:
    ticket = make_ticket(session, desk)
    hanna = session.scalars(select(Person).where(Person.slack_user_id == "U0HANNA")).one()

    for stranger in (hanna, desk.rosa):
        with pytest.raises(AgentsOnly):
            moves.move_ticket(session, ticket.id, hr.id, actor=stranger, now=NOON)


def test_a_closed_ticket_stays_where_it_is(session: Session, desk: Desk, hr: Queue) -> None:
    ticket = make_ticket(session, desk)
    tickets.close_ticket(session, ticket.id, actor=desk.ben, now=NOON)

    with pytest.raises(TicketAlreadyClosed):
        moves.move_ticket(session, ticket.id, hr.id, actor=desk.ben, now=NOON)


def test_a_queue_without_a_triage_channel_to_post_to_takes_no_tickets(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    bare = make_queue(session, desk.workspace, "BARE")
    shared = make_queue(session, desk.workspace, "OPEN")
    make_triage_channel(session, shared).is_shared = True

    for queue_id in (bare.id, shared.id, 999_999):
        with pytest.raises(QueueTakesNoTickets):
            moves.move_ticket(session, ticket.id, queue_id, actor=desk.ben, now=NOON)
