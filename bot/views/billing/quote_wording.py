"""Words of the quote, which is computed anew at every choice."""

from collections.abc import Mapping
from typing import Final

from bot.domain.billing.money import Money
from bot.domain.billing.periods import Interval
from bot.domain.billing.plans import Gate, Limit, Plan, SupportPromise
from bot.domain.billing.price_list import PlanOffer
from bot.domain.billing.quotes import Quote, QuoteLine, QuoteLineKind, QuoteWarning, YearCompared
from bot.views.desk.wording import SEPARATOR
from bot.views.money import written_money, written_percent

TITLE: Final = "Quote"
CLOSE: Final = "Close"
CALCULATE: Final = "Calculate"
SEATS: Final = "Seats"
SEATS_HINT: Final = "One for each person in a triage channel. The amounts below follow what you type."
PLAN: Final = "Plan"
INTERVAL: Final = "Paid"
CURRENCY: Final = "Currency"
CHOOSE: Final = "Choose"
NOT_A_NUMBER: Final = "Please type the number of seats as a whole number from 0 to 1,000,000."
NOTHING_CHANGES: Final = "This is only a calculation: nothing is changed or bought by it."
PLANS: Final[Mapping[str, str]] = {plan.value: plan.value.capitalize() for plan in Plan}
INTERVALS: Final[Mapping[str, str]] = {Interval.MONTHLY.value: "by the month", Interval.ANNUAL.value: "by the year"}
NO_SEATS: Final = "No seats, no document: nothing is billed while nobody takes a seat."

_PERIODS: Final[Mapping[Interval, str]] = {Interval.MONTHLY: "a month", Interval.ANNUAL: "a year"}
_PROMISES: Final[Mapping[SupportPromise, str]] = {
    SupportPromise.MAIL_WITHIN_TWO_DAYS: "answers by mail within two days",
    SupportPromise.SAME_DAY: "answers on the same day",
    SupportPromise.AS_AGREED: "support as agreed",
}
_LIMITS: Final[Mapping[Limit, tuple[str, str]]] = {
    Limit.QUEUES: ("queue", "queues"),
    Limit.INBOUND_ADDRESSES: ("inbound address", "inbound addresses"),
    Limit.REQUEST_SYSTEMS: ("request system", "request systems"),
    Limit.WORKSPACES: ("workspace", "workspaces"),
}


def line(each: QuoteLine, currency: str, locale: str | None) -> str:
    """Say what one line comes to."""
    unit, amount = _money(each.unit_minor, currency, locale), _money(each.amount_minor, currency, locale)
    number = f"{each.quantity:,}"
    if each.kind is QuoteLineKind.EMPTY_SEATS:
        return f"{number} bought in advance that nobody has, at {unit}: {amount}"
    return f"{number} {'agent' if each.quantity == 1 else 'agents'} at {unit}: {amount}"


def tax(quote: Quote, locale: str | None) -> str:
    """Say what the tax comes to; empty where there is none."""
    rate = quote.ask.tax_rate_basis_points
    if not rate:
        return ""
    return f"Tax, {written_percent(rate, locale)}: {written_money(quote.total - quote.subtotal, locale)}"


def total(quote: Quote, locale: str | None) -> str:
    """Say what it comes to in all."""
    return f"{written_money(quote.total, locale)} {_PERIODS[quote.ask.interval]}"


def compared(year: YearCompared, locale: str | None) -> str:
    """Compare a year paid by the month with a year paid at once."""
    monthly, annual = written_money(year.monthly, locale), written_money(year.annual, locale)
    said = f"A year costs {monthly} by the month and {annual} at once, before tax"
    return f"{said}: {written_money(year.saved, locale)} less." if year.saved.minor > 0 else f"{said}."


def warning(which: QuoteWarning, occupied: int) -> str:
    """Say what somebody should know before they rely on the quote."""
    if which is QuoteWarning.BELOW_OCCUPIED:
        return f"{occupied:,} people take a seat now. The bill is for all of them until they leave the triage channels."
    return (
        "No price is agreed for this choice. Enterprise is priced with each customer: an admin sets it in the settings."
    )


def gives(offer: PlanOffer) -> str:
    """Say what a plan gives."""
    limits = [_limit(limit, most) for limit, most in offer.limits.items()]
    gates = ["own name and icon"] if Gate.WHITE_LABEL in offer.gates else []
    review = ["a security review on request"] if offer.security_review else []
    said = SEPARATOR.join([*limits, *gates, _PROMISES[offer.support], *review])
    return f"{offer.plan.value.capitalize()}: {said}"


def _limit(limit: Limit, most: int | None) -> str:
    one, many = _LIMITS[limit]
    if most is None:
        return f"any number of {many}"
    return f"{most} {one if most == 1 else many}"


def _money(minor: int, currency: str, locale: str | None) -> str:
    return written_money(Money(minor, currency), locale)
