"""What a change of the terms does at once, and what waits for the roll."""

from dataclasses import replace

import pytest

from bot.domain.billing.documents import Document, LineKind
from bot.domain.billing.periods import Interval
from bot.domain.billing.plans import Plan
from bot.domain.billing.price_lists import shipped
from bot.domain.billing.terms import Collect, InvoiceTo, Terms
from tests.domain.billing.story import TEAM, Story

PROFESSIONAL = replace(TEAM, plan=Plan.PROFESSIONAL)
ANNUAL = replace(TEAM, period=Interval.ANNUAL)
AGREED = replace(TEAM, plan=Plan.ENTERPRISE, seat_price_minor=4000)


def amounts(story: Story) -> list[tuple[str, int]]:
    return [(str(line.kind), line.amount_minor) for line in story.lines]


def test_a_downgrade_waits_for_the_roll_and_can_be_taken_back_until_then() -> None:
    story = Story(("U1",), terms=PROFESSIONAL).change("01-10", plan=Plan.TEAM)
    kept = Story(("U1",), terms=PROFESSIONAL).change("01-10", plan=Plan.TEAM).change("01-20", plan=Plan.PROFESSIONAL)

    scheduled = story.ledger.scheduled_terms
    story.join("U2", "01-16 09:00").until("02-02")
    kept.until("02-02")

    assert scheduled is not None
    assert scheduled.plan is Plan.TEAM
    assert amounts(story) == [("renewal", 5000), ("seat_added", 2581), ("renewal", 5000)]
    assert amounts(kept) == [("renewal", 5000), ("renewal", 5000)]
    assert story.ledger.scheduled_terms is None


def test_an_upgrade_prices_who_waits_to_be_charged_at_the_new_price() -> None:
    story = Story(("U1",), terms=replace(TEAM, settle_minutes=60)).join("U2", "01-16 09:00")

    story.change("01-16 09:30", plan=Plan.PROFESSIONAL).until("01-16 10:00")

    assert amounts(story)[1:] == [("plan_credit", -1290), ("plan_charge", 2581), ("seat_added", 2581)]


def test_a_credit_is_never_more_than_was_charged() -> None:
    story = Story().join("U1", "01-16 09:00").join("U2", "01-16 09:00").change("01-16 12:00", plan=Plan.PROFESSIONAL)

    assert amounts(story) == [("seat_added", 1290), ("seat_added", 1290), ("plan_credit", -2580), ("plan_charge", 5161)]


def test_a_year_begins_at_once_on_an_anchor_of_its_own() -> None:
    story = (
        Story(("U1", "U2"), at="04-01").change("04-16 08:00", period="annual").join("U3", "05-16").until("2027-04-17")
    )

    assert amounts(story) == [
        ("renewal", 5000),
        ("plan_credit", -2500),
        ("renewal", 50000),
        ("seat_added", 22945),
        ("renewal", 75000),
    ]
    assert story.periods == [(0, "05-01", 2), (1, "04-16", 2), (2, "04-16", 3)]


def test_a_year_ends_before_months_begin_again_and_they_are_counted_from_there() -> None:
    story = Story(("U1",), at="2024-02-29", terms=ANNUAL).change("2024-06-01", period="monthly").until("2025-05-01")

    assert [each.issued_at.strftime("%m-%d") for each in story.documents] == ["02-29", "02-28", "03-28", "04-28"]
    assert [line.amount_minor for line in story.lines] == [25000, 2500, 2500, 2500]


def test_a_larger_plan_holds_at_once_though_months_wait_for_the_end_of_the_year() -> None:
    story = Story(("U1",), terms=ANNUAL).change("07-02", plan=Plan.PROFESSIONAL, period="monthly").until("2027-01-02")

    assert story.ledger.terms == replace(PROFESSIONAL)
    assert amounts(story) == [
        ("renewal", 25000),
        ("plan_credit", -12534),
        ("plan_charge", 25068),
        ("renewal", 5000),
    ]


def test_a_smaller_plan_for_a_year_waits_for_the_roll_as_a_whole() -> None:
    story = Story(("U1",), terms=PROFESSIONAL).change("01-10", plan=Plan.TEAM, period="annual").until("02-02")

    assert amounts(story) == [("renewal", 5000), ("renewal", 25000)]


