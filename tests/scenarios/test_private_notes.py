"""A private note never reaches the requester: not at once, not by an edit, not by anything that happens later."""

import json

import pytest

from bot.views.desk.action_ids import ActionId
from models.desk import MessageKind
from tests.support.cases import Case, open_case
from tests.support.desk import Desk

SECRET = "we-lost-her-laptop"


@pytest.mark.parametrize("mark", [":lock:", " :lock: ", "\U0001f512 ", "*:lock:* ", ":LOCK: ", "> :lock: "])
def test_what_begins_with_the_mark_stays_private_however_it_is_typed(shared_desk: Desk, mark: str) -> None:
    case = open_case(shared_desk)
    case.answer(f"{mark}{SECRET}")
    assert leaks(case) == []
    assert case.messages()[-1].kind is MessageKind.NOTE


def test_a_note_stays_private_when_an_edit_takes_the_mark_away(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    note = case.answer(f":lock: {SECRET}")
    shared_desk.actor("ben").edit(note, SECRET)
    shared_desk.settle()
    shared_desk.actor("ben").edit(note, f"Really: {SECRET}")
    shared_desk.settle()
    assert leaks(case) == []
    assert case.messages()[-1].kind is MessageKind.NOTE


def test_a_reply_that_is_edited_to_begin_with_the_mark_is_taken_back_for_good(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    reply = case.answer("We will buy her a new one")
    shared_desk.actor("ben").edit(reply, f":lock: {SECRET}")
    shared_desk.settle()
    shared_desk.actor("ben").edit(reply, SECRET)
    shared_desk.settle()
    assert leaks(case) == []
    assert [message.text for message in case.heard if "new one" in message.text] == []


def test_notes_appear_nowhere_on_the_requesters_side_through_a_ticket_s_whole_life(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    case.answer(f":lock: {SECRET}")
    case.click(ActionId.CLAIM_TICKET)
    case.answer("Nearly there")
    shared_desk.actor("ben").delete(case.answer(f":lock: {SECRET}"))
    case.click(ActionId.RESOLVE_TICKET)
    case.ask("Where is my laptop?")
    shown = shared_desk.actor("rosa").command("/desk", f"show {case.key}")
    listed = shared_desk.actor("rosa").command("/desk", "list")
    assert SECRET not in shown.raw + listed.raw
    assert leaks(case) == []


def test_agents_are_told_in_the_cards_thread_that_a_reply_was_taken_back(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    reply = case.answer("In public")
    shared_desk.actor("ben").edit(reply, ":lock: in private")
    shared_desk.settle()
    told = [message.text for message in case.worked[1:] if message.bot_id]
    assert len(told) == 1
    assert "took back" in told[0]


def test_a_requester_who_begins_with_the_mark_is_told_that_it_hides_nothing(shared_desk: Desk) -> None:
    case = open_case(shared_desk)
    case.ask(":lock: only for my manager")
    assert "hides nothing" in case.heard[-1].text
    assert "only for my manager" in case.worked[-1].text


def leaks(case: Case) -> list[str]:
    """Return every call to Slack that carried the secret to anywhere but the triage channel."""
    triage = case.desk.sandbox.admin.company()["channels"][case.triage]
    calls = case.desk.sandbox.wire.calls()
    return [call.kind for call in calls if SECRET in json.dumps(call.request) and call.request.get("channel") != triage]
