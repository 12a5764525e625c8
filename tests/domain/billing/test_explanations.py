"""Why a line of a document costs what it costs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from bot.domain.billing.documents import Document, DocumentKind, Line, LineKind
from bot.domain.billing.explanations import CountedDays, Rounding, Rule, explain, explain_tax
from bot.domain.billing.facts import Fact, FactKind, FactSource
from bot.domain.billing.periods import Interval
from bot.domain.billing.plans import Plan
from bot.domain.billing.terms import InvoiceTo

NOON = datetime(2026, 1, 16, 12, tzinfo=UTC)
ADDED = Line(
    LineKind.SEAT_ADDED, 1, 2500, 1290, date(2026, 1, 16), date(2026, 2, 1), days=16, of=31, user="U4", fact_seqs=(7,)
)
JOINED = Fact(7, FactKind.JOINED, FactSource.EVENT, NOON, NOON, NOON, "C1", "U4", "Ev1")


def document(lines: Sequence[Line], kind: DocumentKind = DocumentKind.INVOICE, rate: int = 0) -> Document:
    subtotal = sum(line.amount_minor for line in lines)
    tax = round(Fraction(subtotal * rate, 10_000))
    return Document(
        position=1,
        kind=kind,
        issued_at=NOON,
        period_index=0,
        currency="USD",
        lines=tuple(lines),
        subtotal_minor=subtotal,
        tax_rate_basis_points=rate,
        tax_label="VAT",
        tax_minor=tax,
        total_minor=subtotal + tax,
        carried_minor=0,
        collect_minor=subtotal + tax,
        plan=Plan.TEAM,
        interval=Interval.MONTHLY,
        price_list="2026-11",
        invoice_to=InvoiceTo(),
        ledger_version=1,
    )


def line(kind: LineKind, amount: int, *, quantity: int = 1, unit: int = 2500, days: int | None = None) -> Line:
    of = None if days is None else 31
    return Line(kind, quantity, unit, amount, date(2026, 1, 1), date(2026, 2, 1), days=days, of=of)


def test_an_added_seat_names_its_fact_its_days_and_its_fraction() -> None:
    told = explain(ADDED, document([ADDED]), {7: JOINED})

    assert told.rule is Rule.MORE_THAN_PAID_FOR
    assert told.days == CountedDays(date(2026, 1, 16), date(2026, 1, 31), billed=16, of=31)
    assert [(fact.kind, fact.slack_user_id, fact.slack_channel_id) for fact in told.facts] == [("joined", "U4", "C1")]
    assert (told.arithmetic.exact_minor, told.arithmetic.rounding) == (Fraction(40000, 31), Rounding.TOWARDS_ZERO)
    assert told.agrees


def test_a_fact_that_became_known_late_says_so() -> None:
    late = replace(JOINED, effective_at=datetime(2026, 1, 14, 23, 59, tzinfo=UTC))

    assert [fact.was_late for fact in explain(ADDED, document([ADDED]), {7: late}).facts] == [True]


@pytest.mark.parametrize(
    ("told", "rule", "rounding"),
    [
        (line(LineKind.RENEWAL, 7500, quantity=3), Rule.PAID_AT_EACH_ROLL, Rounding.NONE),
        (line(LineKind.LICENCES_ADDED, 2581, quantity=2, days=16), Rule.BOUGHT_IN_ADVANCE, Rounding.AWAY_FROM_ZERO),
        (line(LineKind.PLAN_CREDIT, -3871, quantity=3, days=16), Rule.OLD_PRICE_GIVEN_BACK, Rounding.AWAY_FROM_ZERO),
        (
            line(LineKind.PLAN_CHARGE, 7742, quantity=3, unit=5000, days=16),
            Rule.NEW_PRICE_FROM_NOW,
            Rounding.AWAY_FROM_ZERO,
        ),
        (line(LineKind.SEAT_CREDITED, -2500), Rule.LEFT_BEFORE_THE_PERIOD, Rounding.NONE),
    ],
)
def test_every_line_is_its_price_times_its_part_rounded_once(told: Line, rule: Rule, rounding: Rounding) -> None:
    explained = explain(told, document([told]), {})

    assert (explained.rule, explained.arithmetic.rounding, explained.agrees) == (rule, rounding, True)


def test_a_line_taken_back_shows_the_line_it_mirrors() -> None:
    reversed_line = replace(ADDED, kind=LineKind.SEAT_REVERSED, amount_minor=-1290, corrects=1)
    note = document([reversed_line], DocumentKind.CREDIT_NOTE)

    told = explain(reversed_line, note, {7: JOINED}, corrected=document([ADDED]))

    assert (told.rule, told.mirrors, told.agrees) == (Rule.TRIAGE_CHANNEL_BY_MISTAKE, ADDED, True)


def test_a_line_that_does_not_follow_from_its_own_numbers_is_told_as_such() -> None:
    wrong = replace(ADDED, amount_minor=1291)

    assert not explain(wrong, document([wrong]), {}).agrees


def test_every_kind_of_line_has_a_rule() -> None:
    for kind in LineKind:
        assert explain(line(kind, 2500), document([line(kind, 2500)]), {}).rule in Rule


def test_one_seat_out_of_many_gives_back_the_difference_that_one_less_makes() -> None:
    charged = line(LineKind.PLAN_CHARGE, 3871, quantity=3, days=16)
    out = replace(line(LineKind.SEAT_CREDITED, -1290, days=16), corrects=1, user="U3")
    back = document([out, replace(out, amount_minor=-1291), replace(out, amount_minor=-1292)], DocumentKind.CREDIT_NOTE)

    told = [explain(each, back, {}, corrected=document([charged])) for each in back.lines]

    assert [each.agrees for each in told] == [True, True, False]


def test_a_credit_that_is_held_to_what_was_charged_says_so() -> None:
    given = [line(LineKind.PLAN_CREDIT, amount, quantity=3, days=16) for amount in (-3871, -3000, -4000)]

    told = [explain(each, document(given), {}) for each in given]

    assert [(each.is_capped, each.agrees) for each in told] == [(False, True), (True, True), (False, False)]


def test_what_takes_back_a_credit_is_a_charge() -> None:
    given = line(LineKind.PLAN_CREDIT, -1290, days=16)
    back = document([replace(line(LineKind.SEAT_CREDITED, 1290, days=16), corrects=1)])

    told = explain(back.lines[0], back, {}, corrected=document([given]))

    assert (told.arithmetic.sign, told.agrees) == (1, True)


def test_tax_is_its_rate_of_the_subtotal_rounded_once() -> None:
    told = explain_tax(document([line(LineKind.RENEWAL, 1290, unit=1290)], rate=825))

    assert (told.tax_minor, told.before, told.after.rounding) == (106, None, Rounding.TOWARDS_ZERO)


def test_the_tax_given_back_in_several_notes_is_what_was_charged() -> None:
    charged = document([ADDED] * 3, rate=825)
    notes = [document([replace(ADDED, kind=LineKind.SEAT_REVERSED, amount_minor=-1290)], rate=825)] * 3

    told = [explain_tax(note, charged, notes[:index]).tax_minor for index, note in enumerate(notes)]

    assert told == [-106, -107, -106]
    assert sum(told) == -charged.tax_minor
