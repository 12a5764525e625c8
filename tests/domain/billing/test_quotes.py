"""What a number of agents would cost, asked before anything is bought."""

from dataclasses import replace

import pytest

from bot.domain.billing import price_lists
from bot.domain.billing.money import Money, MoneyRefused
from bot.domain.billing.periods import Interval
from bot.domain.billing.plans import Plan
from bot.domain.billing.quotes import Quote, QuoteAsk, QuoteLine, QuoteLineKind, QuoteWarning, quote

ASK = QuoteAsk(seats=4, plan=Plan.TEAM, interval=Interval.MONTHLY, currency="USD")


def quoted(ask: QuoteAsk) -> Quote:
    return quote(ask, price_lists.shipped().get("2026-11"))


def test_so_many_agents_cost_their_price_and_the_tax() -> None:
    answer = quoted(replace(ASK, tax_rate_basis_points=1900))

    assert answer.lines == (QuoteLine(QuoteLineKind.AGENTS, 4, 2500, 10000),)
    assert (answer.subtotal, answer.total) == (Money(10000, "USD"), Money(11900, "USD"))


def test_a_year_at_once_is_compared_with_twelve_months() -> None:
    for interval in Interval:
        compared = quoted(replace(ASK, interval=interval)).compared

        assert compared is not None
        assert (compared.monthly, compared.annual) == (Money(120000, "USD"), Money(100000, "USD"))
        assert compared.saved == Money(20000, "USD")


def test_seats_bought_in_advance_are_a_line_of_their_own() -> None:
    answer = quoted(replace(ASK, prepaid=10, currency="JPY"))

    assert answer.lines == (
        QuoteLine(QuoteLineKind.AGENTS, 4, 3750, 15000),
        QuoteLine(QuoteLineKind.EMPTY_SEATS, 6, 3750, 22500),
    )
    assert answer.total == Money(37500, "JPY")


def test_fewer_seats_than_agents_are_warned_of() -> None:
    warned = [quoted(replace(ASK, occupied=occupied)).warnings for occupied in (4, 5)]

    assert warned == [(), (QuoteWarning.BELOW_OCCUPIED,)]


def test_where_no_price_is_agreed_there_is_nothing_to_add_up() -> None:
    answer = quoted(replace(ASK, plan=Plan.ENTERPRISE))

    assert (answer.unit, answer.lines, answer.compared) == (None, (), None)
    assert answer.warnings == (QuoteWarning.NO_PRICE_AGREED,)


def test_an_agreed_price_wins_and_is_not_compared_with_one_that_was_not_agreed() -> None:
    answer = quoted(replace(ASK, plan=Plan.ENTERPRISE, agreed_minor=4200))

    assert (answer.total, answer.compared, answer.warnings) == (Money(16800, "USD"), None, ())


def test_nobody_costs_nothing() -> None:
    answer = quoted(replace(ASK, seats=0))

    assert (answer.lines, answer.total) == ((), Money(0, "USD"))


def test_a_currency_without_a_list_has_no_price_and_one_that_does_not_exist_is_refused() -> None:
    assert quoted(replace(ASK, currency="CHF")).warnings == (QuoteWarning.NO_PRICE_AGREED,)

    with pytest.raises(MoneyRefused, match="no currency of ISO 4217"):
        _ = quoted(replace(ASK, currency="EURO")).total
