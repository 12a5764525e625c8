"""Taking back a reply before it leaves: what its author, the team and the requester see."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, update

from bot.services.desk import outbox
from bot.views.desk.action_ids import ActionId
from models.desk import OutboxRow, OutboxState, Queue
from sandbox.seen import Message
from tests.support.cases import Case, open_case
from tests.support.desk import Desk


@pytest.fixture
def careful_desk(shared_desk: Desk) -> Iterator[Desk]:
    """The shared desk, where replies wait for as long as a queue can choose."""
    set_wait(shared_desk, 60)
    yield shared_desk
    set_wait(shared_desk, 0)


def set_wait(desk: Desk, seconds: int) -> None:
    with desk.sessions.begin() as session:
        session.execute(update(Queue).where(Queue.key == "IT").values(undo_seconds=seconds))


def let_time_pass(desk: Desk) -> None:
    """Have what waits leave now."""
    with desk.sessions.begin() as session:
        waiting = update(OutboxRow).where(OutboxRow.state == OutboxState.PENDING, OutboxRow.kind == "slack.post_reply")
        session.execute(waiting.values(due_at=func.now()))
        outbox.wake_workers(session)
    desk.settle()


def offer_to(case: Case) -> Message:
    """Return what the agent was shown last, alone."""
    return case.desk.actor(case.agent).ephemerals()[-1]


def undo(case: Case) -> None:
    assert case.desk.actor(case.agent).click(offer_to(case), ActionId.UNDO_REPLY).status == 200
    case.desk.settle()


def test_an_agent_takes_a_reply_back_and_its_requester_never_sees_it(careful_desk: Desk) -> None:
    case = open_case(careful_desk, "My mouse is dead")
    reply = case.answer("Oh no, not her again")

    assert offer_to(case).text.startswith("Goes to the requester in ")
    assert offer_to(case).thread_ts == case.card.ts
    undo(case)

    assert case.worked[-1].text.startswith("ben took a reply back before it left.")
    assert case.worked[-2].ts == reply.ts, "it stays where it was written"
    let_time_pass(careful_desk)
    assert not any("not her again" in heard.text for heard in case.heard)


def test_a_reply_that_nobody_takes_back_leaves_and_then_it_is_out(careful_desk: Desk) -> None:
    case = open_case(careful_desk, "My keyboard is dead")
    case.answer("Have you changed its batteries?")
    offer = offer_to(case)

    let_time_pass(careful_desk)
    careful_desk.actor("ben").click(offer, ActionId.UNDO_REPLY)
    careful_desk.settle()

    assert case.heard[-1].text == "Have you changed its batteries?"
    assert offer_to(case).text.startswith("That reply is out already.")
