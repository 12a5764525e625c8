"""What replies do to a ticket's status, the statuses a queue names for itself, and a reopening taken back."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import AgentsOnly, NotUnderstood, Refusal, TicketAlreadyClosed
from bot.services.desk import conversations, statuses, ticket_facts, tickets
from models.desk import AssignRule, AuditEntry, Queue, QueueStatus, Ticket, TicketStatus
from tests.services.evidence import audited, clear_outbox, queued
from tests.support.desk_rows import NOON, Desk, make_person, make_queue, make_ticket, posted, ts_at

LATER = NOON + timedelta(hours=1)


def ask(session: Session, desk: Desk, text: str, *, seconds: float = 10, user: str = "U0ROSA") -> None:
    """Have somebody write in the requester's thread."""
    event = posted(text, seconds=seconds, user=user, thread_ts=ts_at(0))
    conversations.receive_message(session, desk.workspace, event, late=False, now=LATER)


def answer(session: Session, desk: Desk, text: str, *, seconds: float = 20, user: str = "U0ADA") -> None:
    """Have somebody write in the card's thread."""
    event = posted(text, seconds=seconds, user=user, channel="C0TRIAGE", thread_ts=ts_at(0.5))
    conversations.receive_message(session, desk.workspace, event, late=False, now=LATER)


def make_own(
    session: Session, queue: Queue, name: str, base: TicketStatus, *, is_retired: bool = False, position: int = 1
) -> QueueStatus:
    """Add a status that a queue names for itself."""
    own = QueueStatus(
        workspace_id=queue.workspace_id,
        queue_id=queue.id,
        key=name.lower().replace(" ", "_"),
        name=name,
        base=base,
        position=position,
        is_retired=is_retired,
    )
    session.add(own)
    session.flush()
    return own


def test_an_agents_answer_takes_a_new_ticket_up(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)

    answer(session, desk, "I am on it.")

    assert (ticket.status, ticket.assignee_id, ticket.waiting_since) == (TicketStatus.IN_PROGRESS, None, None)


def test_an_agents_question_waits_for_the_requester_and_only_the_card_says_so(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk, status=TicketStatus.IN_PROGRESS)
    clear_outbox(session)

    answer(session, desk, "Which printer is it?")

    assert (ticket.status, ticket.waiting_since, ticket.reminded_at) == (TicketStatus.WAITING, LATER, None)
    assert queued(session) == ["post_reply", "refresh_triage_card"]


@pytest.mark.parametrize(
    ("text", "user"),
    [(":lock: Which printer is it?", "U0ADA"), ("Is it the one upstairs?", "U0MAX")],
    ids=["a note", "no agent"],
)
def test_a_question_that_no_agent_asks_the_requester_changes_nothing(
    session: Session, desk: Desk, text: str, user: str
) -> None:
    ticket = make_ticket(session, desk, status=TicketStatus.IN_PROGRESS)

    answer(session, desk, text, user=user)

    assert ticket.status is TicketStatus.IN_PROGRESS


@pytest.mark.parametrize("status", [TicketStatus.ON_HOLD, TicketStatus.RESOLVED])
def test_a_question_leaves_what_rests_alone(session: Session, desk: Desk, status: TicketStatus) -> None:
    ticket = make_ticket(session, desk, status=status, resolved_at=NOON if status is TicketStatus.RESOLVED else None)

    answer(session, desk, "Did it come back?")

    assert ticket.status is status


def test_an_agent_who_asks_in_the_requesters_thread_waits_as_well(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk, status=TicketStatus.IN_PROGRESS)

    ask(session, desk, "Which printer is it?", user="U0ADA")

    assert ticket.status is TicketStatus.WAITING


@pytest.mark.parametrize("text", ["The one upstairs", "It works now"])
def test_the_requesters_answer_ends_the_waiting(session: Session, desk: Desk, text: str) -> None:
    ticket = make_ticket(session, desk, status=TicketStatus.IN_PROGRESS)
    answer(session, desk, "Which printer is it?")

    ask(session, desk, text, seconds=30)

    assert (ticket.status, ticket.waiting_since) == (TicketStatus.IN_PROGRESS, None)


