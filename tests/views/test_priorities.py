"""A workspace's own words for its priorities, wherever views show them."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.desk.history import FieldChange, HistoryLine, HistoryPage
from bot.domain.desk.priorities import DEFAULT_SCALE, PriorityWords, scale_of_words
from bot.domain.desk.ticket_details import DetailField, DetailsForm, TicketDetails
from bot.views.desk.answers import ticket_page
from bot.views.desk.edit_form import edit_modal
from bot.views.desk.find_page import FindState, find_page
from bot.views.desk.history_page import history_modal
from bot.views.desk.home import home_page
from bot.views.desk.priorities_form import meaning_field, name_field, priorities_form
from bot.views.desk.settings_pages import categories_form
from bot.views.desk.ticket_preview import ticket_preview
from bot.views.desk.triage_card import triage_card
from models.desk import AuditTag, Priority
from tests.views.hostile import HOSTILE
from tests.views.judging import every_object, every_string, problems_of, problems_of_view
from tests.views.samples import BEN, NOON, make_card, make_home, make_page, make_ticket, make_work

OWN = scale_of_words(
    {
        Priority.P1: PriorityWords("P1", "Nothing works"),
        Priority.P2: PriorityWords("P2", "Works, but only in part"),
        Priority.P3: PriorityWords("<!here>"),
    }
)
TICKET = replace(make_ticket(), scale=OWN)
DETAILS = TicketDetails("VPN drops", Priority.P1, None, (), None, (), 1)
OPTIONS: list[dict[str, Any]] = [
    {"text": "P1", "description": "Nothing works"},
    {"text": "P2", "description": "Works, but only in part"},
    {"text": "<\u200b!here>"},
    {"text": "Low"},
]


def offered(view: Any, action_id: str) -> list[dict[str, Any]]:
    """Return what a menu offers: the words of each option."""
    [menu] = [found for found in every_object(view) if found.get("action_id") == action_id]
    return [
        {name: part["text"] for name, part in option.items() if isinstance(part, dict)} for option in menu["options"]
    ]


def test_the_card_names_the_priority_as_plain_text_and_its_menu_says_what_each_means() -> None:
    drawn = triage_card(make_card(TICKET))

    assert drawn.blocks[2]["fields"][1] == {"type": "plain_text", "text": "Priority\n<\u200b!here>"}
    assert offered(drawn.blocks, "ticket.set_priority") == OPTIONS


def test_the_edit_form_explains_the_priorities() -> None:
    view = edit_modal(DetailsForm(7, "IT-42", "IT", DETAILS, [], [], [], OWN))

    [field] = [block for block in view["blocks"] if block["block_id"] == DetailField.PRIORITY]
    assert offered(view, DetailField.PRIORITY) == OPTIONS
    assert field["element"]["initial_option"]["text"]["text"] == "P1"
    assert field["hint"]["text"] == "P1: Nothing works · P2: Works, but only in part"


def test_it_explains_nothing_where_nobody_did() -> None:
    view = edit_modal(DetailsForm(7, "IT-42", "IT", DETAILS, [], [], []))

    [field] = [block for block in view["blocks"] if block["block_id"] == DetailField.PRIORITY]
    assert "hint" not in field
    assert not [option for option in field["element"]["options"] if "description" in option]


def test_several_tickets_are_given_a_priority_by_its_own_name() -> None:
    page = find_page(FindState(query="vpn", is_choosing=True), make_page([TICKET]))

    assert offered(page, "find.set_priority") == OPTIONS
    assert problems_of_view(page) == []


def test_history_tells_in_the_words_of_today() -> None:
    line = HistoryLine(AuditTag.TICKET_PRIORITY_CHANGED, NOON, BEN, [FieldChange("priority", "p2", "p1")])

    view = history_modal(HistoryPage(7, "IT-42", [line], None, OWN))

    assert [said for said in every_string(view) if said in {"P2", "P1"}] == ["P2", "P1"]


@pytest.mark.parametrize(
    "shown",
    [
        find_page(FindState(query="vpn"), make_page([replace(TICKET, priority=Priority.P2)])),
        home_page(make_home(work=make_work([replace(TICKET, priority=Priority.P2)]))),
        ticket_page(replace(TICKET, priority=Priority.P2), is_agent=True).blocks,
        ticket_preview(replace(TICKET, priority=Priority.P2)),
    ],
    ids=["found", "home", "page", "preview"],
)
def test_lists_and_pages_name_it_too(shown: Any) -> None:
    said = " ".join(every_string(shown))

    assert "P2" in said
    assert "High" not in said


def test_the_settings_offer_the_names_that_were_given_and_hint_at_the_others() -> None:
    view = priorities_form(OWN)

    fields = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert fields[name_field(Priority.P1)]["initial_value"] == "P1"
    assert fields[meaning_field(Priority.P1)]["initial_value"] == "Nothing works"
    assert "initial_value" not in fields[name_field(Priority.P4)]
    assert fields[name_field(Priority.P4)]["placeholder"]["text"] == "Low"
    assert problems_of_view(view) == problems_of_view(priorities_form(DEFAULT_SCALE)) == []


def test_the_categories_are_hinted_at_in_these_words() -> None:
    view = categories_form([], OWN)

    assert view["blocks"][0]["hint"]["text"] == "A line each, as: Incident: p1, p2. Without priorities it may have any."


@pytest.mark.parametrize("words", HOSTILE[::5])
def test_slack_takes_whatever_a_priority_is_called(words: str) -> None:
    scale = scale_of_words({priority: PriorityWords(words, words) for priority in Priority})
    ticket = replace(make_ticket(), scale=scale)

    card = triage_card(make_card(ticket))
    form = edit_modal(DetailsForm(7, "IT-42", "IT", DETAILS, [], [], [], scale))

    assert problems_of(card) == []
    assert problems_of_view(form) == []
    assert problems_of_view(priorities_form(scale)) == []
