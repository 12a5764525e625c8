"""What a workspace calls its priorities: kept, noted, and read wherever a ticket is."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.priorities import DEFAULT_SCALE, PriorityWords, scale_of_words
from bot.domain.desk.queries import read_query
from bot.errors import AdminsOnly, NotUnderstood, PriorityNotOfCategory
from bot.services.desk import (
    history,
    priority_scales,
    search,
    settings,
    ticket_details,
    ticket_facts,
    ticket_lists,
    tickets,
)
from models.desk import AuditEntry, AuditTag, Category, Priority
from tests.support.desk_rows import NOON, Desk, make_ticket

OWN = scale_of_words(
    {Priority.P1: PriorityWords("Blocker", "Nothing works"), Priority.P3: PriorityWords("Very small", "A question")}
)


@pytest.fixture
def worded(session: Session, desk: Desk) -> Desk:
    """A desk with words of its own for two priorities."""
    priority_scales.change_scale(session, desk.workspace, OWN, actor=None, now=NOON)
    return desk


def changes(session: Session) -> list[AuditEntry]:
    return list(session.scalars(select(AuditEntry).where(AuditEntry.tag == AuditTag.WORKSPACE_CHANGED)))


def test_an_admin_words_the_priorities_once(session: Session, desk: Desk) -> None:
    desk.ada.is_desk_admin = True

    for _ in range(2):
        settings.save_scale(session, OWN, actor=desk.ada, now=NOON)

    session.flush()
    session.expire(desk.workspace)
    assert settings.load_scale(session, actor=desk.ada) == OWN
    [noted] = changes(session)
    before, after = noted.details["priorities"]
    assert (before["p1"], after["p1"]) == (
        {"name": "Urgent", "meaning": ""},
        {"name": "Blocker", "meaning": "Nothing works"},
    )


def test_nobody_else_may(session: Session, desk: Desk) -> None:
    with pytest.raises(AdminsOnly):
        settings.save_scale(session, OWN, actor=desk.ben, now=NOON)
    with pytest.raises(AdminsOnly):
        settings.load_scale(session, actor=desk.ben)

    assert priority_scales.scale_of(desk.workspace) == DEFAULT_SCALE


def test_words_taken_back_leave_nothing_behind(session: Session, worded: Desk) -> None:
    priority_scales.change_scale(session, worded.workspace, DEFAULT_SCALE, actor=None, now=NOON)

    assert worded.workspace.priority_words is None
    assert priority_scales.scale_of(worded.workspace) == DEFAULT_SCALE


def test_whatever_shows_a_ticket_has_the_words(session: Session, worded: Desk) -> None:
    ticket = make_ticket(session, worded)

    card = ticket_facts.load_card(session, ticket.id, now=NOON)
    listed = ticket_lists.load_lists(session, reader=worded.rosa).requested[0]
    page, _ = ticket_lists.get_visible(session, ticket.key, reader=worded.rosa)
    form = ticket_details.load_form(session, ticket.id, actor=worded.ada)
    told = history.load_page(session, ticket.id, actor=worded.ada)

    assert [each.priority_name for each in (card.ticket, listed, page)] == ["Very small"] * 3
    assert form.scale == told.scale == OWN


@pytest.mark.parametrize("typed", ["p1", "blocker", "urgent", "Blocker"])
def test_tickets_are_found_by_key_and_by_name(session: Session, worded: Desk, typed: str) -> None:
    make_ticket(session, worded)
    wanted = make_ticket(session, worded, seconds=60, priority=Priority.P1)

    found = search.find_tickets(session, read_query(f"priority:{typed}"), reader=worded.ada, now=NOON)

    assert [each.key for each in found.tickets] == [wanted.key]


def test_a_priority_there_is_not_is_answered_with_the_words_there_are(session: Session, worded: Desk) -> None:
    with pytest.raises(NotUnderstood, match="`priority:blocker`, `priority:high`, `priority:very-small`"):
        search.find_tickets(session, read_query("priority:soon"), reader=worded.ada, now=NOON)


def test_a_category_names_its_priorities_in_these_words(session: Session, worded: Desk) -> None:
    kind = {"key": "question", "name": "Question", "position": 0, "priorities": ["p3", "p4"]}
    category = Category(workspace_id=worded.workspace.id, **kind)
    session.add(category)
    session.flush()
    ticket = make_ticket(session, worded, category_id=category.id)

    with pytest.raises(PriorityNotOfCategory, match="Question tickets can be: Very small, Low"):
        tickets.set_priority(session, ticket.id, Priority.P1, actor=worded.ada, now=NOON)