def test_another_currency_waits_for_the_roll_and_balances_stay_in_their_own() -> None:
    story = Story(("U1", "U2")).until("02-01").leave("U2", "01-30", known="02-03").change("02-04", currency="EUR")

    story.join("U3", "02-10").until("03-02")

    february, march = story.documents[-2:]
    assert (february.currency, february.carried_minor, february.collect_minor) == ("USD", -2500, 0)
    assert (march.currency, march.total_minor, march.carried_minor, march.collect_minor) == ("EUR", 4600, 0, 4600)
    assert story.ledger.account.books.balance_minor("USD") == -2500 + february.total_minor


def test_what_is_open_at_the_roll_into_another_currency_is_charged_in_the_old_one() -> None:
    story = Story(("U1",), terms=replace(TEAM, settle_minutes=60)).change("01-10", currency="JPY")

    story.join("U2", "01-31 23:30").until("02-02")

    assert [(each.currency, each.total_minor, each.period_index) for each in story.documents[1:]] == [
        ("USD", 81, 0),
        ("JPY", 7500, 1),
    ]


def test_what_is_open_at_the_roll_is_on_the_invoice_of_the_roll() -> None:
    story = Story(("U1",), terms=replace(TEAM, settle_minutes=60)).join("U2", "01-31 23:30").until("02-02")

    assert amounts(story) == [("renewal", 2500), ("seat_added", 81), ("renewal", 5000)]
    assert [len(each.lines) for each in story.documents] == [1, 2]
    assert story.documents[1].lines[0].end_on.isoformat() == "2026-02-01"


def test_more_prepaid_seats_are_charged_at_once_and_fewer_from_the_roll() -> None:
    story = Story(("U1",), terms=replace(TEAM, prepaid_seats=2)).change("01-16", prepaid_seats=4)

    story.change("01-20", prepaid_seats=3).join("U2", "01-21").join("U3", "01-21").join("U4", "01-21").until("02-02")

    assert amounts(story) == [("renewal", 5000), ("licences_added", 2581), ("renewal", 10000)]


def test_seats_that_were_paid_for_one_by_one_count_among_those_bought_in_advance() -> None:
    story = Story(("U1",)).join("U2", "01-05").change("01-16", prepaid_seats=3)

    assert amounts(story)[1:] == [("seat_added", 2177), ("licences_added", 1290)]
    assert story.ledger.paid_quantity == 3


def test_an_agreed_price_waits_for_the_roll_but_the_first_one_holds_at_once() -> None:
    agreed = Story(("U1",), terms=AGREED).change("01-16", seat_price_minor=5000).until("02-02")
    first = Story(("U1",), terms=replace(AGREED, seat_price_minor=None)).join("U2", "01-10")
    first.change("01-16", seat_price_minor=5000).until("02-02")

    assert amounts(agreed) == [("renewal", 4000), ("renewal", 5000)]
    assert amounts(first) == [("plan_charge", 5161), ("renewal", 10000)]


@pytest.mark.parametrize(
    ("first", "then"),
    [({"currency": "EUR", "seat_price_minor": 5000}, {}), ({"currency": "EUR"}, {"seat_price_minor": 5000})],
)
def test_the_first_price_holds_at_once_in_whatever_currency_it_is_agreed(
    first: dict[str, object], then: dict[str, object]
) -> None:
    story = Story(("U1",), terms=replace(AGREED, seat_price_minor=None)).join("U2", "01-10").change("01-16", **first)

    story.change("01-16", **then).until("02-02")

    assert amounts(story) == [("plan_charge", 5161), ("renewal", 10000)]
    assert [each.currency for each in story.documents] == ["EUR", "EUR"]
    assert story.ledger.scheduled_terms is None


def test_a_desk_that_only_counted_gets_the_price_of_whatever_it_chooses_first() -> None:
    story = Story(("U1",), terms=Terms()).change("01-16", plan=Plan.PROFESSIONAL, currency="EUR")
    yearly = Story(("U1",), terms=Terms()).change("01-16", plan=Plan.TEAM, currency="EUR", period="annual")

    assert [(each.currency, str(each.kind), each.total_minor) for each in story.documents] == [
        ("EUR", "statement", 2374)
    ]
    assert [(each.currency, str(each.kind), each.total_minor) for each in yearly.documents] == [
        ("EUR", "statement", 23000)
    ]
    assert yearly.periods[-1] == (1, "01-16", 1)


