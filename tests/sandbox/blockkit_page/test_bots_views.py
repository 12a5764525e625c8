"""What the bot really says is drawn whole."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from bot.domain.desk.facts import QueueChoice, TicketLists
from bot.views.content import Content
from bot.views.desk import answers, notices, resolution
from bot.views.desk.home import home_page
from bot.views.desk.request_form import new_request_modal
from bot.views.desk.triage_card import triage_card
from models.desk import TicketStatus
from tests.sandbox.blockkit.samples import rich_text, sentence, words
from tests.sandbox.blockkit_page.stage import Stage
from tests.support.browser import find_barriers
from tests.views.samples import BEN, NOON, make_card, make_home, make_message, make_ticket, make_work

HOSTILE = make_message("*Urgent* <!channel> <https://evil.example|IT-42>")
TICKETS = [make_ticket(), make_ticket(assignee=BEN)]
LISTS = TicketLists(TICKETS, 2, TICKETS, 2, [], 0, is_agent=True)
QUEUES = [QueueChoice(1, "IT", "IT"), QueueChoice(2, "HR", "People")]
MESSAGES: dict[str, Callable[[], Content]] = {
    "new card": lambda: triage_card(make_card()),
    "card of another's words": lambda: triage_card(make_card(opening=HOSTILE)),
    "resolved card": lambda: triage_card(
        make_card(make_ticket(status=TicketStatus.RESOLVED, assignee=BEN), resolved_by=BEN, resolved_at=NOON)
    ),
    "closed card": lambda: triage_card(make_card(make_ticket(status=TicketStatus.CLOSED), resolved_at=NOON)),
    "help": lambda: answers.help_page(is_admin=True, is_agent=True),
    "lists": lambda: answers.ticket_lists(LISTS, NOON),
    "page": lambda: answers.ticket_page(make_ticket(), is_agent=True),
    "confirmation": lambda: notices.confirmation("IT-42", "IT"),
    "resolution": lambda: resolution.resolution_notice(7, "IT-42", "Ben", until=NOON),
    "opening": lambda: notices.opening("IT-42", "IT", make_message()),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_what_the_bot_says_is_drawn_whole(stage: Stage, name: str) -> None:
    drawn = stage.show_message(*(dict(block) for block in MESSAGES[name]().blocks))

    assert drawn.inner_text().strip() != ""
    assert drawn.locator(".bk-unknown").count() == 0
    assert find_barriers(stage.page) == []


def test_a_ticket_is_claimed_from_its_card(stage: Stage) -> None:
    card = triage_card(make_card())
    drawn = stage.show_message(*(dict(block) for block in card.blocks))

    expect(drawn.get_by_role("link", name="IT-42")).to_have_count(1)
    drawn.get_by_role("button", name="Claim").click()

    stage.page.wait_for_function("stage.acts.length === 1")
    act = stage.acts()[0]
    assert (act["action_id"], act["value"]) == ("ticket.claim", "7")


def test_another_persons_words_mention_nobody_on_the_card(stage: Stage) -> None:
    card = triage_card(make_card(opening=HOSTILE))

    drawn = stage.show_message(*(dict(block) for block in card.blocks))

    expect(drawn.locator("blockquote")).to_have_text("*Urgent* @channel IT-42")
    assert drawn.locator("blockquote :is(.bk-mention, b)").count() == 0


def test_the_request_form_is_filled_in(stage: Stage) -> None:
    form = new_request_modal(QUEUES, text="VPN drops", chosen=2)
    stage.page.evaluate("view => stage.showView(view)", form)

    expect(stage.drawn.get_by_role("combobox")).to_have_value("People")
    stage.drawn.get_by_role("textbox").nth(1).fill("Every hour")

    held = [value for actions in stage.state().values() for value in actions.values()]
    details = rich_text(sentence(words("Every hour")))
    assert held == ["VPN drops", details, "2"]
    assert find_barriers(stage.page) == []


@pytest.mark.parametrize("is_agent", [False, True])
def test_a_persons_home_is_drawn_whole(stage: Stage, is_agent: bool) -> None:
    view = home_page(make_home(TICKETS, waiting=TICKETS, work=make_work(TICKETS) if is_agent else None))

    stage.page.evaluate("view => stage.showView(view)", view)

    assert stage.drawn.get_by_role("link", name="IT-42").count() > 0
    assert stage.drawn.locator(".bk-unknown").count() == 0
    assert find_barriers(stage.page) == []
