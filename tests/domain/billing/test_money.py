"""Minor units, currencies, and the one way to round."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.billing.currencies import EXPONENTS
from bot.domain.billing.money import MOST_MINOR, Money, MoneyRefused, exponent_of, half_up, read_money

AMOUNTS = st.integers(-MOST_MINOR, MOST_MINOR)
CURRENCIES = st.sampled_from(sorted(EXPONENTS))


@pytest.mark.parametrize(("currency", "exponent"), [("USD", 2), ("JPY", 0), ("UGX", 0), ("KWD", 3), ("IQD", 3)])
def test_a_currency_has_the_decimals_of_iso_4217(currency: str, exponent: int) -> None:
    assert exponent_of(currency) == exponent


@pytest.mark.parametrize(
    ("written", "currency", "minor"),
    [
        ("12.90", "EUR", 1290),
        ("12.9", "EUR", 1290),
        (25, "USD", 2500),
        (Decimal("5000.00"), "EUR", 500000),
        (Decimal("1E+3"), "EUR", 100000),
        ("3750", "JPY", 3750),
        ("3750.00", "JPY", 3750),
        ("0.005", "KWD", 5),
        ("-1.50", "GBP", -150),
    ],
)
def test_an_amount_is_read_without_rounding(written: str | int | Decimal, currency: str, minor: int) -> None:
    assert read_money(written, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("written", "currency", "says"),
    [
        ("12.905", "EUR", "12.905 is finer than EUR goes, which has 2 decimals. Write it as 12.50."),
        ("1.5", "JPY", "1.5 is finer than JPY goes, which has no decimals. Write it as 12."),
        ("12,90", "EUR", "'12,90' is not an amount. Write it as 12.50."),
        ("nan", "KWD", "'nan' is not an amount. Write it as 12.500."),
        (str(MOST_MINOR + 1), "JPY", "'1000000000000000' is not an amount. Write it as 12."),
        ("99999999999999", "EUR", "99999999999999 EUR is more than can be billed. Write a smaller amount."),
        ("5", "EURO", "'EURO' is no currency of ISO 4217. Write its three letters, as EUR."),
    ],
)
def test_what_is_no_amount_is_refused_with_a_way_out(written: str, currency: str, says: str) -> None:
    with pytest.raises(MoneyRefused) as refused:
        read_money(written, currency)

    assert str(refused.value) == says


@given(AMOUNTS, CURRENCIES)
def test_what_is_written_is_read_back(minor: int, currency: str) -> None:
    money = Money(minor, currency)

    assert read_money(money.plain(), currency) == money


@given(AMOUNTS, CURRENCIES)
def test_a_number_that_yaml_made_a_float_is_still_exact(minor: int, currency: str) -> None:
    money = Money(minor, currency)

    read_by_yaml = float(money.plain())

    assert read_money(Decimal(str(read_by_yaml)), currency) == money


def test_two_currencies_do_not_add_up() -> None:
    with pytest.raises(MoneyRefused, match="EUR and USD cannot be added up"):
        Money(1, "EUR") + Money(1, "USD")


def test_money_adds_up_and_turns_its_sign() -> None:
    assert Money(500, "EUR") - Money(120, "EUR") == -Money(-380, "EUR")


@given(st.integers(-(10**18), 10**18), st.integers(1, 10**6))
def test_rounding_is_to_the_nearest_a_half_goes_away_from_zero_and_a_reversal_mirrors(above: int, below: int) -> None:
    rounded = half_up(above, below)

    distance = abs(Fraction(above, below)) - abs(rounded)
    assert Fraction(-1, 2) <= distance < Fraction(1, 2)
    assert half_up(-above, below) == -rounded
