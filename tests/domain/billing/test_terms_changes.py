"""Changes of terms before they are made: which list prices them, what they give, when people are asked to agree."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.billing.entitlements import Entitlements, entitlements_of
from bot.domain.billing.ledger import Ledger
from bot.domain.billing.outcomes import SubscriptionStanding
from bot.domain.billing.periods import Interval
from bot.domain.billing.plans import Plan
from bot.domain.billing.price_list import PriceLists
from bot.domain.billing.price_lists import shipped
from bot.domain.billing.terms import Collect, InvoiceTo, Terms
from bot.domain.billing.terms_changes import completed, preview
from bot.domain.billing.terms_lines import costs_of, lines_of
from bot.domain.billing.trials import reminder_due
from tests.domain.billing.story import TEAM, Story, instant

SHIPPED = shipped().get("2026-11")
LISTS = PriceLists([SHIPPED, replace(SHIPPED, version="2027-05", valid_from=date(2027, 5, 1))])
LATER = date(2027, 6, 1)


@pytest.mark.parametrize(
    ("asked", "version"),
    [
        (replace(TEAM, prepaid_seats=9), "2026-11"),
        (replace(TEAM, invoice_to=InvoiceTo("Somebody else")), "2026-11"),
        (replace(TEAM, plan=Plan.PROFESSIONAL), "2027-05"),
        (replace(TEAM, period=Interval.ANNUAL), "2027-05"),
        (replace(TEAM, currency="EUR"), "2027-05"),
    ],
)
def test_who_buys_something_else_buys_it_by_the_list_in_force(asked: Terms, version: str) -> None:
    assert completed(asked, TEAM, LISTS, on=LATER).price_list == version


def test_what_nobody_is_asked_about_stays_as_it_was() -> None:
    last = replace(TEAM, minimum_seats=3, minimum_charge_minor=100, trial_days=0)

    wanted = completed(Terms(collect=Collect.MANUAL, plan=Plan.TEAM), last, LISTS, on=LATER)

    assert (wanted.minimum_seats, wanted.minimum_charge_minor, wanted.trial_days) == (3, 100, 0)


@pytest.mark.parametrize(
    ("asked", "costs"),
    [
        (replace(TEAM, split_by_queue=True), []),
        (replace(TEAM, plan=Plan.PROFESSIONAL), ["This costs USD 17.74 now", "The next renewal, on 2026-02-01"]),
        (replace(TEAM, prepaid_seats=3), ["This costs USD 8.87 now", "The next renewal, on 2026-02-01"]),
        (replace(TEAM, tax_rate_basis_points=1900), ["This costs nothing now", "The next renewal, on 2026-02-01"]),
        (replace(TEAM, collect=Collect.NONE), []),
    ],
)
def test_people_are_asked_where_more_would_be_collected(asked: Terms, costs: list[str]) -> None:
    story = Story(("U1", "U2"))
    story.ledger.advance(instant("01-21 09:00"))

    foreseen = preview(story.ledger, asked, at=instant("01-21 09:00"))

    assert [line[: len(cost)] for line, cost in zip(costs_of(foreseen), costs, strict=True)] == costs


def test_a_preview_leaves_the_ledger_as_it_is() -> None:
    story = Story(("U1", "U2"))
    at = instant("01-21 09:00")

    first = preview(story.ledger, replace(TEAM, plan=Plan.PROFESSIONAL), at=at)
    again = preview(story.ledger, replace(TEAM, plan=Plan.PROFESSIONAL), at=at)

    assert story.ledger.terms.plan is Plan.TEAM
    assert first == again


def test_collecting_begins_with_a_trial_that_the_lines_name() -> None:
    at = datetime(2026, 1, 1, 9, tzinfo=UTC)
    wanted = Terms(collect=Collect.MANUAL, plan=Plan.TEAM)

    foreseen = preview(Ledger(), wanted, at=at)

    assert lines_of(foreseen)[-1] == "The trial goes on until 2026-01-15, for nothing and without a card."


@pytest.mark.parametrize(
    ("terms", "standing", "expected"),
    [
        (TEAM, SubscriptionStanding.ACTIVE, Entitlements("Team", 1, 1, has_white_label=False, is_read_only=False)),
        (TEAM, SubscriptionStanding.SUSPENDED, Entitlements("Team", 1, 1, has_white_label=False, is_read_only=True)),
        (TEAM, SubscriptionStanding.CANCELLED, Entitlements("Team", 1, 1, has_white_label=False, is_read_only=True)),
        (
            replace(TEAM, plan=Plan.PROFESSIONAL),
            SubscriptionStanding.TRIAL,
            Entitlements("Professional", None, None, has_white_label=True, is_read_only=False),
        ),
        (
            replace(TEAM, collect=Collect.NONE),
            SubscriptionStanding.CANCELLED,
            Entitlements("Team", None, None, has_white_label=True, is_read_only=False),
        ),
    ],
)
def test_a_plan_gives_what_its_list_says_and_nothing_is_limited_where_nothing_is_collected(
    terms: Terms, standing: SubscriptionStanding, expected: Entitlements
) -> None:
    assert entitlements_of(terms, standing, shipped()) == expected


@pytest.mark.parametrize(
    ("now", "due"),
    [("01-07", None), ("01-08", 7), ("01-11", 7), ("01-12", 3), ("01-14", 1), ("01-14 23:59", 1), ("01-15", None)],
)
def test_the_latest_reminder_whose_time_has_come_is_due(now: str, due: int | None) -> None:
    assert reminder_due(instant("01-15"), now=instant(now)) == due
