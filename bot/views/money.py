"""Money and percentages as the reader's country writes them. Amounts come in minor units: nothing is rounded here."""

import re
from copy import copy
from decimal import Decimal
from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.numbers import NumberPattern, format_percent

from bot.domain.billing.money import Money, exponent_of

DEFAULT_LOCALE: Final = "en-US"
NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"

_LETTER_MEETS_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


@lru_cache(maxsize=256)
def locale_of(name: str | None) -> Locale:
    """Return the locale Slack names for a person (`de-DE`), or the nearest one known: its language, else English."""
    for written in (name or "", (name or "").partition("-")[0], DEFAULT_LOCALE):
        try:
            return Locale.parse(written.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError(DEFAULT_LOCALE)


def written_money(money: Money, locale: str | None = None) -> str:
    """Return an amount with its currency's sign where the country puts it: `€12.90`, `12,90 €`, `¥1,290`.

    The spaces in it do not break a line.

    Args:
        money: any amount; below zero it has a minus.
        locale: as Slack names it, as `de-DE`; without one, American English.
    """
    pattern = _pattern(locale or DEFAULT_LOCALE, exponent_of(money.currency))
    written: str = pattern.apply(money.decimal, locale_of(locale), currency=money.currency, currency_digits=False)
    return _LETTER_MEETS_DIGIT.sub(NO_BREAK_SPACE, written)


def written_percent(basis_points: int, locale: str | None = None) -> str:
    """Return a rate as a percentage with the decimals it has and no more: `19%`, `8,25 %`."""
    return format_percent(Decimal(basis_points).scaleb(-4), locale=locale_of(locale), decimal_quantization=False)


@lru_cache(maxsize=256)
def _pattern(locale: str, exponent: int) -> NumberPattern:
    # The decimals are ours: those of CLDR differ from ISO 4217 (it writes Iraqi dinars without any).
    pattern: NumberPattern = copy(locale_of(locale).currency_formats["standard"])
    pattern.frac_prec = (exponent, exponent)
    return pattern
