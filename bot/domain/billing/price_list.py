"""What the plans cost and give: versions of a list, of which a subscription names the one it is priced by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.domain.billing.money import Money
from bot.domain.billing.periods import Interval
from bot.domain.billing.plans import Gate, Limit, Plan, SupportPromise
from bot.errors import NotFound


class NoSuchPriceList(NotFound):
    """There is no such price list."""


@dataclass(frozen=True)
class PlanOffer:
    """One plan of a list.

    Attributes:
        prices: per agent, before tax, in minor units, by currency and interval; empty where the price is agreed.
        limits: how many of each it gives; None is without limit.
        security_review: whether a customer may ask for one; people do it, the software never asks for it.
    """

    plan: Plan
    prices: Mapping[tuple[str, Interval], int]
    support: SupportPromise
    limits: Mapping[Limit, int | None]
    gates: frozenset[Gate]
    security_review: bool

    def price(self, currency: str, interval: Interval) -> Money | None:
        """Return what an agent costs for one period, or None where the list has no price."""
        minor = self.prices.get((currency, interval))
        return None if minor is None else Money(minor, currency)


@dataclass(frozen=True)
class PriceList:
    """One version of the prices, in force from the morning (UTC) of `valid_from` until the next version is."""

    version: str
    valid_from: date
    offers: Mapping[Plan, PlanOffer]

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies that can be chosen, in alphabetical order."""
        return tuple(sorted({currency for offer in self.offers.values() for currency, _ in offer.prices}))

    def first_plan_with(self, need: Gate | Limit) -> Plan:
        """Return the smallest plan that has a gate open, or gives as many as you like of something.

        Raises:
            NotFound: no plan does.
        """
        for plan in Plan:
            offer = self.offers[plan]
            if need in offer.gates if isinstance(need, Gate) else offer.limits[need] is None:
                return plan
        raise NotFound(f"No plan has {need.value}.")


class Priced(Protocol):
    """What a price depends on, as the terms of a subscription have it."""

    @property
    def plan(self) -> Plan:
        """What is bought."""

    @property
    def period(self) -> Interval:
        """How often it renews."""

    @property
    def currency(self) -> str:
        """The code of ISO 4217."""

    @property
    def price_list(self) -> str:
        """The version of the list."""

    @property
    def seat_price_minor(self) -> int | None:
        """The price agreed with this customer, in minor units of the currency, if one was."""


class PriceLists:
    """Every version there is.

    Args:
        lists: at least one, no two of a version or of a first day.
    """

    def __init__(self, lists: Iterable[PriceList]) -> None:
        self._lists = sorted(lists, key=lambda each: each.valid_from)
        if len({each.version for each in self._lists} | {each.valid_from for each in self._lists}) != 2 * len(
            self._lists
        ):
            raise ValueError("two price lists have one version or one first day")

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions, the oldest first."""
        return tuple(each.version for each in self._lists)

    def get(self, version: str) -> PriceList:
        """Return one version.

        Raises:
            NoSuchPriceList: there is none.
        """
        for each in self._lists:
            if each.version == version:
                return each
        raise NoSuchPriceList(f"There is no price list {version}. There are: {', '.join(self.versions)}.")

    def in_force(self, on: date) -> PriceList:
        """Return the version in force on a day; before the first one, the first."""
        begun = [each for each in self._lists if each.valid_from <= on]
        return begun[-1] if begun else self._lists[0]

    def offer(self, terms: Priced) -> PlanOffer:
        """Return what a subscription's plan gives by its own version.

        Raises:
            NoSuchPriceList: its version is none.
        """
        return self.get(terms.price_list).offers[terms.plan]

    def unit_minor(self, terms: Priced) -> int | None:
        """Return what one agent costs for one period, before tax, or None where nothing was agreed yet.

        An agreed price wins over the list.

        Raises:
            NoSuchPriceList: the version the terms name is none.
        """
        if terms.seat_price_minor is not None:
            return terms.seat_price_minor
        price = self.offer(terms).price(terms.currency, terms.period)
        return None if price is None else price.minor
