"""A day at the card: answering with the form, snoozing, merging, linking, splitting, words and emoji."""

import pytest

from bot.views.blocks import line, rich_text, words
from bot.views.desk.action_ids import ActionId, CallbackId, TicketMenu
from bot.views.desk.relate_form import RelateField
from bot.views.desk.snooze_form import SnoozeField
from models.desk import TicketStatus
from sandbox.seen import View
from tests.support.cases import Case, open_case
from tests.support.desk import Desk


def open_page(case: Case, option: TicketMenu, by: str = "ben") -> View:
    case.desk.actor(by).choose(case.card, ActionId.TICKET_MENU, option)
    page = case.desk.actor(by).modal
    assert page is not None
    return page


def test_an_answer_from_the_form_reaches_the_requester_and_is_seen_by_the_team(shared_desk: Desk) -> None:
    case = open_case(shared_desk, "The printer is on fire")
    page = open_page(case, TicketMenu.REPLY)

    shared_desk.actor("ben").submit({page.action_ids[-1]: rich_text(line(words("Please leave the room")))})
    shared_desk.settle()

    assert page.callback_id == CallbackId.SEND_REPLY
    assert [(heard.username, heard.text) for heard in case.heard[-1:]] == [("ben", "Please leave the room")]
    assert [(said.username, said.text) for said in case.worked[-1:]] == [("ben", "Please leave the room")]


def test_a_snoozed_ticket_says_so_on_its_card_and_a_reply_brings_it_back(shared_desk: Desk) -> None:
    case = open_case(shared_desk, "The chair squeaks")
    open_page(case, TicketMenu.SNOOZE)

    shared_desk.actor("ben").submit({SnoozeField.UNTIL: "reply"})
    shared_desk.settle()
    snoozed = case.card.words
    case.ask("It fell apart now, what should I sit on?")

    assert "Snoozed until the requester writes" in snoozed
    assert "Snoozed" not in case.card.words


def test_a_time_in_the_past_is_said_at_its_field_and_nothing_is_lost(shared_desk: Desk) -> None:
    case = open_case(shared_desk, "The lamp flickers")
    open_page(case, TicketMenu.SNOOZE)

    answer = shared_desk.actor("ben").submit({SnoozeField.UNTIL: "instant", SnoozeField.AT: 1_000_000_000})

    assert answer.errors == {SnoozeField.AT: "Please choose a time to come, or another choice above."}
    assert case.stored.snoozed_at is None


def test_two_tickets_become_one_and_what_is_written_in_the_first_reaches_the_team(shared_desk: Desk) -> None:
    case, into = open_case(shared_desk, "No network on floor two"), open_case(shared_desk, "Network is down")
    open_page(case, TicketMenu.RELATE)
    ben = shared_desk.actor("ben")

    unknown = ben.submit({RelateField.WHAT: "merge", RelateField.KEY: "IT-99999"})
    ben.submit({RelateField.WHAT: "merge", RelateField.KEY: into.key.lower()})
    shared_desk.settle()
    case.ask("It works on floor three")

    assert "I cannot find a ticket IT-99999" in unknown.errors[RelateField.KEY]
    assert case.status() is TicketStatus.CLOSED
    assert f"{case.key} goes on as {into.key}" in case.heard[0].text or any(
        f"{case.key} goes on as {into.key}" in heard.text for heard in case.heard
    )
    assert into.worked[-1].text == "It works on floor three"


def test_a_message_is_split_into_a_ticket_that_goes_on_in_the_requester_s_messages(shared_desk: Desk) -> None:
    case = open_case(shared_desk, "The door is stuck")
    case.ask("Also my badge stopped working today")
    page = open_page(case, TicketMenu.RELATE)
    message = next(block for block in page.blocks if block["block_id"] == RelateField.MESSAGE)
    option = message["element"]["options"][0]["value"]

    shared_desk.actor("ben").submit({RelateField.WHAT: "split", RelateField.MESSAGE: option})
    shared_desk.settle()

    assert any("is a new ticket, made of a message here" in heard.text for heard in case.heard)
    newest = shared_desk.cards()[-1]
    assert "Also my badge stopped working today" in newest.words


def test_words_in_the_thread_work_the_ticket_and_reach_nobody(shared_desk: Desk) -> None:
    case = open_case(shared_desk, "The fan is loud")
    heard = len(case.heard)

    case.answer("!claim")
    case.answer("!priority high")
    case.answer("!colse")

    assert case.status() is TicketStatus.IN_PROGRESS
    assert len(case.heard) == heard
    assert "I do not know" in shared_desk.actor("ben").ephemerals()[-1].text


@pytest.mark.parametrize(
    ("emoji", "status"), [("eyes", TicketStatus.IN_PROGRESS), ("white_check_mark", TicketStatus.RESOLVED)]
)
def test_an_emoji_on_the_card_claims_or_resolves(shared_desk: Desk, emoji: str, status: TicketStatus) -> None:
    case = open_case(shared_desk, "The tap drips")

    shared_desk.actor("ben").react(case.card, emoji)
    shared_desk.settle()

    assert case.status() is status
