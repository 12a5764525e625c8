"""A queue whose talk is private: what was asked in public goes on in the requester's messages."""

import pytest
from sqlalchemy import select

from bot.views.desk.action_ids import ActionId
from models.desk import Queue, Ticket
from sandbox.seen import Message, Upload
from tests.support.cases import Case
from tests.support.desk import Desk, only

SECRET = "salary"


@pytest.fixture
def private_desk(it_desk: Desk) -> Desk:
    """A desk whose queue IT answers in private."""
    with it_desk.sessions.begin() as session:
        session.scalars(select(Queue)).one().private_replies = True
    return it_desk


def ask(desk: Desk, text: str) -> Case:
    """Have rosa ask in public; return her ticket, whose talk is in her messages."""
    post = desk.actor("rosa").post("it-help", text)
    desk.settle()
    with desk.sessions.begin() as session:
        ticket = session.scalars(select(Ticket)).one()
    root = next(message for message in desk.actor("rosa").dm() if message.ts == ticket.requester_thread_ts)
    assert ticket.origin_ts == post.ts
    return Case(desk, ticket.key, ticket.id, root, "dm", "rosa", "it-triage", "ben")


def public_thread(desk: Desk, case: Case) -> list[Message]:
    """Return what anybody reads below rosa's post in public."""
    return desk.actor("finn").thread("it-help", case.stored.origin_ts or "")[1:]


def test_the_public_thread_gets_one_notice_and_the_talk_goes_on_in_the_requesters_messages(
    private_desk: Desk,
) -> None:
    case = ask(private_desk, f"Is my {SECRET} right?")
    notice = only(public_thread(private_desk, case))
    assert "private request" in notice.text
    assert SECRET not in notice.text
    assert case.key not in notice.text
    case.answer("It is, with the bonus", files=(Upload("slip.pdf", b"%PDF"),))
    case.ask("Thank you, but which bonus?")
    case.click(ActionId.RESOLVE_TICKET)
    assert [message.ts for message in public_thread(private_desk, case)] == [notice.ts]
    said = " ".join(message.words for message in case.heard)
    assert "with the bonus" in said
    assert "slip.pdf" in said
    assert any("which bonus?" in message.text for message in case.worked)
    assert "resolved" in said
    assert private_desk.parked() == []


def test_a_later_public_post_is_not_passed_on_and_its_author_alone_is_told(private_desk: Desk) -> None:
    case = ask(private_desk, f"Is my {SECRET} right?")
    rosa, finn = private_desk.actor("rosa"), private_desk.actor("finn")
    root = case.stored.origin_ts or ""
    before = len(case.worked)
    rosa.post("it-help", f"My {SECRET} is 1000", thread=root)
    finn.post("it-help", "Mine is more", thread=root, broadcast=True)
    private_desk.settle()
    assert len(case.worked) == before
    assert "Please answer in your messages with me" in only(rosa.ephemerals()).text
    assert "Only the person who asked" in only(finn.ephemerals()).text
    assert only(rosa.ephemerals()).thread_ts == root
    assert private_desk.parked() == []


def test_a_ticket_stays_as_it_was_opened_whatever_its_queue_does_later(private_desk: Desk) -> None:
    case = ask(private_desk, f"Is my {SECRET} right?")
    with private_desk.sessions.begin() as session:
        session.scalars(select(Queue)).one().private_replies = False
    case.answer("It is")
    assert len(public_thread(private_desk, case)) == 1
    assert case.heard[-1].text == "It is"
