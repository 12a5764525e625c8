"""Support prices on the same documents, and with the same explanations, as seats."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.billing.documents import Document, DocumentKind, LineKind
from bot.domain.billing.explanations import Rounding, Rule, explain
from bot.domain.billing.support_documents import SupportBilled, support_document
from bot.domain.billing.support_prices import AdditivePrice, PercentOfLicence, SupportPrice, support_minor
from bot.domain.billing.terms import Collect, Terms

ADDITIVE = AdditivePrice(
    factor_minor=10000,
    months=6,
    per_month_minor=500,
    custom_developments=3,
    per_development_minor=2000,
    active_users=40,
    per_user_minor=100,
)
TERMS = Terms(collect=Collect.MANUAL, currency="EUR", tax_rate_basis_points=1900, tax_label="VAT")


def billed(price: SupportPrice, terms: Terms = TERMS) -> Document:
    issued_at = datetime(2026, 1, 1, tzinfo=UTC)
    return support_document(SupportBilled(price, date(2026, 1, 1), date(2026, 7, 1), 1, 0, issued_at), terms)


def test_each_term_of_the_sum_is_a_line_and_tax_is_taken_of_them_all() -> None:
    document = billed(ADDITIVE)

    assert [(line.kind, line.quantity, line.amount_minor) for line in document.lines] == [
        (LineKind.SUPPORT_IMPLEMENTATION, 1, 10000),
        (LineKind.SUPPORT_MONTHS, 6, 3000),
        (LineKind.SUPPORT_DEVELOPMENTS, 3, 6000),
        (LineKind.SUPPORT_USERS, 40, 4000),
    ]
    assert (document.kind, document.subtotal_minor, document.tax_minor) == (DocumentKind.INVOICE, 23000, 4370)
    assert document.collect_minor == document.total_minor == 27370


def test_a_percentage_is_explained_by_the_licence_it_is_of() -> None:
    document = billed(PercentOfLicence(licence_minor=249995, percent_basis_points=2000))

    told = explain(document.lines[0], document, {})

    assert (told.rule, told.line.amount_minor, told.arithmetic.rounding) == (
        Rule.SHARE_OF_LICENCE,
        49999,
        Rounding.NONE,
    )
    assert (told.arithmetic.unit_minor, told.arithmetic.numerator, told.arithmetic.denominator) == (249995, 2000, 10000)


@pytest.mark.parametrize("price", [ADDITIVE, PercentOfLicence(1_000_001, 1250)])
def test_the_explanations_of_a_document_add_up_to_its_price(price: SupportPrice) -> None:
    document = billed(price)

    told = [explain(line, document, {}) for line in document.lines]

    assert all(each.agrees for each in told)
    assert sum(each.arithmetic.rounded_minor for each in told) == support_minor(price)


def test_it_is_kept_and_read_back_byte_for_byte() -> None:
    document = billed(PercentOfLicence(1_000_000, 500))

    assert Document.from_canonical(document.canonical()) == document


def test_where_nothing_is_collected_it_is_a_statement() -> None:
    document = billed(ADDITIVE, Terms(collect=Collect.NONE, currency="EUR"))

    assert (document.kind, document.collect_minor) == (DocumentKind.STATEMENT, 0)