@pytest.mark.parametrize(("text", "user"), [("Thanks!", "U0ROSA"), ("Mine is broken too", "U0MAX")])
def test_neither_thanks_nor_somebody_else_ends_it(session: Session, desk: Desk, text: str, user: str) -> None:
    ticket = make_ticket(session, desk, status=TicketStatus.IN_PROGRESS)
    answer(session, desk, "Which printer is it?")

    ask(session, desk, text, seconds=30, user=user)

    assert ticket.status is TicketStatus.WAITING


@pytest.mark.parametrize("comes_late", [True, False])
def test_a_question_and_its_answer_come_to_the_same_in_either_order(
    session: Session, desk: Desk, comes_late: bool
) -> None:
    ticket = make_ticket(session, desk)
    question = partial(answer, session, desk, "Which one?", seconds=20)
    reply = partial(ask, session, desk, "The blue one", seconds=30)

    for come_in in (reply, question) if comes_late else (question, reply):
        come_in()

    assert (ticket.status, ticket.waiting_since) == (TicketStatus.IN_PROGRESS, None)


def test_who_first_answers_has_the_ticket_where_the_queue_says_so(session: Session, desk: Desk) -> None:
    desk.queue.assign = AssignRule.FIRST_REPLY
    ticket = make_ticket(session, desk)

    answer(session, desk, ":lock: whose is this")
    assert not ticket.assignee_id
    answer(session, desk, "Hello, I am looking at it.", seconds=30)
    answer(session, desk, "Me too.", seconds=40, user="U0BEN")

    assert (ticket.assignee_id, ticket.status) == (desk.ada.id, TicketStatus.IN_PROGRESS)
    assert audited(session)[-2:] == ["ticket.claimed", "ticket.status_changed"]


def test_a_status_of_the_queues_own_counts_as_its_base_and_is_audited_by_name(session: Session, desk: Desk) -> None:
    vendor = make_own(session, desk.queue, "With the vendor", TicketStatus.ON_HOLD)
    ticket = make_ticket(session, desk)

    statuses.set_own_status(session, ticket.id, vendor.id, actor=desk.ada, now=LATER)

    assert (ticket.status, ticket.queue_status_id) == (TicketStatus.ON_HOLD, vendor.id)
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.tag, entry.details) == ("ticket.status_changed", {"status": ["new", "With the vendor"]})


def test_another_name_for_the_same_base_changes_the_card_and_nothing_else(session: Session, desk: Desk) -> None:
    first, second = (make_own(session, desk.queue, name, TicketStatus.WAITING) for name in ("Asked", "Asked again"))
    ticket = make_ticket(session, desk)
    statuses.set_own_status(session, ticket.id, first.id, actor=desk.ada, now=NOON)
    clear_outbox(session)

    statuses.set_own_status(session, ticket.id, second.id, actor=desk.ada, now=LATER)

    assert (ticket.waiting_since, ticket.queue_status_id) == (NOON, second.id)
    assert queued(session) == ["refresh_triage_card"]


def test_the_base_status_takes_the_queues_own_off_and_so_does_an_answer(session: Session, desk: Desk) -> None:
    asked = make_own(session, desk.queue, "Asked", TicketStatus.WAITING)
    ticket = make_ticket(session, desk)
    for leave in (
        lambda: tickets.set_status(session, ticket.id, TicketStatus.WAITING, actor=desk.ada, now=LATER),
        lambda: ask(session, desk, "It is the one upstairs"),
    ):
        statuses.set_own_status(session, ticket.id, asked.id, actor=desk.ada, now=NOON)

        leave()

        assert ticket.queue_status_id is None


def test_assigning_keeps_the_queues_own_status(session: Session, desk: Desk) -> None:
    vendor = make_own(session, desk.queue, "With the vendor", TicketStatus.ON_HOLD)
    ticket = make_ticket(session, desk)
    statuses.set_own_status(session, ticket.id, vendor.id, actor=desk.ada, now=NOON)

    tickets.assign_ticket(session, ticket.id, desk.ben, actor=desk.ada, now=LATER)

    assert ticket.queue_status_id == vendor.id


