"""Home: what needs its reader first, nothing empty that does not teach, and never more than Slack takes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.desk.facts import SetUpFacts
from bot.domain.desk.home_lists import HomeList
from bot.listeners.desk.home import read_page
from bot.views.desk import home_wording as wording
from bot.views.desk.action_ids import ActionId
from bot.views.desk.home import home_page, page_value
from models.desk import Priority, TicketStatus
from tests.views.hostile import HOSTILE
from tests.views.judging import every_object, every_string, is_live, problems_of_home
from tests.views.samples import BEN, LINK, NOON, NOON_SECONDS, ROSA, make_home, make_ticket, make_work

MOST_BLOCKS = 100
EVERYTHING_DONE = SetUpFacts(["C0TRIAGE"], ["C0HELP"], has_tickets=True)


def headings_of(view: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "header"]


def words_of(view: dict[str, Any]) -> str:
    return " ".join(every_string(view["blocks"]))


def buttons_of(view: dict[str, Any]) -> dict[str, str]:
    """Return the value of each button by its label."""
    pressed = [found for found in every_object(view) if found.get("type") == "button"]
    return {found["text"]["text"]: found["value"] for found in pressed}


def test_a_requester_sees_their_open_requests_with_who_has_them() -> None:
    ticket = make_ticket(status=TicketStatus.IN_PROGRESS, assignee=BEN)

    page = home_page(make_home([ticket]))

    assert headings_of(page) == ["Your open requests"]
    assert {"type": "link", "text": "IT-42", "style": {"bold": True}, "url": LINK} in list(every_object(page))
    opened = f"<!date^{NOON_SECONDS}^{{date_short_pretty}} at {{time}}|2026-11-23 12:00 UTC>"
    assert f"In progress · with <@U0BEN> · Opened {opened}" in words_of(page)
    assert problems_of_home(page) == []


def test_what_waits_for_a_requester_comes_first_and_what_was_solved_last() -> None:
    waiting, solved = make_ticket(status=TicketStatus.WAITING), make_ticket(status=TicketStatus.RESOLVED)

    page = home_page(make_home([make_ticket()], waiting=[waiting], solved=[solved]))

    assert headings_of(page) == ["Waiting for you", "Your open requests", "Recently solved"]
    assert problems_of_home(page) == []


def test_a_request_nobody_has_says_so_and_one_without_a_place_has_no_link() -> None:
    page = home_page(make_home([make_ticket(link=None)]))

    assert wording.NOBODY_YET in words_of(page)
    assert [found for found in every_object(page) if found.get("type") == "link"] == []
    assert problems_of_home(page) == []


def test_an_agent_sees_first_what_there_is_to_do() -> None:
    mine = make_ticket(title="Mine", priority=Priority.P1, assignee=BEN)

    page = home_page(make_home(work=make_work([mine], figures=(1, 5, 1_001))))

    assert page["blocks"][0]["text"]["text"] == (
        "*1* needs you now · *5* assigned to you · *1,000+* waiting for somebody"
    )
    assert headings_of(page) == ["Needs me now", "Your open requests"]
    assert "Urgent · New · <@U0ROSA> · with <@U0BEN>" in words_of(page)
    assert problems_of_home(page) == []


@pytest.mark.parametrize(("hours", "said"), [(2, "due <!date^"), (-2, "*overdue* since <!date^")])
def test_an_agent_sees_by_when_a_ticket_is_due(hours: int, said: str) -> None:
    ticket = replace(make_ticket(), due_at=NOON + timedelta(hours=hours))

    assert said in words_of(home_page(make_home(work=make_work([ticket]))))


@pytest.mark.parametrize("shown", wording.LIST_NAMES)
def test_every_list_can_be_chosen_and_says_what_to_do_when_it_is_empty(shown: HomeList) -> None:
    page = home_page(make_home(work=make_work(shown=shown)))

    [menu] = [found for found in every_object(page) if found.get("action_id") == ActionId.CHOOSE_HOME_LIST]
    assert menu["initial_option"]["value"] == shown
    assert [offered["value"] for offered in menu["options"]] == [each.value for each in wording.LIST_NAMES]
    assert wording.EMPTY_LISTS[shown] in words_of(page)
    assert problems_of_home(page) == []


@pytest.mark.parametrize(
    ("page", "turns", "said"),
    [
        (0, {"Next": "mine/1"}, "1 to 10 of 25"),
        (1, {"Previous": "mine/0", "Next": "mine/2"}, "11 to 20 of 25"),
        (2, {"Previous": "mine/1"}, "21 to 25 of 25"),
    ],
)
def test_a_long_list_is_turned_page_by_page(page: int, turns: dict[str, str], said: str) -> None:
    tickets = [make_ticket()] * (5 if page == 2 else 10)

    home = home_page(make_home(work=make_work(tickets, shown=HomeList.MINE, page=page, total=25)))

    assert {label: value for label, value in buttons_of(home).items() if label in {"Previous", "Next"}} == turns
    assert said in words_of(home)
    assert problems_of_home(home) == []


def test_a_short_list_has_nothing_to_turn() -> None:
    assert "Next" not in buttons_of(home_page(make_home(work=make_work([make_ticket()]))))


@pytest.mark.parametrize(
    ("value", "page"),
    [
        (page_value(HomeList.DUE, 3), (HomeList.DUE, 3)),
        ("as_requester", (HomeList.AS_REQUESTER, 0)),
        ("lost/3", (HomeList.NEEDS_ME, 3)),
        ("mine/-1", (HomeList.MINE, 0)),
        ("mine/99999", (HomeList.MINE, 0)),
        ("mine/\u00b2", (HomeList.MINE, 0)),
        ("", (HomeList.NEEDS_ME, 0)),
    ],
)
def test_what_a_button_carries_is_only_input(value: str, page: tuple[HomeList, int]) -> None:
    assert read_page(value) == page


def test_a_requester_can_ask_search_and_choose_what_they_are_told() -> None:
    assert list(buttons_of(home_page(make_home()))) == ["New Request", "Search", "Notifications"]


def test_an_agent_can_look_at_their_page_as_a_requester_and_come_back() -> None:
    mine, theirs = make_home(work=make_work()), make_home(as_requester=True)

    assert buttons_of(home_page(mine))["View as Requester"] == HomeList.AS_REQUESTER
    assert buttons_of(home_page(theirs))["Back to My Page"] == HomeList.NEEDS_ME
    assert wording.SEEN_AS_REQUESTER in words_of(home_page(theirs))
    assert problems_of_home(home_page(theirs)) == []


def test_an_admin_sees_what_is_left_to_set_up_until_nothing_is() -> None:
    begun = home_page(make_home(set_up=SetUpFacts(["C0HELP"], [], has_tickets=False)))
    complete = home_page(make_home(set_up=EVERYTHING_DONE))

    assert headings_of(begun) == ["Finish setting up", "Your open requests"]
    assert "*1 of 3* Triage channel for agents <#C0HELP> · done" in words_of(begun)
    assert "`/desk request #channel IT` · to do" in words_of(begun)
    assert headings_of(complete) == ["Your open requests"]
    assert "Settings" in buttons_of(complete)
    assert problems_of_home(begun) == problems_of_home(complete) == []


def test_where_nobody_takes_requests_there_is_no_button_to_ask_but_the_way_to_begin() -> None:
    page = home_page(make_home(takes_requests=False))

    assert "New Request" not in buttons_of(page)
    assert "An admin can start with" in words_of(page)
    assert "/desk triage #channel IT" in words_of(page)
    assert problems_of_home(page) == []


def test_the_foot_says_as_of_when_it_is() -> None:
    page = home_page(make_home())

    [foot] = page["blocks"][-1]["elements"]
    assert foot["text"] == f"Updated <!date^{NOON_SECONDS}^{{time}}|2026-11-23 12:00 UTC> · Only you see this page"


def test_the_fullest_page_fits_and_says_how_many_more_there_are() -> None:
    full = [make_ticket(title="x" * 400, opened_at=NOON - timedelta(days=day)) for day in range(10)]
    work = make_work(full, shown=HomeList.OPEN, page=1, total=40)
    unfinished = SetUpFacts(["C0TRIAGE"] * 9, [], has_tickets=False)

    page = home_page(make_home(full, waiting=full, solved=full[:5], more=3, work=work, set_up=unfinished))

    assert "and 3 more" in words_of(page)
    assert "Updated" in str(page["blocks"][-1])
    assert len(page["blocks"]) <= MOST_BLOCKS
    assert problems_of_home(page) == []


@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_a_title_says_nobody_is_mentioned_and_slack_takes_it(words: str) -> None:
    ticket = make_ticket(title=words, requester=ROSA, assignee=BEN, queue_name=words, link=words)

    page = home_page(make_home([ticket], waiting=[ticket], solved=[ticket], work=make_work([ticket])))

    assert problems_of_home(page) == []
    assert [found for found in every_string(page["blocks"]) if is_live(found)] == []
