from dataclasses import replace

import pytest

from bot.domain.desk.facts import PersonFacts
from bot.views.desk.answers import ticket_page
from bot.views.desk.notices import opening
from bot.views.desk.triage_card import triage_card
from models.desk import TicketStatus
from tests.views.judging import problems_of
from tests.views.samples import BEN, ROSA, make_card, make_message, make_ticket


@pytest.mark.parametrize(
    ("filed_by", "is_own", "said"),
    [
        (None, True, "IT-42 opened. Rosa Diaz asked the IT team:"),
        (BEN, False, "IT-42 opened. Ben Okafor asked the IT team for you:"),
        (BEN, True, "IT-42 opened. Ben Okafor passed your message on to the IT team:"),
    ],
    ids=["by themselves", "on their behalf", "from their own message"],
)
def test_an_opening_says_who_asked(filed_by: PersonFacts | None, is_own: bool, said: str) -> None:
    drawn = opening("IT-42", "IT", make_message("VPN drops", author=ROSA), filed_by=filed_by, is_own=is_own)

    assert drawn.text.startswith(said)
    assert problems_of(drawn) == []


@pytest.mark.parametrize("status", list(TicketStatus))
def test_a_card_and_a_page_say_who_filed_the_ticket_for_whom(status: TicketStatus) -> None:
    ticket = replace(make_ticket(status=status), filed_by=BEN)

    card, page = triage_card(make_card(ticket)), ticket_page(ticket, is_agent=False)

    assert f"Filed by <@{BEN.slack_user_id}> for <@{ROSA.slack_user_id}>" in str(card.blocks)
    assert f"Filed by: {BEN.name}" in str(page.blocks)
    assert problems_of(card) == problems_of(page) == []


def test_what_a_requester_filed_themselves_says_nothing_of_it() -> None:
    assert "Filed by" not in str(triage_card(make_card()).blocks)
