"""A ticket's details: changed in one go, each with its line in the ledger, two agents at once without loss."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.queue_rules import CategoryFacts
from bot.domain.desk.ticket_details import DetailField, Merged, TicketDetails, marks_of, read_tags
from bot.errors import AgentsOnly, FieldsRefused, PriorityNotOfCategory, TicketAlreadyClosed
from bot.services.desk import categories, conversations, ticket_details, tickets
from models.desk import AuditEntry, AuditTag, Person, Priority, Ticket
from tests.support.desk_rows import (
    NOON,
    Desk,
    edited,
    make_person,
    make_queue,
    make_ticket,
    make_triage_channel,
    posted,
)

TOMORROW = NOON + timedelta(days=1)


@pytest.fixture
def incident(session: Session, desk: Desk) -> None:
    """The workspace's only category, for what is urgent or high."""
    wanted = [CategoryFacts("incident", "Incident", (Priority.P1, Priority.P2))]
    categories.set_categories(session, desk.workspace, wanted, actor=desk.ada, now=NOON)


def change(
    session: Session, ticket: Ticket, *, seen: TicketDetails | None = None, actor: Person, **wanted: object
) -> Merged:
    """Have an agent who opened the form on `seen`, or on what stands, change some fields of it and send it."""
    opened = seen or ticket_details.read_details(session, ticket)
    form = replace(opened, **wanted)  # type: ignore[arg-type]  # the test's own field names
    return ticket_details.change_details(session, ticket.id, form, seen=marks_of(opened), actor=actor, now=NOON)


def ledger(session: Session, *tags: AuditTag) -> list[AuditEntry]:
    return list(session.scalars(select(AuditEntry).where(AuditEntry.tag.in_(tags)).order_by(AuditEntry.id)))


@pytest.mark.usefixtures("incident")
def test_every_field_is_written_with_what_it_was_and_is(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)

    merged = change(
        session,
        ticket,
        actor=desk.ben,
        title="Fire in the printer",
        priority=Priority.P1,
        category_key="incident",
        tags=("fire", "printer"),
        due_at=TOMORROW,
        follower_ids=("U0ADA",),
    )

    assert merged.to_write == frozenset(DetailField) - {DetailField.QUEUE}
    assert {entry.tag: entry.details for entry in ledger(session, *AuditTag) if entry.tag != "ticket.created"} == {
        AuditTag.CATEGORY_CHANGED: {"categories": [[], ["incident"]]},
        AuditTag.TICKET_TITLE_CHANGED: {"title": ["The printer is on fire", "Fire in the printer"]},
        AuditTag.TICKET_CATEGORY_CHANGED: {"category": [None, "Incident"]},
        AuditTag.TICKET_PRIORITY_CHANGED: {"priority": ["p3", "p1"]},
        AuditTag.TICKET_TAGS_CHANGED: {"tags": [[], ["fire", "printer"]]},
        AuditTag.TICKET_DUE_CHANGED: {"due": [None, TOMORROW.isoformat()]},
        AuditTag.TICKET_FOLLOWED: {"follower": desk.ada.id},
    }
    assert ticket_details.read_details(session, ticket).tags == ("fire", "printer")


def test_a_form_sent_as_it_was_opened_changes_nothing(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)

    merged = change(session, ticket, actor=desk.ben)

    assert merged == Merged(frozenset(), frozenset())
    assert ledger(session, AuditTag.TICKET_TITLE_CHANGED) == []