@pytest.mark.parametrize(("opening", "currency"), [((), "EUR"), (("U1",), "USD")])
def test_another_currency_of_statements_waits_only_where_something_was_stated_in_this_one(
    opening: tuple[str, ...], currency: str
) -> None:
    story = Story(opening, terms=replace(TEAM, collect=Collect.NONE)).change("01-10", currency="EUR")

    story.join("U2", "01-16")

    assert story.ledger.terms.currency == currency
    assert [each.currency for each in story.documents] == [currency] * (1 + len(opening))


def test_where_no_price_is_agreed_seats_are_only_counted() -> None:
    story = Story(("U1",), terms=Terms()).join("U2", "01-16").leave("U1", "01-20").until("03-02")

    assert story.documents == []
    assert story.periods == [(0, "02-01", 1), (1, "03-01", 1), (2, "04-01", 1)]
    assert story.ledger.upcoming(story.facts[-1].counts_at) is None


def test_a_minimum_of_seats_is_paid_whoever_is_there() -> None:
    story = Story(terms=replace(TEAM, minimum_seats=1)).join("U1", "01-16").until("02-02")

    assert amounts(story) == [("renewal", 2500), ("renewal", 2500)]


def test_a_month_without_anybody_gives_no_document_and_the_next_is_counted_from_the_same_day() -> None:
    story = Story(("U1",)).leave("U1", "01-10").until("04-02").join("U2", "04-16").until("05-02")

    assert story.totals == [("01-01", "invoice", 2500), ("04-16", "invoice", 1250), ("05-01", "invoice", 2500)]
    assert [each.position for each in story.documents] == [1, 2, 3]


def test_too_little_to_be_collected_waits_for_the_next_invoice() -> None:
    story = Story(("U1",), terms=replace(TEAM, minimum_charge_minor=100)).join("U2", "01-31 10:00").until("02-02")

    assert [(each.total_minor, each.carried_minor, each.collect_minor) for each in story.documents] == [
        (2500, 0, 2500),
        (81, 0, 0),
        (5000, 81, 5081),
    ]


@pytest.mark.parametrize(("currency", "minimum"), [("USD", 50), ("GBP", 30), ("EUR", 50), ("JPY", 50), ("CHF", 0)])
def test_stripe_collects_no_less_than_its_minimum(currency: str, minimum: int) -> None:
    assert Terms.from_json({"collect": "stripe", "currency": currency}).least_collected_minor == minimum
    assert Terms.from_json({"collect": "manual", "currency": currency}).least_collected_minor == 0


def test_to_whom_and_with_which_tax_a_document_is_made_stays_on_it() -> None:
    story = Story(("U1",), terms=replace(TEAM, tax_rate_basis_points=1900, tax_label="VAT"))

    story.change("01-10", tax_rate_basis_points=2000, invoice_to={"name": "Other"}).until("02-02")

    first, second = story.documents
    assert (first.tax_rate_basis_points, first.tax_minor, first.invoice_to.name) == (1900, 475, "Acme Ltd")
    assert (second.tax_rate_basis_points, second.tax_minor, second.invoice_to.name) == (2000, 500, "Other")


def test_a_line_says_which_queue_bears_how_much() -> None:
    terms = replace(TEAM, split_by_queue=True, prepaid_seats=4)
    story = Story(("U1", "U2"), terms=terms).channel("C2", "HR", "U2", "U3", "U4", "U5", at="01-16").until("02-02")

    assert [(str(line.kind), line.split) for line in story.lines] == [
        ("renewal", {"IT": 5000, "unused": 5000}),
        ("seat_added", {"HR": 1290}),
        ("renewal", {"HR": 8750, "IT": 3750}),
    ]


def test_terms_and_documents_come_back_as_they_were_written() -> None:
    terms = replace(TEAM, split_by_queue=True, invoice_to=InvoiceTo("A", "B", "C", "D", "E"), tax_label="VAT")
    story = Story(("U1", "U2"), terms=terms).until("02-01").leave("U2", "01-30", known="02-03")

    assert Terms.from_json(terms.to_json()) == terms
    assert [Document.from_canonical(each.canonical()) for each in story.documents] == story.documents
    assert story.documents[-1].lines[0].kind is LineKind.SEAT_CREDITED


def test_the_price_list_of_new_terms_is_one_of_this_release() -> None:
    assert Terms().price_list in shipped().versions


def test_a_document_that_does_not_add_up_cannot_be_made() -> None:
    (document,) = Story(("U1",)).documents

    with pytest.raises(ValueError, match="the lines do not add up"):
        replace(document, subtotal_minor=1)
    with pytest.raises(ValueError, match="with tax it does not come to 1"):
        replace(document, total_minor=1)
