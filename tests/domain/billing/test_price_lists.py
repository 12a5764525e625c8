"""The prices, limits and gates of the plans."""

from dataclasses import dataclass
from datetime import date
from importlib import resources

import pytest

from bot.domain.billing import price_lists
from bot.domain.billing.money import Money, exponent_of
from bot.domain.billing.periods import Interval
from bot.domain.billing.plans import Gate, Limit, Plan, SupportPromise
from bot.domain.billing.price_list import NoSuchPriceList, PriceList, PriceLists
from bot.domain.billing.price_list_file import PriceListRefused, read_price_list
from tests.support.repository import table_under

NOVEMBER = "2026-11.yaml"
TEXT = (resources.files("bot.domain.billing") / "price_lists" / NOVEMBER).read_text("utf-8")


@dataclass(frozen=True)
class Bought:
    plan: Plan = Plan.TEAM
    period: Interval = Interval.MONTHLY
    currency: str = "USD"
    price_list: str = "2026-11"
    seat_price_minor: int | None = None


def edited(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new)


def later(version: str, valid_from: str) -> PriceList:
    text = TEXT.replace("version: 2026-11", f"version: {version}").replace("2026-11-01", valid_from)
    return read_price_list(text.replace("25.00", "29.00"), f"{version}.yaml")


@pytest.mark.parametrize(("plan", "minor"), [(Plan.TEAM, 2500), (Plan.PROFESSIONAL, 5000)])
def test_an_agent_costs_25_or_50_dollars_a_month_and_a_year_has_two_months_free(plan: Plan, minor: int) -> None:
    prices = {each: price_lists.unit_minor(Bought(plan, each)) for each in Interval}

    assert prices == {Interval.MONTHLY: minor, Interval.ANNUAL: 10 * minor}


def test_prices_are_kept_in_four_currencies_with_their_own_decimals() -> None:
    prices = price_lists.shipped().get("2026-11")

    assert prices.currencies == ("EUR", "GBP", "JPY", "USD")
    assert prices.offers[Plan.TEAM].price("JPY", Interval.MONTHLY) == Money(3750, "JPY")


def test_the_price_of_enterprise_is_what_was_agreed_or_none() -> None:
    assert price_lists.unit_minor(Bought(Plan.ENTERPRISE)) is None
    assert price_lists.unit_minor(Bought(Plan.ENTERPRISE, seat_price_minor=4200)) == 4200


def test_team_has_one_of_everything_professional_opens_queues_addresses_and_white_label_enterprise_the_rest() -> None:
    prices = price_lists.shipped().get("2026-11")

    assert set(prices.offers[Plan.TEAM].limits.values()) == {1}
    assert {need: prices.first_plan_with(need) for need in (*Gate, *Limit)} == {
        Gate.WHITE_LABEL: Plan.PROFESSIONAL,
        Limit.QUEUES: Plan.PROFESSIONAL,
        Limit.INBOUND_ADDRESSES: Plan.PROFESSIONAL,
        Limit.REQUEST_SYSTEMS: Plan.ENTERPRISE,
        Limit.WORKSPACES: Plan.ENTERPRISE,
    }


def test_each_plan_promises_its_own_support() -> None:
    offers = price_lists.shipped().get("2026-11").offers

    promised = {plan: (offer.support, offer.security_review) for plan, offer in offers.items()}

    assert promised == {
        Plan.TEAM: (SupportPromise.MAIL_WITHIN_TWO_DAYS, False),
        Plan.PROFESSIONAL: (SupportPromise.SAME_DAY, False),
        Plan.ENTERPRISE: (SupportPromise.AS_AGREED, True),
    }


def test_a_later_list_is_in_force_from_its_first_day_and_the_earlier_one_stays_for_who_named_it() -> None:
    lists = PriceLists([later("2027-03", "2027-03-01"), read_price_list(TEXT, NOVEMBER)])

    in_force = [lists.in_force(day).version for day in (date(2020, 1, 1), date(2027, 2, 28), date(2027, 3, 1))]

    assert in_force == ["2026-11", "2026-11", "2027-03"]
    assert [lists.unit_minor(Bought(price_list=version)) for version in lists.versions] == [2500, 2900]


def test_a_version_that_does_not_exist_is_refused() -> None:
    with pytest.raises(NoSuchPriceList, match=r"There is no price list 2019-01. There are: 2026-11."):
        price_lists.unit_minor(Bought(price_list="2019-01"))


def test_two_lists_do_not_begin_on_one_day() -> None:
    with pytest.raises(ValueError, match="one first day"):
        PriceLists([later("2027-03", "2027-03-01"), later("2027-04", "2027-03-01")])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            edited("monthly: 23.00", "monthly: 23.005"),
            "2026-11.yaml:11 plans.team.prices.EUR.monthly: 23.005 is finer than",
        ),
        (edited("monthly: 3750", "monthly: 37.5"), "2026-11.yaml:13 plans.team.prices.JPY.monthly: 37.5 is finer than"),
        (
            edited("annual: 500.00", "annual: 0"),
            "2026-11.yaml:25 plans.professional.prices.USD.annual: should be above zero",
        ),
        (
            edited("GBP: {monthly: 40.00", "GPB: {monthly: 40.00"),
            "prices.GPB.monthly: 'GPB' is no currency of ISO 4217.",
        ),
        (edited("GBP: {monthly: 40.00", "GPB: {monthly: 40.00"), "plans.professional.prices.GBP.monthly: is missing"),
        (edited(", annual: 500.00", ""), "2026-11.yaml:25 plans.professional.prices.USD.annual: is missing"),
        (edited("{queues: 1, ", "{"), "2026-11.yaml:17 plans.team.limits.queues: is missing"),
        (
            edited("{queues: 1, ", "{queues: 0, "),
            "2026-11.yaml:17 plans.team.limits.queues: Input should be greater than",
        ),
        (
            edited("gates: []", "gates: [black_label]"),
            "2026-11.yaml:18 plans.team.gates[0]: Input should be 'white_label'",
        ),
        (edited("    support: same_day\n", ""), "plans.professional.support: Field required"),
        (edited("  team:\n", "  tame:\n"), "plans.tame"),
        (
            edited("version: 2026-11", "version: 2026-12"),
            "version: is not the file's name. Call the file 2026-12.yaml.",
        ),
        ("version: [", "2026-11.yaml:1"),
        ("", "2026-11.yaml:1"),
    ],
)
def test_a_wrong_list_says_the_line_and_the_field(text: str, says: str) -> None:
    with pytest.raises(PriceListRefused) as refused:
        read_price_list(text, NOVEMBER)

    assert says in str(refused.value)


def test_the_page_of_the_documents_shows_the_prices_of_the_newest_list() -> None:
    lists = price_lists.shipped()
    offers = lists.get(lists.versions[-1]).offers

    shown = {row[0]: row[1:3] for row in table_under("Prices", "docs/billing.md")}

    for plan in (Plan.TEAM, Plan.PROFESSIONAL):
        for cell, interval in zip(shown[plan.value.capitalize()], Interval, strict=True):
            kept = {(c, m // 10 ** exponent_of(c)) for (c, each), m in offers[plan].prices.items() if each is interval}
            written = (part.split() for part in cell.split(", "))
            assert {(currency, int(amount.replace(",", ""))) for amount, currency in written} == kept