def test_two_agents_who_change_different_things_both_get_theirs(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    opened = ticket_details.read_details(session, ticket)
    change(session, ticket, seen=opened, actor=desk.ada, title="Ada's title")

    merged = change(session, ticket, seen=opened, actor=desk.ben, priority=Priority.P1)

    assert merged.overtaken == frozenset()
    assert (ticket.title, ticket.priority) == ("Ada's title", Priority.P1)


def test_of_two_who_change_the_same_thing_the_slower_is_asked_and_nothing_of_theirs_is_written(
    session: Session, desk: Desk
) -> None:
    ticket = make_ticket(session, desk)
    opened = ticket_details.read_details(session, ticket)
    change(session, ticket, seen=opened, actor=desk.ada, title="Ada's title")

    merged = change(session, ticket, seen=opened, actor=desk.ben, title="Ben's title", priority=Priority.P1)

    assert merged.overtaken == {DetailField.TITLE}
    assert (ticket.title, ticket.priority) == ("Ada's title", Priority.P3)


def test_a_title_given_by_hand_outlives_edits_of_the_opening(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    change(session, ticket, actor=desk.ben, title="Fire")
    event = edited(posted("The printer is on fire"), "The printer is out of ink", seconds=60)

    conversations.receive_message(session, desk.workspace, event, late=False, now=NOON)

    assert ticket.title == "Fire"


@pytest.mark.usefixtures("incident")
def test_a_category_allows_only_its_own_priorities(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)

    with pytest.raises(FieldsRefused) as refused:
        change(session, ticket, actor=desk.ben, category_key="incident")

    assert refused.value.errors == {
        DetailField.PRIORITY: "Incident tickets can be: Urgent, High. Please choose one of these."
    }
    assert ticket.category_id is None


@pytest.mark.usefixtures("incident")
def test_the_cards_menu_keeps_to_the_category_too(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    change(session, ticket, actor=desk.ben, category_key="incident", priority=Priority.P2)

    with pytest.raises(PriorityNotOfCategory):
        tickets.set_priority(session, ticket.id, Priority.P4, actor=desk.ben, now=NOON)


def test_everything_that_is_wrong_is_said_at_once(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    make_person(session, desk.workspace, "U0PAGER", is_bot=True)
    bare = make_queue(session, desk.workspace, "BARE")

    with pytest.raises(FieldsRefused) as refused:
        change(
            session,
            ticket,
            actor=desk.ben,
            title="",
            category_key="gone",
            tags=tuple(f"tag{number:02}" for number in range(21)),
            due_at=NOON,
            follower_ids=("U0PAGER",),
            queue_id=bare.id,
        )

    assert set(refused.value.errors) == set(DetailField) - {DetailField.PRIORITY}


def test_one_form_moves_the_ticket_and_takes_the_other_changes_along(session: Session, desk: Desk) -> None:
    ticket, hr = make_ticket(session, desk), make_queue(session, desk.workspace, "HR")
    make_triage_channel(session, hr, desk.ben)

    change(session, ticket, actor=desk.ben, tags=("fire",), queue_id=hr.id)

    assert ticket.key == "HR-1"
    assert ticket_details.list_tags(session, ticket) == ["fire"]


def test_known_tags_are_those_of_the_queue_alone(session: Session, desk: Desk) -> None:
    hr = make_queue(session, desk.workspace, "HR")
    make_triage_channel(session, hr, desk.ada)
    ours, theirs = make_ticket(session, desk), make_ticket(session, desk, seconds=10)
    change(session, ours, actor=desk.ada, tags=("vpn",))
    change(session, theirs, actor=desk.ada, tags=("salary",), queue_id=hr.id)

    form = ticket_details.load_form(session, ours.id, actor=desk.ben)

    assert form.known_tags == ["vpn"]
    assert [queue.key for queue in form.queues] == ["HR"]


def test_nobody_but_agents_opens_or_sends_the_form(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)

    with pytest.raises(AgentsOnly):
        ticket_details.load_form(session, ticket.id, actor=desk.rosa)
    with pytest.raises(AgentsOnly):
        change(session, ticket, actor=desk.rosa, title="Mine")
    with pytest.raises(AgentsOnly):
        ticket_details.load_form(session, 999_999, actor=desk.ben)


def test_a_closed_ticket_has_no_form(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    tickets.close_ticket(session, ticket.id, actor=desk.ben, now=NOON)

    with pytest.raises(TicketAlreadyClosed):
        ticket_details.load_form(session, ticket.id, actor=desk.ben)


@pytest.mark.parametrize(
    ("typed", "tags", "unfit"),
    [
        ("VPN, #Laptop  vpn", ("laptop", "vpn"), ()),
        ("", (), ()),
        ("straße 日本 c++", ("c++", "straße", "日本"), ()),
        ("ok a#b " + "x" * 41, ("ok",), ("a#b", "x" * 41)),
        ("# ##", (), ()),
    ],
)
def test_tags_are_read_however_they_are_typed(typed: str, tags: tuple[str, ...], unfit: tuple[str, ...]) -> None:
    assert read_tags(typed) == (tags, unfit)


def test_whatever_is_read_as_a_tag_the_database_takes(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    tags, _ = read_tags("İSTANBUL ϴ ǅ ẞ ΑΣ K Å")

    change(session, ticket, actor=desk.ben, tags=tags)

    assert ticket_details.list_tags(session, ticket) == sorted(tags)