def test_only_what_the_queue_offers_can_be_chosen_and_only_by_its_agents(session: Session, desk: Desk) -> None:
    retired = make_own(session, desk.queue, "Old", TicketStatus.WAITING, is_retired=True)
    elsewhere = make_own(session, make_queue(session, desk.workspace, "HR"), "Theirs", TicketStatus.WAITING)
    offered = make_own(session, desk.queue, "Asked", TicketStatus.WAITING)
    ticket = make_ticket(session, desk)

    for refused in (retired.id, elsewhere.id, 987_654):
        with pytest.raises(NotUnderstood, match="does not have that status"):
            statuses.set_own_status(session, ticket.id, refused, actor=desk.ada, now=LATER)
    with pytest.raises(AgentsOnly):
        statuses.set_own_status(session, ticket.id, offered.id, actor=desk.rosa, now=LATER)
    assert ticket.status is TicketStatus.NEW


def test_a_retired_status_stays_on_its_tickets_by_name_and_is_offered_no_more(session: Session, desk: Desk) -> None:
    late, early = (
        make_own(session, desk.queue, name, TicketStatus.ON_HOLD, position=position)
        for name, position in (("With the vendor", 2), ("Parked", 1))
    )
    ticket = make_ticket(session, desk)
    statuses.set_own_status(session, ticket.id, late.id, actor=desk.ada, now=LATER)
    assert [own.name for own in ticket_facts.load_card(session, ticket.id, now=LATER).own_statuses] == [
        "Parked",
        "With the vendor",
    ]

    late.is_retired = True
    session.flush()

    card = ticket_facts.load_card(session, ticket.id, now=LATER)
    assert card.ticket.own_status is not None
    assert (card.ticket.own_status.name, [own.name for own in card.own_statuses]) == ("With the vendor", [early.name])


def reopened(session: Session, desk: Desk) -> Ticket:
    """Return a ticket of Ada's that she resolved and Rosa reopened by writing."""
    ticket = make_ticket(session, desk, assignee_id=desk.ada.id)
    tickets.resolve_ticket(session, ticket.id, actor=desk.ada, now=NOON)
    ask(session, desk, "It is broken again")
    assert ticket.status is TicketStatus.IN_PROGRESS
    clear_outbox(session)
    return ticket


@pytest.mark.parametrize("who", ["rosa", "ben"], ids=["the requester", "an agent"])
def test_a_reopening_is_taken_back_silently(session: Session, desk: Desk, who: str) -> None:
    ticket = reopened(session, desk)

    statuses.undo_reopening(session, ticket.id, actor=getattr(desk, who), now=LATER)

    assert (ticket.status, ticket.resolved_by_id) == (TicketStatus.RESOLVED, desk.ada.id)
    assert queued(session) == ["refresh_triage_card", "refresh_resolution_notice"]


def test_taking_it_back_twice_is_harmless(session: Session, desk: Desk) -> None:
    ticket = reopened(session, desk)
    statuses.undo_reopening(session, ticket.id, actor=desk.rosa, now=LATER)
    clear_outbox(session)

    statuses.undo_reopening(session, ticket.id, actor=desk.ben, now=LATER)

    assert (ticket.status, queued(session)) == (TicketStatus.RESOLVED, [])


def test_a_reopening_after_which_the_ticket_went_on_is_not_taken_back(session: Session, desk: Desk) -> None:
    ticket = reopened(session, desk)
    tickets.set_status(session, ticket.id, TicketStatus.ON_HOLD, actor=desk.ada, now=LATER)

    with pytest.raises(Refusal, match="IT-1 has gone on since it was reopened"):
        statuses.undo_reopening(session, ticket.id, actor=desk.rosa, now=LATER)

    assert ticket.status is TicketStatus.ON_HOLD


def test_what_was_never_resolved_is_not_resolved_by_that_button(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)

    with pytest.raises(Refusal):
        statuses.undo_reopening(session, ticket.id, actor=desk.rosa, now=LATER)

    assert ticket.status is TicketStatus.NEW


def test_neither_a_stranger_nor_a_closed_ticket_is_served(session: Session, desk: Desk) -> None:
    ticket = reopened(session, desk)

    with pytest.raises(AgentsOnly):
        statuses.undo_reopening(session, ticket.id, actor=make_person(session, desk.workspace, "U0MAX"), now=LATER)
    tickets.close_ticket(session, ticket.id, actor=desk.ada, now=LATER)
    with pytest.raises(TicketAlreadyClosed):
        statuses.undo_reopening(session, ticket.id, actor=desk.rosa, now=LATER)
