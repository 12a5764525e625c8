"""Money as the reader's country writes it."""

import re

import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.billing.currencies import EXPONENTS
from bot.domain.billing.money import MOST_MINOR, Money
from bot.views.money import locale_of, written_money, written_percent


@pytest.mark.parametrize(
    ("minor", "currency", "locale", "written"),
    [
        (1290, "EUR", "de-DE", "12,90\u00a0€"),
        (1290, "EUR", "en-US", "€12.90"),
        (123456789, "EUR", "fr-FR", "1\u202f234\u202f567,89\u00a0€"),
        (-1290, "USD", "en-US", "-$12.90"),
        (1290, "USD", "en-GB", "US$12.90"),
        (1290, "JPY", "ja-JP", "￥1,290"),
        (1290, "JPY", None, "¥1,290"),
        (12500, "IQD", "en-US", "IQD\u00a012.500"),
        (7, "UGX", "en-US", "UGX\u00a07"),
        (1290, "EUR", "tlh-QX", "€12.90"),
        (1290, "EUR", "de-XX", "12,90\u00a0€"),
        (1290, "EUR", "not a locale", "€12.90"),
    ],
)
def test_an_amount_is_written_as_the_reader_expects(
    minor: int, currency: str, locale: str | None, written: str
) -> None:
    assert written_money(Money(minor, currency), locale) == written


@given(
    st.integers(-MOST_MINOR, MOST_MINOR),
    st.sampled_from(sorted(EXPONENTS)),
    st.sampled_from(
        ["en-US", "en-GB", "de-DE", "de-CH", "fr-FR", "es-ES", "ja-JP", "pt-BR", "hi-IN", "pl-PL", "sv-SE"]
    ),
)
def test_no_digit_is_lost_or_rounded(minor: int, currency: str, locale: str) -> None:
    written = written_money(Money(minor, currency), locale)

    digits = "".join(character for character in written if character.isdigit())
    assert digits == str(abs(minor)).zfill(EXPONENTS[currency] + 1)


@pytest.mark.parametrize("name", sorted(locale_identifiers())[::40])
def test_any_country_babel_knows_can_be_written_for(name: str) -> None:
    written = written_money(Money(1290, "EUR"), name.replace("_", "-"))

    assert re.search(r"12\D90", written)


@pytest.mark.parametrize(
    ("basis_points", "locale", "written"),
    [(1900, "en-US", "19%"), (825, "en-US", "8.25%"), (1900, "de-DE", "19\u00a0%"), (0, None, "0%")],
)
def test_a_rate_is_written_with_the_decimals_it_has(basis_points: int, locale: str | None, written: str) -> None:
    assert written_percent(basis_points, locale) == written


def test_a_reader_whom_slack_gives_no_locale_reads_english() -> None:
    assert locale_of(None) == Locale("en", "US")
