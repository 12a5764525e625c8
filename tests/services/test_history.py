"""A ticket's history: every line of the ledger with names for ids, and the words that edits replaced."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.facts import PersonFacts
from bot.domain.desk.history import FieldChange, HistoryLine
from bot.errors import AgentsOnly
from bot.services.desk import conversations, history, moves, tickets
from models.desk import AuditTag, MessageVersion, Priority, Ticket
from tests.support.desk_rows import (
    NOON,
    Desk,
    Event,
    deleted,
    edited,
    make_queue,
    make_ticket,
    make_triage_channel,
    posted,
    ts_at,
)


def lines(session: Session, desk: Desk, ticket: Ticket) -> list[HistoryLine]:
    return list(history.load_page(session, ticket.id, actor=desk.ada).lines)


def receive(session: Session, desk: Desk, *events: Event) -> None:
    for event in events:
        conversations.receive_message(session, desk.workspace, event, late=False, now=NOON)


def name_of(person: PersonFacts | None) -> str | None:
    return None if person is None else person.name


def test_the_newest_line_comes_first_with_names_for_ids(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    tickets.set_priority(session, ticket.id, Priority.P1, actor=desk.ben, now=NOON)
    tickets.assign_ticket(session, ticket.id, desk.ada, actor=desk.ben, now=NOON)

    _status, assigned, prioritized, created = lines(session, desk, ticket)

    assert (assigned.tag, name_of(assigned.actor)) == (AuditTag.TICKET_ASSIGNED, "Ben")
    assert assigned.changes == [FieldChange("assignee", None, PersonFacts("U0ADA", "Ada"))]
    assert prioritized.changes == [FieldChange("priority", "p3", "p1")]
    assert (created.tag, created.named) == (AuditTag.TICKET_CREATED, ["IT"])


def test_each_edit_shows_the_words_it_replaced(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    reply = posted("My password is tulip", seconds=10, thread_ts=ts_at(0))
    receive(session, desk, reply, edited(reply, "My password is gone", seconds=20), edited(reply, "…", seconds=30))

    newest, before = [line for line in lines(session, desk, ticket) if line.tag == AuditTag.MESSAGE_EDITED]

    assert newest.lost is not None
    assert before.lost is not None
    assert (before.lost.text, newest.lost.text) == ("My password is tulip", "My password is gone")


def test_edits_in_any_order_leave_the_same_versions(session: Session, desk: Desk) -> None:
    make_ticket(session, desk)
    reply = posted("first", seconds=10, thread_ts=ts_at(0))
    second, third = edited(reply, "second", seconds=20), edited(reply, "third", seconds=30)

    receive(session, desk, reply, third, second, second, third)

    assert sorted(session.scalars(select(MessageVersion.text))) == ["first", "second"]


def test_a_deletion_keeps_the_words_for_agents(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    reply = posted("Nobody saw this", seconds=10, thread_ts=ts_at(0))
    receive(session, desk, reply, deleted(reply, seconds=20))

    line = lines(session, desk, ticket)[0]

    assert line.tag == AuditTag.MESSAGE_DELETED
    assert line.lost is not None
    assert line.lost.text == "Nobody saw this"


def test_words_written_in_another_queue_are_not_shown(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    note = posted(":lock: he lies", seconds=10, user="U0BEN", channel="C0TRIAGE", thread_ts=ticket.card_ts)
    receive(session, desk, note, edited(note, ":lock: he is right", seconds=20))
    hr = make_queue(session, desk.workspace, "HR")
    make_triage_channel(session, hr, desk.ada)
    moves.move_ticket(session, ticket.id, hr.id, actor=desk.ben, now=NOON)

    found = lines(session, desk, ticket)

    assert AuditTag.MESSAGE_EDITED in [line.tag for line in found]
    assert [line.lost for line in found if line.lost] == []


def test_a_long_history_comes_in_pages(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    for number in range(30):
        priority = Priority.P1 if number % 2 else Priority.P2
        tickets.set_priority(session, ticket.id, priority, actor=desk.ben, now=NOON)

    first = history.load_page(session, ticket.id, actor=desk.ada)
    second = history.load_page(session, ticket.id, actor=desk.ada, before=first.older)

    assert (len(first.lines), len(second.lines)) == (history.PAGE, 31 - history.PAGE)
    assert second.older is None
    assert second.lines[-1].tag == AuditTag.TICKET_CREATED


def test_a_requester_never_reads_it(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)

    for ticket_id in (ticket.id, 999_999):
        with pytest.raises(AgentsOnly):
            history.load_page(session, ticket_id, actor=desk.rosa)
