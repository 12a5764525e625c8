from dataclasses import replace
from typing import Any

import pytest

from bot.domain.desk.facts import MessageToFile, QueueChoice
from bot.views.desk.action_ids import MessageField, QuoteField
from bot.views.desk.message_form import message_form, message_refused, quote_form
from tests.views.judging import problems_of_view
from tests.views.samples import make_message, make_ticket

IT, HR = QueueChoice(1, "IT", "IT"), QueueChoice(2, "HR", "People")
ASKED = MessageToFile(
    message=make_message(text="The printer smells"),
    slack_channel_id="C0LOBBY",
    ts="1763899200.000100",
    title="The printer smells",
    choices=[IT, HR],
    chosen_id=2,
    asks_for_whom=True,
    for_whom="U0ROSA",
)


def names_of(modal: dict[str, Any]) -> list[str]:
    return [block["block_id"] for block in modal["blocks"] if block["type"] == "input"]


def element(modal: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(block["element"] for block in modal["blocks"] if block.get("block_id") == name)
    return found


def test_an_agent_is_asked_for_title_queue_and_requester() -> None:
    modal = message_form(ASKED)

    assert names_of(modal) == list(MessageField)
    assert element(modal, MessageField.TITLE)["initial_value"] == "The printer smells"
    assert element(modal, MessageField.QUEUE)["initial_option"]["value"] == "2"
    assert element(modal, MessageField.FOR_WHOM)["initial_user"] == "U0ROSA"
    assert problems_of_view(modal) == []


def test_who_is_no_agent_and_has_one_queue_is_asked_for_the_title_alone() -> None:
    modal = message_form(replace(ASKED, choices=[IT], chosen_id=1, asks_for_whom=False))

    assert names_of(modal) == [MessageField.TITLE]
    assert '"queue": "1"' in modal["private_metadata"]
    assert problems_of_view(modal) == []


def test_of_a_reply_nobody_is_proposed() -> None:
    modal = message_form(replace(ASKED, for_whom=None))

    assert "initial_user" not in element(modal, MessageField.FOR_WHOM)
    assert problems_of_view(modal) == []


@pytest.mark.parametrize("text", ["", "x" * 40_000, "<!channel> *not bold* `code`"])
def test_any_words_fit_the_form(text: str) -> None:
    said = make_message(text=text)

    forms = [message_form(replace(ASKED, message=said, title=text)), quote_form(said, "C0LOBBY", ASKED.ts, [])]

    assert [problems_of_view(modal) for modal in forms] == [[], []]


def test_a_message_is_added_to_one_of_the_open_tickets_or_to_another_by_its_key() -> None:
    tickets = [replace(make_ticket(title=title), key=key) for key, title in (("IT-7", "VPN"), ("IT-8", "Lift"))]

    modal = quote_form(ASKED.message, "C0LOBBY", ASKED.ts, tickets)

    assert names_of(modal) == list(QuoteField)
    options = element(modal, QuoteField.TICKET)["options"]
    assert [option["value"] for option in options] == ["IT-7", "IT-8"]
    assert options[0]["text"]["text"] == "IT-7 VPN"
    assert problems_of_view(modal) == []


def test_without_open_tickets_the_key_is_asked_for() -> None:
    modal = quote_form(ASKED.message, "C0LOBBY", ASKED.ts, [])

    assert names_of(modal) == [QuoteField.KEY]
    assert not next(block for block in modal["blocks"] if block["type"] == "input")["optional"]


def test_a_refusal_is_only_read() -> None:
    modal = message_refused("This thread has its ticket already: IT-7.")

    assert "submit" not in modal
    assert problems_of_view(modal) == []
