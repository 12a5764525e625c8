from typing import Any

from bot.domain.desk.facts import QueueChoice
from bot.views.desk.request_form import new_request_modal
from tests.views.judging import problems_of_view
from tests.views.samples import rich, section, text

IT = QueueChoice(1, "IT", "IT")
HR = QueueChoice(2, "HR", "People")


def element(modal: dict[str, Any], block_id: str) -> dict[str, Any]:
    return next(block["element"] for block in modal["blocks"] if block["block_id"] == block_id)


def test_with_one_queue_there_is_nothing_to_choose() -> None:
    modal = new_request_modal([IT])

    assert [block["block_id"] for block in modal["blocks"]] == ["request.title", "request.details"]
    assert modal["private_metadata"] == "1"
    assert problems_of_view(modal) == []


def test_with_several_queues_one_is_chosen() -> None:
    modal = new_request_modal([IT, HR], chosen=2)

    people = {"text": {"type": "plain_text", "text": "People"}, "value": "2"}
    assert element(modal, "request.queue")["options"][1] == people
    assert element(modal, "request.queue")["initial_option"] == people
    assert modal["private_metadata"] == ""
    assert problems_of_view(modal) == []


def test_a_queue_that_is_not_offered_is_not_proposed() -> None:
    modal = new_request_modal([IT, HR], chosen=3)

    assert "initial_option" not in element(modal, "request.queue")


def test_the_form_says_what_it_is() -> None:
    modal = new_request_modal([IT])

    texts = [modal[name]["text"] for name in ("title", "submit", "close")]
    labels = [(block["label"]["text"], block.get("optional", False)) for block in modal["blocks"]]
    assert texts == ["New request", "Create Ticket", "Cancel"]
    assert labels == [("What do you need?", False), ("Details", True)]
    assert modal["callback_id"] == "request.new"


def test_a_line_typed_before_is_the_title() -> None:
    modal = new_request_modal([IT], text=" VPN drops ")

    assert element(modal, "request.title")["initial_value"] == "VPN drops"
    assert "initial_value" not in element(modal, "request.details")


def test_what_is_too_long_for_the_title_is_in_the_details() -> None:
    typed = "word " * 60

    modal = new_request_modal([IT], text=typed)

    assert element(modal, "request.title")["initial_value"].endswith("…")
    assert element(modal, "request.details")["initial_value"] == rich(section(text(typed.strip())))
    assert problems_of_view(modal) == []


def test_nothing_typed_leaves_the_form_empty() -> None:
    modal = new_request_modal([IT], text="  ")

    assert "initial_value" not in element(modal, "request.title")


def test_more_queues_than_a_menu_holds_come_in_groups() -> None:
    queues = [QueueChoice(number, f"Q{number}", f"Queue {number}") for number in range(250)]

    modal = new_request_modal(queues, chosen=249)

    groups = element(modal, "request.queue")["option_groups"]
    assert [group["label"]["text"] for group in groups] == ["Q0 to Q99", "Q100 to Q199", "Q200 to Q249"]
    assert problems_of_view(modal) == []


def test_an_agent_may_say_for_whom_and_somebody_may_be_proposed() -> None:
    modal = new_request_modal([IT], asks_for_whom=True, for_whom="U0ROSA")

    assert element(modal, "request.for_whom")["initial_user"] == "U0ROSA"
    assert modal["blocks"][-1]["optional"]
    assert problems_of_view(modal) == []
