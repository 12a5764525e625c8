"""Home: what needs its reader first, nothing empty that does not teach, and never more than Slack takes."""

from datetime import timedelta
from typing import Any

import pytest

from bot.views.desk import wording
from bot.views.desk.action_ids import ActionId
from bot.views.desk.home import home_page
from models.desk import Priority, TicketStatus
from tests.views.hostile import HOSTILE
from tests.views.judging import every_object, every_string, is_live, problems_of_home
from tests.views.samples import BEN, LINK, NOON, NOON_SECONDS, ROSA, make_home, make_ticket

MOST_BLOCKS = 100


def headings_of(view: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "header"]


def words_of(view: dict[str, Any]) -> str:
    return " ".join(every_string(view["blocks"]))


def test_a_requester_sees_their_open_requests_with_who_has_them() -> None:
    ticket = make_ticket(status=TicketStatus.IN_PROGRESS, assignee=BEN)

    page = home_page(make_home([ticket]))

    assert headings_of(page) == ["Your open requests"]
    assert {"type": "link", "text": "IT-42", "style": {"bold": True}, "url": LINK} in list(every_object(page))
    opened = f"<!date^{NOON_SECONDS}^{{date_short_pretty}} at {{time}}|2026-11-23 12:00 UTC>"
    assert f"In progress · with <@U0BEN> · Opened {opened}" in words_of(page)
    assert problems_of_home(page) == []


def test_a_request_nobody_has_says_so_and_one_without_a_place_has_no_link() -> None:
    page = home_page(make_home([make_ticket(link=None)]))

    assert wording.NOBODY_YET in words_of(page)
    assert [found for found in every_object(page) if found.get("type") == "link"] == []
    assert problems_of_home(page) == []


def test_an_agent_sees_first_what_there_is_to_do() -> None:
    mine = make_ticket(title="Mine", priority=Priority.P1, assignee=BEN)
    free = [make_ticket(title="Free"), make_ticket(title="Free, too")]

    page = home_page(make_home([], [mine], free, is_agent=True))

    assert page["blocks"][0]["text"]["text"] == "*1* assigned to you · *2* waiting for somebody"
    assert headings_of(page) == ["Assigned to you", "Waiting for somebody to claim", "Your open requests"]
    assert "Urgent · New · <@U0ROSA>" in words_of(page)
    assert problems_of_home(page) == []


def test_empty_lists_say_what_to_do() -> None:
    page = home_page(make_home(is_agent=True))

    for empty in (wording.NONE_ASSIGNED, wording.NONE_UNASSIGNED, wording.NO_REQUESTS_AT_HOME):
        assert empty in words_of(page)
    assert problems_of_home(page) == []


def test_where_nobody_takes_requests_there_is_no_button_but_the_way_to_begin() -> None:
    page = home_page(make_home(takes_requests=False))

    assert [found for found in every_object(page) if found.get("type") == "button"] == []
    assert "An admin can start with" in words_of(page)
    assert "/desk triage #channel IT" in words_of(page)
    assert problems_of_home(page) == []


def test_the_button_opens_the_request_form() -> None:
    [button] = [found for found in every_object(home_page(make_home())) if found.get("type") == "button"]

    assert (button["action_id"], button["text"]["text"], button["style"]) == (
        ActionId.BEGIN_REQUEST,
        "New Request",
        "primary",
    )


def test_the_foot_says_as_of_when_it_is() -> None:
    page = home_page(make_home())

    [foot] = page["blocks"][-1]["elements"]
    assert foot["text"] == f"Updated <!date^{NOON_SECONDS}^{{time}}|2026-11-23 12:00 UTC> · Only you see this page"


def test_three_full_lists_fit_and_say_how_many_more_there_are() -> None:
    full = [make_ticket(title="x" * 400, opened_at=NOON - timedelta(days=day)) for day in range(10)]

    page = home_page(make_home(full, full, full, more=3, is_agent=True))

    assert "and 3 more tickets" in words_of(page)
    assert len(page["blocks"]) <= MOST_BLOCKS
    assert problems_of_home(page) == []


@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_a_title_says_nobody_is_mentioned_and_slack_takes_it(words: str) -> None:
    ticket = make_ticket(title=words, requester=ROSA, assignee=BEN, queue_name=words, link=words)

    page = home_page(make_home([ticket], [ticket], [ticket], is_agent=True))

    assert problems_of_home(page) == []
    assert [found for found in every_string(page["blocks"]) if is_live(found)] == []
