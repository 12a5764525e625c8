"""What agents do by typing a ticket's key: notes, statuses by name, feedback; and what hidden tickets give away."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.outbox_kinds import OutboxKind
from bot.domain.desk.queries import read_query
from bot.errors import AgentsOnly, NotFound, NotUnderstood, TicketNotFound
from bot.services.desk import feedback, notes, outbox, search, status_names, ticket_lists, tickets
from models.desk import Message, MessageKind, OutboxRow, Person, QueueStatus, Side, TicketStatus
from tests.services.evidence import clear_outbox
from tests.support.desk_rows import NOON, Desk, make_desk_of, make_person, make_ticket
from tests.support.queries import counting_queries


def test_a_note_is_kept_for_agents_and_shown_in_the_cards_thread_alone(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    clear_outbox(session)

    note = notes.write_note(session, ticket.id, "ask the &lt;vendor&gt;", actor=desk.ada, now=NOON)

    assert (note.kind, note.side, note.queue_id) == (MessageKind.NOTE, Side.TRIAGE, desk.queue.id)
    assert note.text == ":lock: ask the &lt;vendor&gt;"
    assert outbox.list_queued_kinds(session, workspace_id=desk.workspace.id) == [OutboxKind.POST_NOTE]
    [row] = session.scalars(select(OutboxRow).where(OutboxRow.kind == OutboxKind.POST_NOTE))
    assert (row.lane, row.subject_id) == (f"ticket/{ticket.id}/triage", note.id)


def test_only_agents_write_notes(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)

    with pytest.raises(AgentsOnly):
        notes.write_note(session, ticket.id, "let me in", actor=desk.rosa, now=NOON)

    kinds = session.scalars(select(Message.kind)).all()
    assert kinds == [MessageKind.OPENING]


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ("waiting", TicketStatus.WAITING, "waiting"),
        ("On Hold", TicketStatus.ON_HOLD, "on_hold"),
        ("in-progress", TicketStatus.IN_PROGRESS, "in_progress"),
        ("closed", TicketStatus.CLOSED, "closed"),
        ("vendor", TicketStatus.ON_HOLD, "With the vendor"),
        ("with the vendor", TicketStatus.ON_HOLD, "With the vendor"),
    ],
)
def test_a_status_is_set_by_its_name(session: Session, desk: Desk, typed: str, status: TicketStatus, said: str) -> None:
    own = QueueStatus(key="vendor", name="With the vendor", base=TicketStatus.ON_HOLD, position=1)
    own.workspace_id, own.queue_id = desk.workspace.id, desk.queue.id
    session.add(own)
    ticket = make_ticket(session, desk)

    given = status_names.set_status_named(session, ticket.id, typed, actor=desk.ada, now=NOON)

    assert (ticket.status, given) == (status, said)


def test_an_unknown_status_is_answered_with_those_there_are(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)

    with pytest.raises(NotUnderstood, match="`waiting`"):
        status_names.set_status_named(session, ticket.id, "lost", actor=desk.ada, now=NOON)

    assert ticket.status is TicketStatus.NEW


def test_feedback_reaches_every_admin_and_nobody_else(session: Session, desk: Desk) -> None:
    for name in ("U0ADAM", "U0EVE"):
        make_person(session, desk.workspace, name, is_desk_admin=True)
    make_person(session, desk.workspace, "U0GONE", is_desk_admin=True, is_deactivated=True)

    told = feedback.send_feedback(session, "The form asks too much", actor=desk.rosa)

    rows = session.scalars(select(OutboxRow).where(OutboxRow.kind == OutboxKind.MESSAGE_PERSON)).all()
    assert told == 2
    assert {row.subject_id for row in rows} == set(session.scalars(select(Person.id).where(Person.is_desk_admin))) - {
        person.id for person in session.scalars(select(Person).where(Person.is_deactivated))
    }
    assert {(row.payload["name"], row.payload["text"]) for row in rows} == {("Rosa", "The form asks too much")}


def test_feedback_needs_words_and_somebody_to_read_them(session: Session, desk: Desk) -> None:
    with pytest.raises(NotFound):
        feedback.send_feedback(session, "Hello?", actor=desk.rosa)
    with pytest.raises(NotUnderstood):
        feedback.send_feedback(session, "  ", actor=desk.rosa)


Ask = Callable[[Session, str, Person], object]


def act(change: Callable[..., object], *words: object) -> Ask:
    """Return a command that changes the ticket with a typed key."""

    def ask(session: Session, key: str, actor: Person) -> object:
        ticket = ticket_lists.get_worked(session, key, actor=actor)
        return change(session, ticket.id, *words, actor=actor, now=NOON)

    return ask


COMMANDS: dict[str, Ask] = {
    "show": lambda session, key, actor: ticket_lists.get_visible(session, key, reader=actor),
    "note": act(notes.write_note, "psst"),
    "status": act(status_names.set_status_named, "waiting"),
    "resolve": act(tickets.resolve_ticket),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("who", ["somebody", "an agent of another queue", "an admin"])
def test_a_hidden_ticket_and_an_unknown_one_are_told_apart_by_nothing(
    session: Session, desk: Desk, command: str, who: str
) -> None:
    make_ticket(session, desk)
    hana = make_person(session, desk.workspace, "U0HANA")
    make_desk_of(session, desk, "HR", hana)
    strangers = {
        "somebody": make_person(session, desk.workspace, "U0MAX"),
        "an agent of another queue": hana,
        "an admin": make_person(session, desk.workspace, "U0ADAM", is_desk_admin=True),
    }
    answers, work = [], []

    for key in ("IT-1", "IT-2"):
        with counting_queries(session) as statements, pytest.raises(TicketNotFound) as refusal:
            COMMANDS[command](session, key, strangers[who])
        answers.append(str(refusal.value).replace(key, "…"))
        work.append(statements)

    assert answers[0] == answers[1]
    assert work[0] == work[1]


def test_searching_for_a_hidden_key_and_an_unknown_one_is_the_same_work(session: Session, desk: Desk) -> None:
    make_ticket(session, desk)
    stranger = make_person(session, desk.workspace, "U0MAX")
    work = []

    for key in ("IT-1", "IT-2"):
        with counting_queries(session) as statements:
            assert not search.find_tickets(session, read_query(key), reader=stranger, now=NOON).found
        work.append(statements)

    assert work[0] == work[1]


def test_who_sees_a_ticket_without_working_it_is_told_that_agents_do(session: Session, desk: Desk) -> None:
    make_ticket(session, desk)

    with pytest.raises(AgentsOnly):
        COMMANDS["note"](session, "IT-1", desk.rosa)
