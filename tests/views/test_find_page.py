"""The search page: what it teaches, what it shows, and where somebody is on it."""

from typing import Any

import pytest

from bot.domain.desk.facts import BulkOutcome, FoundTicket, TicketPage
from bot.domain.desk.queries import Sort
from bot.views.desk import find_wording as wording
from bot.views.desk.action_ids import ActionId
from bot.views.desk.find_page import FindField, FindState, find_page, read_state
from tests.views.hostile import HOSTILE
from tests.views.judging import every_object, every_string, is_live, problems_of_view
from tests.views.samples import BEN, LINK, make_page, make_ticket

LOOKING = FindState(query="vpn status:open")


def words_of(view: dict[str, Any]) -> str:
    return " ".join(every_string(view["blocks"]))


def labels_of(view: dict[str, Any]) -> list[str]:
    return [found["text"]["text"] for found in every_object(view) if found.get("type") == "button"]


def test_an_empty_page_teaches() -> None:
    page = find_page(FindState(), None)

    assert "status:open assignee:@me" in words_of(page)
    assert wording.FILTERS in words_of(page)
    assert labels_of(page) == []
    assert problems_of_view(page) == []


def test_what_was_found_stands_with_key_title_status_assignee_and_link() -> None:
    page = find_page(LOOKING, make_page([make_ticket(assignee=BEN)]))

    assert {"type": "link", "text": "IT-42", "style": {"bold": True}, "url": LINK} in list(every_object(page))
    assert "VPN drops every hour" in words_of(page)
    assert "New · Normal · Rosa Diaz · with Ben Okafor" in words_of(page)
    assert "1 ticket" in words_of(page)
    assert problems_of_view(page) == []


def test_nothing_found_says_what_to_try() -> None:
    page = find_page(LOOKING, make_page())

    assert wording.NOTHING_FOUND in words_of(page)
    assert problems_of_view(page) == []


def test_what_was_typed_stays_and_a_complaint_says_what_there_is() -> None:
    page = find_page(FindState(query="staus:open"), None, complaint="There is `status:`.")

    [field] = [block for block in page["blocks"] if block.get("block_id") == FindField.QUERY]
    assert field["element"]["initial_value"] == "staus:open"
    assert "There is `status:`." in words_of(page)
    assert problems_of_view(page) == []


@pytest.mark.parametrize(
    ("page", "turns", "said"),
    [
        (0, ["Next"], "25 tickets, 1 to 10 shown"),
        (1, ["Previous", "Next"], "25 tickets, 11 to 20 shown"),
        (2, ["Previous"], "25 tickets, 21 to 25 shown"),
    ],
)
def test_what_was_found_is_turned_page_by_page(page: int, turns: list[str], said: str) -> None:
    tickets = [make_ticket()] * (5 if page == 2 else 10)

    view = find_page(LOOKING, make_page(tickets, page=page, total=25, is_worked=False))

    assert labels_of(view) == turns
    assert said in words_of(view)
    assert problems_of_view(view) == []


def test_where_counting_ends_there_are_at_least_so_many() -> None:
    found = [FoundTicket(make_ticket(), is_worked=False)] * 10
    page = TicketPage(found, page=0, per_page=10, total=1_000, is_more=True, is_agent=False)

    assert "1,000+ tickets, 1 to 10 shown" in words_of(find_page(LOOKING, page))


def test_only_who_works_a_ticket_can_choose_several() -> None:
    theirs, mine = (make_page([make_ticket()], is_worked=is_worked) for is_worked in (False, True))

    assert "Choose Several" not in labels_of(find_page(LOOKING, theirs))
    assert "Choose Several" in labels_of(find_page(LOOKING, mine))


def test_choosing_offers_the_worked_tickets_and_asks_before_it_changes_them() -> None:
    state = FindState(query="vpn", is_choosing=True)

    page = find_page(state, make_page([make_ticket()]))

    [boxes] = [found for found in every_object(page) if found.get("type") == "checkboxes"]
    assert [offered["value"] for offered in boxes["options"]] == ["7"]
    asking = {found["action_id"] for found in every_object(page) if "confirm" in found and "action_id" in found}
    assert asking == {ActionId.ASSIGN_SEVERAL, ActionId.RESOLVE_SEVERAL, ActionId.PRIORITIZE_SEVERAL}
    assert problems_of_view(page) == []


def test_what_became_of_a_change_is_said_for_each_ticket() -> None:
    outcome = BulkOutcome(["IT-1", "IT-2"], [("IT-3", "IT-3 is closed.")])

    page = find_page(LOOKING, make_page([make_ticket()]), outcome=outcome)
    nothing = find_page(LOOKING, make_page([make_ticket()]), outcome=BulkOutcome([], []))

    assert "Done: IT-1, IT-2" in words_of(page)
    assert "IT-3 was not changed: IT-3 is closed." in words_of(page)
    assert wording.NOTHING_TICKED in words_of(nothing)
    assert problems_of_view(page) == problems_of_view(nothing) == []


@pytest.mark.parametrize(
    "state",
    [FindState(), FindState("a \u201cb\u201d c", Sort.OLDEST, 3, is_choosing=True), FindState("\U0001f525" * 500)],
)
def test_the_page_carries_where_somebody_is(state: FindState) -> None:
    assert read_state(state.as_text()) == state
    assert len(state.as_text()) <= 3_000


@pytest.mark.parametrize(
    "text",
    ["", "no json", "[]", "null", '{"query": 7, "sort": "up", "page": -1, "is_choosing": "yes"}', '{"page": 9e9}'],
)
def test_what_a_page_carries_is_only_input(text: str) -> None:
    assert read_state(text) == FindState()


@pytest.mark.parametrize("is_choosing", [False, True])
@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_people_wrote_nobody_is_mentioned_and_slack_takes_it(words: str, *, is_choosing: bool) -> None:
    ticket = make_ticket(title=words, assignee=BEN, link=words)
    outcome = BulkOutcome([], [("IT-1", words)])
    state = FindState(words[:500], is_choosing=is_choosing)

    page = find_page(state, make_page([ticket]), complaint=words, outcome=outcome)

    assert problems_of_view(page) == []
    # What was typed stays in its field as it is.
    drawn = [block for block in page["blocks"] if block.get("block_id") != FindField.QUERY]
    assert [found for found in every_string(drawn) if is_live(found)] == []
