import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.desk.facts import QueueChoice
from bot.domain.desk.queue_rules import CategoryFacts
from bot.domain.desk.ticket_details import DetailField, DetailsForm, TicketDetails, marks_of
from bot.views.desk.edit_form import edit_modal
from models.desk import Priority
from tests.views.hostile import HOSTILE
from tests.views.judging import every_object, problems_of_view
from tests.views.samples import NOON

DETAILS = TicketDetails("VPN drops", Priority.P2, "incident", ("laptop", "vpn"), NOON, ("U0BEN",), 1)
INCIDENT = CategoryFacts("incident", "Incident", (Priority.P1, Priority.P2))
FORM = DetailsForm(7, "IT-42", "IT", DETAILS, [INCIDENT], [QueueChoice(2, "HR", "People")], ["vpn"])


def field_of(view: dict[str, Any], name: DetailField) -> dict[str, Any]:
    found: dict[str, Any] = next(block for block in view["blocks"] if block.get("block_id") == name)
    return found


def test_the_form_has_every_field_and_shows_what_stands() -> None:
    view = edit_modal(FORM)

    assert [block["block_id"] for block in view["blocks"]] == list(DetailField)
    assert field_of(view, DetailField.TITLE)["element"]["initial_value"] == "VPN drops"
    assert field_of(view, DetailField.PRIORITY)["element"]["initial_option"]["value"] == "p2"
    assert field_of(view, DetailField.CATEGORY)["element"]["initial_option"]["value"] == "incident"
    assert field_of(view, DetailField.TAGS)["element"]["initial_value"] == "laptop vpn"
    assert field_of(view, DetailField.DUE)["element"]["initial_date_time"] == int(NOON.timestamp())
    assert field_of(view, DetailField.FOLLOWERS)["element"]["initial_users"] == ["U0BEN"]
    assert "initial_option" not in field_of(view, DetailField.QUEUE)["element"]


def test_it_carries_what_its_reader_saw_in_a_few_letters() -> None:
    carried = edit_modal(FORM)["private_metadata"]

    assert json.loads(carried) == {"ticket": 7, "queue": 1, "seen": marks_of(DETAILS)}
    assert len(carried) < 3_000


def test_there_is_nothing_to_choose_where_there_is_no_choice() -> None:
    view = edit_modal(replace(FORM, categories=[], queues=[]))

    names = [block["block_id"] for block in view["blocks"]]
    assert DetailField.CATEGORY not in names
    assert DetailField.QUEUE not in names


def test_who_was_slower_sees_what_it_is_now_and_keeps_what_they_entered() -> None:
    draft = replace(DETAILS, title="VPN drops daily", priority=Priority.P4, due_at=NOON + timedelta(days=1))

    view = edit_modal(FORM, draft, overtaken={DetailField.TITLE, DetailField.DUE})

    said = [found["text"] for found in every_object(view["blocks"][0]) if found.get("type") == "text"]
    assert said == ["Somebody changed this while you were writing:", "Title is now VPN drops", "Due is now "]
    assert field_of(view, DetailField.TITLE)["element"]["initial_value"] == "VPN drops daily"
    assert field_of(view, DetailField.PRIORITY)["element"]["initial_option"]["value"] == "p4"


@pytest.mark.parametrize("words", HOSTILE)
def test_slack_takes_the_form_whatever_stands_in_it(words: str) -> None:
    assert problems_with(words, categories=2, queues=2) == []


def test_slack_takes_the_form_however_much_there_is_to_choose() -> None:
    assert problems_with(max(HOSTILE, key=len), categories=50, queues=198) == []


def problems_with(words: str, *, categories: int, queues: int) -> list[str]:
    """Return what Slack would refuse in the form with these words everywhere, but that none of so many is chosen."""
    details = replace(DETAILS, title=words, tags=("x" * 40,) * 20)
    category = CategoryFacts("incident", words, (Priority.P1,))
    choices = [QueueChoice(2 + number, "HR", words) for number in range(queues)]
    form = replace(FORM, details=details, categories=[category] * categories, queues=choices, queue_name=words)
    return [problem for problem in problems_of_view(edit_modal(form)) if "initial_option" not in problem]
