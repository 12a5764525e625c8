"""Resolving a ticket, telling its requester, and taking it up again."""

import pytest

from bot.views.desk.action_ids import ActionId
from models.desk import TicketStatus
from sandbox.deeds.stage import CannotDo
from sandbox.seen import Message
from tests.support.cases import Case, open_case
from tests.support.desk import Desk
from tests.support.handmade import last_sent, send_interaction


def test_resolving_tells_the_requester_who_did_and_offers_to_reopen(shared_desk: Desk) -> None:
    case = resolved_case(shared_desk)
    notice = case.heard[-1]
    assert case.status() is TicketStatus.RESOLVED
    assert f"{case.key} is resolved. ben" in notice.text
    assert notice.action_ids == [ActionId.REOPEN_TICKET]


def test_the_requester_reopens_with_the_button_and_the_button_goes(shared_desk: Desk) -> None:
    case = resolved_case(shared_desk)
    notice = case.heard[-1]
    assert shared_desk.actor("rosa").click(notice, ActionId.REOPEN_TICKET).status == 200
    shared_desk.settle()
    assert case.status() is TicketStatus.NEW
    assert again(case, notice).action_ids == [ActionId.UNDO_REOPENING]
    assert ActionId.CLAIM_TICKET in case.card.action_ids


def test_a_button_pressed_on_an_old_notice_does_no_harm(shared_desk: Desk) -> None:
    case = resolved_case(shared_desk)
    notice = case.heard[-1]
    shared_desk.actor("rosa").click(notice, ActionId.REOPEN_TICKET)
    shared_desk.settle()
    case.click(ActionId.CLAIM_TICKET)
    with pytest.raises(CannotDo):
        shared_desk.actor("rosa").click(notice, ActionId.REOPEN_TICKET)
    stale = last_sent(shared_desk, "block_actions")
    stale["actions"][0] |= {"action_id": ActionId.REOPEN_TICKET, "value": str(case.ticket_id)}
    answer = send_interaction(shared_desk, stale | {"trigger_id": f"stale.{notice.ts}"})
    shared_desk.settle()
    assert answer.status_code == 200
    assert case.status() is TicketStatus.IN_PROGRESS


def test_nobody_but_the_requester_and_agents_reopens(shared_desk: Desk) -> None:
    case = resolved_case(shared_desk)
    shared_desk.actor("mona").click(case.heard[-1], ActionId.REOPEN_TICKET)
    shared_desk.settle()
    assert case.status() is TicketStatus.RESOLVED
    assert "can reopen this" in shared_desk.actor("mona").ephemerals()[-1].text


@pytest.mark.parametrize(
    "thanks", ["Thanks!", "Perfect, thank you so much :tada:", "Vielen Dank", "merci beaucoup", ":+1:"]
)
def test_a_bare_thank_you_does_not_reopen_and_still_reaches_the_team(shared_desk: Desk, thanks: str) -> None:
    case = resolved_case(shared_desk)
    case.ask(thanks)
    assert case.status() is TicketStatus.RESOLVED
    assert case.worked[-1].username == "rosa"


def test_a_reply_of_the_requester_reopens_and_somebody_else_s_does_not(shared_desk: Desk) -> None:
    case = resolved_case(shared_desk)
    shared_desk.actor("mona").post("it-help", "I have it too", thread=case.root)
    shared_desk.settle()
    assert case.status() is TicketStatus.RESOLVED
    case.ask("It is back again")
    assert case.status() is TicketStatus.NEW


def test_resolving_again_after_a_reopening_tells_the_requester_again(shared_desk: Desk) -> None:
    case = resolved_case(shared_desk)
    case.ask("It is back again")
    case.click(ActionId.RESOLVE_TICKET)
    notices = [message for message in case.heard if case.key in message.text and "resolved" in message.text]
    assert len(notices) == 2
    assert [notice.action_ids for notice in notices] == [[], [ActionId.REOPEN_TICKET]]


def test_a_closed_ticket_stays_closed_whatever_its_requester_does(shared_desk: Desk) -> None:
    case = resolved_case(shared_desk)
    notice = case.heard[-1]
    shared_desk.actor("ben").click(case.card, ActionId.CLOSE_TICKET)
    shared_desk.settle()
    assert case.card.action_ids == [ActionId.TICKET_MENU]
    assert again(case, notice).action_ids == []
    case.ask("But it is broken again")
    assert case.status() is TicketStatus.CLOSED
    assert f"{case.key} is closed, so I opened" in case.heard[-1].text


def resolved_case(desk: Desk) -> Case:
    """Return a ticket that ben resolved without claiming it."""
    case = open_case(desk)
    case.click(ActionId.RESOLVE_TICKET)
    return case


def again(case: Case, message: Message) -> Message:
    """Return a message of the requester's thread as it is now."""
    return next(each for each in case.heard if each.ts == message.ts)
