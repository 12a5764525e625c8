"""Money: whole minor units and the ISO 4217 code beside them. No floats; one way to round, half-up away from zero."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from bot.domain.billing.currencies import EXPONENTS
from bot.errors import Refusal

MOST_MINOR: Final = 10**15 - 1
"""The largest amount, in minor units: fifteen digits, which survive even where YAML reads a number as a float."""

_AMOUNT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")


class MoneyRefused(Refusal):
    """That is not an amount of money."""


def exponent_of(currency: str) -> int:
    """Return how many decimals a currency has: 2 for EUR, 0 for JPY, 3 for KWD.

    Raises:
        MoneyRefused: ISO 4217 has no such currency in use.
    """
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise MoneyRefused(f"{currency!r} is no currency of ISO 4217. Write its three letters, as EUR.") from None


def half_up(numerator: int, denominator: int) -> int:
    """Return the nearest whole number to a quotient, a half going away from zero: a reversal mirrors its charge.

    Args:
        denominator: above zero.
    """
    whole = (2 * abs(numerator) + denominator) // (2 * denominator)
    return whole if numerator >= 0 else -whole


@dataclass(frozen=True)
class Money:
    """An amount in minor units (cents, yen, fils) of one currency.

    Raises:
        MoneyRefused: ISO 4217 has no such currency in use.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        exponent_of(self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise MoneyRefused(f"{self.currency} and {other.currency} cannot be added up.")
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return self + -other

    @property
    def decimal(self) -> Decimal:
        """The amount as a decimal number with all the currency's decimals, exactly: `Decimal("12.90")`."""
        return Decimal(self.minor).scaleb(-exponent_of(self.currency))

    def plain(self) -> str:
        """Return the amount as it is written in a file: `12.90`, `1290` for yen."""
        return f"{self.decimal:f}"


def read_money(written: str | int | Decimal, currency: str) -> Money:
    """Return the amount a person wrote in a currency's main unit: `25`, `25.5`, `25.50`. Nothing is rounded.

    Args:
        written: a number, or its text with a point and no thousands marks.

    Raises:
        MoneyRefused: it is no number, finer than the currency's smallest coin, too large, or of no currency.
    """
    exponent = exponent_of(currency)
    text = f"{written:f}" if isinstance(written, Decimal) else str(written).strip()
    if _AMOUNT.fullmatch(text) is None:
        raise MoneyRefused(f"{text!r} is not an amount. Write it as {_example(exponent)}.")
    minor = Fraction(text) * 10**exponent
    if minor.denominator != 1:
        raise MoneyRefused(
            f"{text} is finer than {currency} goes, which has {_decimals(exponent)}. Write it as {_example(exponent)}."
        )
    if abs(minor.numerator) > MOST_MINOR:
        raise MoneyRefused(f"{text} {currency} is more than can be billed. Write a smaller amount.")
    return Money(minor.numerator, currency)


def _example(exponent: int) -> str:
    return Money(1250 * 10**exponent // 100, {0: "JPY", 2: "EUR", 3: "KWD"}[exponent]).plain()


def _decimals(exponent: int) -> str:
    return f"{exponent} decimals" if exponent else "no decimals"
