"""`/desk assign`, `note`, `status` and `feedback`: confirmed, shown where they belong, refused clearly."""

import pytest

from models.desk import MessageKind, TicketStatus
from tests.support.cases import open_case
from tests.support.desk import Desk, expect


def test_a_ticket_is_assigned_noted_and_moved_on_by_typing(shared_desk: Desk) -> None:
    case = open_case(shared_desk, "The turnstile sticks")
    ben = shared_desk.actor("ben")

    expect(ben.command("/desk", f"assign {case.key.lower()} @ada"), f"{case.key}")
    expect(ben.command("/desk", f"note {case.key} It did so in May & June, too"), "agents only")
    expect(ben.command("/desk", f"status {case.key} On Hold"), "is on hold now")
    shared_desk.settle()

    assert case.status() is TicketStatus.ON_HOLD
    assert shared_desk.actor("ada").id in case.card.words
    assert "It did so in May & June, too" in case.worked[-1].words
    assert [message.kind for message in case.messages()] == [MessageKind.OPENING, MessageKind.NOTE]
    assert "May" not in str([message.raw for message in case.heard])
    expect(ben.command("/desk", f"show {case.key}"), "On hold")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("assign", "/desk assign IT-12 @someone"),
        ("assign IT-1", "/desk assign IT-12 @someone"),
        ("assign IT-1 somebody", "/desk assign IT-12 @someone"),
        ("note IT-1", "/desk note IT-12"),
        ("status IT-1", "/desk status IT-12 waiting"),
        ("status IT-999999 waiting", "cannot find a ticket"),
        ("assign IT-999999 @me", "cannot find a ticket"),
        ("note IT-999999 hello", "cannot find a ticket"),
        ("feedback", "Type what you want to say"),
    ],
)
def test_what_cannot_be_read_is_answered_with_how_to_type_it(shared_desk: Desk, typed: str, said: str) -> None:
    expect(shared_desk.actor("ben").command("/desk", typed), said)


def test_a_requester_is_told_that_agents_do_that(shared_desk: Desk) -> None:
    case = open_case(shared_desk, "The clock is slow")

    for typed in (f"assign {case.key} @me", f"note {case.key} psst", f"status {case.key} resolved"):
        expect(shared_desk.actor("rosa").command("/desk", typed), "Only agents")

    assert case.status() is TicketStatus.NEW
    assert len(case.messages()) == 1


def test_feedback_reaches_the_admins_by_direct_message(shared_desk: Desk) -> None:
    expect(shared_desk.actor("finn").command("/desk", "feedback Please be faster & kinder"), "with your name")
    shared_desk.settle()

    told = shared_desk.actor("ada").dm()[-1]
    assert "Please be faster & kinder" in told.words


def test_show_has_what_was_said_last_and_no_note(shared_desk: Desk) -> None:
    case = open_case(shared_desk, "The lift talks")
    case.answer("What does it say?")
    case.answer(":lock: it is possessed")
    case.ask("It says good morning")

    shown = {name: str(shared_desk.actor(name).command("/desk", f"show {case.key}").blocks) for name in ("rosa", "ben")}

    for page in shown.values():
        assert "What does it say?" in page
        assert "It says good morning" in page
        assert "possessed" not in page
