"""The file's section `subscription`: what it says as terms, what terms say as a section, and what it may not say."""

from pathlib import Path

import pytest

from bot.domain.billing.price_lists import shipped
from bot.domain.billing.subscription_section import SECTIONS, SubscriptionSection, section_of, terms_of
from bot.domain.billing.terms import Collect, Terms
from bot.domain.billing.terms_rules import problems_of
from bot.domain.desk.desk_file_reading import read_desk_file
from bot.domain.desk.problems import DeskFileRefused

SAMPLE = Path("docs/desk.example.yaml").read_text("utf-8")
VERSION = "2026-11"


def terms_written(section: str) -> Terms:
    read = read_desk_file(f"version: 1\nsubscription: {section}", SECTIONS).parts["subscription"]
    assert isinstance(read, SubscriptionSection)
    return terms_of(read, price_list=VERSION)


def problems_written(section: str) -> list[str]:
    with pytest.raises(DeskFileRefused) as refusal:
        read_desk_file(f"version: 1\nsubscription: {section}", SECTIONS)
    return [problem.worded("desk.yaml") for problem in refusal.value.problems]


def test_the_samples_subscription_is_accepted_as_it_stands() -> None:
    lines = SAMPLE.splitlines()
    start = lines.index("subscription:")
    end = next(number for number in range(start + 1, len(lines)) if lines[number] and lines[number][0] not in " #")

    read = read_desk_file("version: 1\n" + "\n".join(lines[start:end]), SECTIONS).parts["subscription"]

    assert isinstance(read, SubscriptionSection)
    terms = terms_of(read, price_list=VERSION)
    assert (terms.collect, terms.prepaid_seats, terms.spend_ceiling_minor) == (Collect.MANUAL, 5, 500_000)
    assert terms.invoice_to.address == "Hauptstrasse 1\n10115 Berlin"
    assert list(problems_of(terms, shipped())) == []


def test_an_empty_section_asks_for_nothing() -> None:
    assert terms_written("{}") == Terms(price_list=VERSION)


@pytest.mark.parametrize(
    "section",
    [
        "{collect: stripe, plan: team, period: annual, currency: JPY, prepaid_seats: 3, tax: {rate_basis_points: 825}}",
        '{seat_price: 12.905, currency: KWD, invoice_to: {name: "Acme", address: ["A", "B"]}, settle_minutes: 0}',
        '{seat_price: "19.99", spend_ceiling: 1000, split_by_queue: true}',
    ],
)
def test_terms_come_back_as_they_were_written(section: str) -> None:
    terms = terms_written(section)

    again = SubscriptionSection.model_validate(section_of(terms))

    assert terms_of(again, price_list=VERSION) == terms


@pytest.mark.parametrize(
    ("section", "problem"),
    [
        ("{plan: gold}", "desk.yaml:2 subscription.plan: should be team, professional or enterprise."),
        (
            "{currency: EURO}",
            "desk.yaml:2 subscription.currency: EURO is no currency. Write its three letters, as EUR.",
        ),
        ("{seat_price: 9.999}", "desk.yaml:2 subscription.seat_price: 9.999 is finer than USD goes"),
        ("{prepaid: 5}", "desk.yaml:2 subscription.prepaid: there is no such key. Did you mean prepaid_seats?"),
        ("{tax: {rate: 19}}", "desk.yaml:2 subscription.tax.rate: there is no such key."),
        ("{settle_minutes: -1}", "desk.yaml:2 subscription.settle_minutes: "),
    ],
)
def test_what_is_wrong_is_said_with_its_line(section: str, problem: str) -> None:
    (said,) = problems_written(section)

    assert said.startswith(problem)


@pytest.mark.parametrize(
    ("section", "fields"),
    [
        ("{plan: team, currency: CHF}", ["currency"]),
        ("{plan: professional, seat_price: 10}", ["seat_price"]),
        ("{seat_price: -1}", ["seat_price"]),
        ("{settle_minutes: 1441, reversal_hours: 721}", ["settle_minutes", "reversal_hours"]),
        ("{spend_ceiling: 0}", ["spend_ceiling"]),
        ("{currency: CHF, seat_price: 30}", []),
    ],
)
def test_terms_that_cannot_be_are_told_field_by_field(section: str, fields: list[str]) -> None:
    problems = problems_of(terms_written(section), shipped())

    assert [problem.field for problem in problems] == fields
