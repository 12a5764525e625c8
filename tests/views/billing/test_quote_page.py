"""The quote: what it says for each choice, and that what was typed stays."""

from typing import Any

import pytest

from bot.domain.billing.periods import Interval
from bot.domain.billing.plans import Plan
from bot.domain.billing.price_lists import shipped
from bot.domain.billing.quote_page import QuoteChoice, QuotePage
from bot.domain.billing.quotes import QuoteAsk, quote
from bot.views.billing import quote_wording as wording
from bot.views.billing.action_ids import BillingActionId
from bot.views.billing.quote_page import quote_page
from tests.views.billing.reading import said
from tests.views.judging import problems_of_view

PRICES = shipped().get("2026-11")


def page_of(seats: str, plan: Plan = Plan.TEAM, interval: Interval = Interval.MONTHLY, **asked: Any) -> dict[str, Any]:
    ask = QuoteAsk(int(seats), plan, interval, "USD", **asked) if seats.isdigit() else None
    shown = QuotePage(
        choice=QuoteChoice(seats, plan, interval, "USD"),
        quote=None if ask is None else quote(ask, PRICES),
        offer=PRICES.offers[plan],
        currencies=PRICES.currencies,
        occupied=asked.get("occupied", 0),
        collects=True,
        locale=None,
    )
    return quote_page(shown)


def test_a_quote_says_lines_tax_total_and_what_a_year_at_once_saves() -> None:
    page = page_of("10", prepaid=12, tax_rate_basis_points=1900)

    assert said(page["blocks"]) == [
        (
            "10 agents at $25.00: $250.00\n2 bought in advance that nobody has, at $25.00: $50.00\n"
            "Tax, 19%: $57.00\n$357.00 a month"
        ),
        "A year costs $3,600.00 by the month and $3,000.00 at once, before tax: $600.00 less.",
        wording.gives(PRICES.offers[Plan.TEAM]),
        wording.NOTHING_CHANGES,
    ]
    assert problems_of_view(page) == []


def test_fewer_seats_than_there_are_agents_is_warned_of() -> None:
    assert "8 people take a seat now." in "\n".join(said(page_of("2", occupied=8)["blocks"]))


def test_no_agreed_price_is_said_and_no_amount_is() -> None:
    words = "\n".join(said(page_of("2", plan=Plan.ENTERPRISE)["blocks"]))

    assert "No price is agreed for this choice." in words
    assert "$" not in words


def test_no_seats_make_no_document() -> None:
    assert wording.NO_SEATS in said(page_of("0")["blocks"])


@pytest.mark.parametrize("typed", ["", "x", "-1", "2.5", "٣"])
def test_what_is_no_number_is_said_and_the_choices_stay(typed: str) -> None:
    page = page_of(typed, plan=Plan.PROFESSIONAL) if not typed.isdigit() else page_of("x", plan=Plan.PROFESSIONAL)

    assert wording.NOT_A_NUMBER in said(page["blocks"])
    [plan] = [block for block in page["blocks"] if block.get("block_id") == BillingActionId.QUOTE_PLAN]
    assert plan["element"]["initial_option"]["value"] == "professional"
    assert problems_of_view(page) == []


def test_every_plan_says_what_it_gives() -> None:
    assert wording.gives(PRICES.offers[Plan.TEAM]).startswith("Team: 1 queue · 1 inbound address · ")
    assert "own name and icon" in wording.gives(PRICES.offers[Plan.PROFESSIONAL])
    assert "a security review on request" in wording.gives(PRICES.offers[Plan.ENTERPRISE])
