"""What a number of agents would cost: the same arithmetic as the bill's, asked before anything is bought."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.billing.money import Money
from bot.domain.billing.periods import Interval
from bot.domain.billing.plans import Plan
from bot.domain.billing.price_list import PriceList
from bot.domain.billing.proration import WHOLE, prorated_minor
from bot.domain.billing.tax import Tax, tax_of


class QuoteLineKind(StrEnum):
    """What a line of a quote pays for."""

    AGENTS = "agents"
    EMPTY_SEATS = "empty_seats"
    """Seats paid in advance that nobody has taken yet."""


class QuoteWarning(StrEnum):
    """What somebody who reads the quote should know before they rely on it."""

    BELOW_OCCUPIED = "below_occupied"
    """More agents are in triage channels than were asked for: the bill will be for them all."""
    NO_PRICE_AGREED = "no_price_agreed"
    """The plan's price is agreed with each customer, and was not yet for this choice."""


@dataclass(frozen=True)
class QuoteAsk:
    """What is asked.

    Attributes:
        seats: how many agents to reckon with, at least 0.
        occupied: how many agents there are now.
        prepaid: how many seats are paid whether somebody has them or not.
        agreed_minor: the price agreed with this customer per agent and `interval`, in minor units of `currency`; wins
            over the list.
        tax_rate_basis_points: 1900 is 19 %.
    """

    seats: int
    plan: Plan
    interval: Interval
    currency: str
    occupied: int = 0
    prepaid: int = 0
    agreed_minor: int | None = None
    tax_rate_basis_points: int = 0


@dataclass(frozen=True)
class QuoteLine:
    """So many seats at so much each, in minor units, before tax."""

    kind: QuoteLineKind
    quantity: int
    unit_minor: int
    amount_minor: int


@dataclass(frozen=True)
class YearCompared:
    """A year of the same seats paid by the month and paid at once, before tax."""

    monthly: Money
    annual: Money

    @property
    def saved(self) -> Money:
        """What paying a year at once saves; below zero if it costs more."""
        return self.monthly - self.annual


@dataclass(frozen=True)
class Quote:
    """What it would cost for one period.

    Attributes:
        unit: per agent, before tax; None when no price is agreed, and then there are no lines.
        compared: None when one of the two has no price.
    """

    ask: QuoteAsk
    unit: Money | None
    lines: tuple[QuoteLine, ...]
    tax: Tax
    compared: YearCompared | None
    warnings: tuple[QuoteWarning, ...]

    @property
    def subtotal(self) -> Money:
        """What the lines come to, before tax."""
        return Money(sum(line.amount_minor for line in self.lines), self.ask.currency)

    @property
    def total(self) -> Money:
        """What would be on the invoice, with tax."""
        return Money(self.tax.total_minor, self.ask.currency)


def billed_quantity(occupied: int, prepaid: int) -> int:
    """Return how many seats a renewal is for: all that are taken, and no fewer than were bought in advance."""
    return max(occupied, prepaid)


def renewal_minor(unit_minor: int, quantity: int) -> int:
    """Return what a whole period of so many seats costs, before tax, in minor units."""
    return prorated_minor(unit_minor, quantity, WHOLE)


def quote(ask: QuoteAsk, prices: PriceList) -> Quote:
    """Return what would be billed for one whole period.

    Raises:
        MoneyRefused: there is no such currency.
    """
    unit = _unit(ask, prices)
    lines = _lines(ask, unit) if unit is not None else ()
    tax = tax_of([line.amount_minor for line in lines], [ask.tax_rate_basis_points])
    return Quote(ask, unit, lines, tax, _compared(ask, prices), tuple(_warnings(ask, unit)))


def _unit(ask: QuoteAsk, prices: PriceList) -> Money | None:
    if ask.agreed_minor is not None:
        return Money(ask.agreed_minor, ask.currency)
    return prices.offers[ask.plan].price(ask.currency, ask.interval)


def _lines(ask: QuoteAsk, unit: Money) -> tuple[QuoteLine, ...]:
    empty = billed_quantity(ask.seats, ask.prepaid) - ask.seats
    counted = ((QuoteLineKind.AGENTS, ask.seats), (QuoteLineKind.EMPTY_SEATS, empty))
    return tuple(
        QuoteLine(kind, quantity, unit.minor, renewal_minor(unit.minor, quantity))
        for kind, quantity in counted
        if quantity
    )


def _compared(ask: QuoteAsk, prices: PriceList) -> YearCompared | None:
    offer = prices.offers[ask.plan]
    month, year = (offer.price(ask.currency, interval) for interval in Interval)
    if month is None or year is None or ask.agreed_minor is not None:
        return None
    quantity = billed_quantity(ask.seats, ask.prepaid)
    by_the_month = 12 * renewal_minor(month.minor, quantity)
    return YearCompared(Money(by_the_month, ask.currency), Money(renewal_minor(year.minor, quantity), ask.currency))


def _warnings(ask: QuoteAsk, unit: Money | None) -> list[QuoteWarning]:
    warnings = []
    if ask.seats < ask.occupied:
        warnings.append(QuoteWarning.BELOW_OCCUPIED)
    if unit is None:
        warnings.append(QuoteWarning.NO_PRICE_AGREED)
    return warnings
