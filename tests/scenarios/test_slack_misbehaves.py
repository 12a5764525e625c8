"""Slack's Web API on bad days: whatever it does, each card, confirmation and copy stands exactly once."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from bot.views.desk.action_ids import ActionId
from tests.support.cases import Case, open_case
from tests.support.desk import Desk
from tests.support.transports import shared_out

FAULTS: dict[str, dict[str, Any]] = {
    "the answer is lost after the work": {"kind": "answer_lost", "times": 3},
    "the connection is cut before the work": {"kind": "cut", "times": 3},
    "the server fails": {"kind": "server_error", "status": 503, "times": 3},
    "the rate is limited": {"kind": "rate_limited", "seconds": 1, "times": 2},
    "the answer is slow": {"kind": "slow", "seconds": 0.8, "times": 2},
    "it says fatal_error": {"kind": "refusal", "error": "fatal_error", "times": 2},
    "everything at random": {"kind": "answer_lost", "times": None, "chance": 0.4},
}


@pytest.fixture
def bad_day(shared_desk: Desk) -> Iterator[Desk]:
    """The shared desk, on a day that ends with the test."""
    yield shared_desk
    shared_desk.sandbox.admin.clear_faults()


@shared_out("method, what", product(["chat.postMessage", "chat.update"], FAULTS))
def test_everything_stands_once_when(bad_day: Desk, what: str, method: str) -> None:
    bad_day.sandbox.admin.add_fault(on=method, **FAULTS[what])
    case = open_case(bad_day, f"Broken while {what}: {method}")
    case.click(ActionId.CLAIM_TICKET)
    reply = case.answer("Looking at it")
    bad_day.actor("ben").edit(reply, "Looking at it now")
    case.ask("Thank you so much, and hurry")
    assert texts(case) == [f"{case.key} opened. The IT team will answer in this thread.", "Looking at it now"]
    assert [copy.text for copy in case.worked[1:] if copy.bot_id] == ["Thank you so much, and hurry"]
    assert len([card for card in bad_day.cards() if card.text.startswith(f"{case.key} ")]) == 1
    assert "in progress" in case.card.text


def test_a_direct_message_thread_is_begun_once_although_the_answer_was_lost(bad_day: Desk) -> None:
    bad_day.sandbox.admin.add_fault("answer_lost", on="chat.postMessage", times=2)
    bad_day.sandbox.admin.add_fault("answer_lost", on="conversations.open", times=1)
    bad_day.actor("bela").command("/desk", "new my screen flickers")
    bad_day.settle()
    assert [message.text.split(".")[0] for message in bad_day.actor("bela").dm()] == [newest_key(bad_day) + " opened"]


def test_a_deleted_reply_is_taken_back_once_although_the_answer_was_lost(bad_day: Desk) -> None:
    case = open_case(bad_day)
    reply = case.answer("Wrong window, sorry")
    bad_day.sandbox.admin.add_fault("answer_lost", on="chat.delete", times=2)
    bad_day.actor("ben").delete(reply)
    bad_day.settle()
    assert texts(case) == [f"{case.key} opened. The IT team will answer in this thread."]


def texts(case: Case) -> list[str]:
    """Return what the desk posted in the requester's thread."""
    return [message.text for message in case.heard if message.bot_id]


def newest_key(desk: Desk) -> str:
    """Return the key of the newest ticket."""
    return f"IT-{desk.count_tickets()}"
