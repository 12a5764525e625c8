"""Changing several tickets at once: each for itself, and only what the actor may."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.facts import BulkOutcome
from bot.errors import AgentsOnly
from bot.services.desk import bulk, tickets
from models.desk import AuditEntry, AuditTag, Person, Priority, Ticket, TicketStatus
from tests.support.desk_rows import NOON, Desk, make_desk_of, make_person, make_ticket


def resolve(session: Session, actor: Person, ids: list[int]) -> BulkOutcome:
    """Have somebody resolve several tickets."""
    return bulk.change_each(
        session, ids, lambda ticket_id: tickets.resolve_ticket(session, ticket_id, actor=actor, now=NOON), actor=actor
    )


def test_each_ticket_is_changed_audited_and_named(session: Session, desk: Desk) -> None:
    chosen = [make_ticket(session, desk, seconds=number) for number in range(3)]

    outcome = resolve(session, desk.ada, [ticket.id for ticket in reversed(chosen)])

    assert outcome == BulkOutcome(["IT-1", "IT-2", "IT-3"], [])
    assert {ticket.status for ticket in chosen} == {TicketStatus.RESOLVED}
    resolutions = select(AuditEntry).where(AuditEntry.tag == AuditTag.TICKET_RESOLVED)
    assert len(session.scalars(resolutions).all()) == 3


def test_what_one_refuses_does_not_hold_up_the_others(session: Session, desk: Desk) -> None:
    first, closed, last = (make_ticket(session, desk, seconds=number) for number in range(3))
    tickets.close_ticket(session, closed.id, actor=desk.ada, now=NOON)

    outcome = resolve(session, desk.ada, [first.id, closed.id, last.id])

    assert outcome.changed == ["IT-1", "IT-3"]
    [(key, reason)] = outcome.refused
    assert (key, "IT-2 is closed" in reason) == ("IT-2", True)
    assert (first.status, last.status) == (TicketStatus.RESOLVED, TicketStatus.RESOLVED)


def test_hidden_and_unknown_tickets_are_refused_alike_and_never_named(session: Session, desk: Desk) -> None:
    mine = make_ticket(session, desk)
    hr = make_desk_of(session, desk, "HR", make_person(session, desk.workspace, "U0HANA"))
    hidden = make_ticket(session, hr, seconds=60)

    outcome = resolve(session, desk.ada, [mine.id, hidden.id, 999_999])

    assert outcome.changed == ["IT-1"]
    assert [key for key, _ in outcome.refused] == [bulk.HIDDEN, bulk.HIDDEN]
    assert len({reason for _, reason in outcome.refused}) == 1
    assert hidden.status is TicketStatus.NEW


def test_who_works_no_queue_changes_nothing(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)

    with pytest.raises(AgentsOnly):
        resolve(session, desk.rosa, [ticket.id])

    assert ticket.status is TicketStatus.NEW


def test_no_more_are_changed_than_a_page_shows(session: Session, desk: Desk) -> None:
    chosen = [make_ticket(session, desk, seconds=number) for number in range(bulk.MOST + 2)]

    outcome = bulk.change_each(
        session,
        [ticket.id for ticket in chosen],
        lambda ticket_id: tickets.set_priority(session, ticket_id, Priority.P1, actor=desk.ada, now=NOON),
        actor=desk.ada,
    )

    assert len(outcome.changed) == bulk.MOST
    urgent = select(Ticket.key).where(Ticket.priority == Priority.P1)
    assert len(session.scalars(urgent).all()) == bulk.MOST


def test_ticking_nothing_changes_nothing(session: Session, desk: Desk) -> None:
    assert resolve(session, desk.ada, []) == BulkOutcome([], [])
