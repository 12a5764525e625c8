"""Changes of the terms: what of them holds at once, and what waits for the next roll."""

from dataclasses import replace
from typing import Final

from bot.domain.billing.periods import Interval
from bot.domain.billing.terms import Terms

_OFFER: Final = ("plan", "period", "currency", "seat_price_minor", "price_list")
_AT_ROLL: Final = (*_OFFER, "reuse")


def held_at_once(current: Terms, wanted: Terms, *, nothing_bought: bool) -> Terms:
    """Return the terms that hold from now on within a running period.

    A larger plan holds now, a smaller one from the roll; a year instead of months begins now, months instead of a year
    at the year's end. Another currency, another price list and another agreed price wait for the roll, for a period's
    price is frozen. Where nothing was bought yet there is nothing to freeze: plan, interval, currency and price hold
    now. More prepaid seats hold now, fewer from the roll. All else (who is billed, tax, windows) holds now.

    Args:
        current: what holds.
        wanted: what was asked for last.
        nothing_bought: whether what holds has no price, or is only stated and has cost nothing in this period.
    """
    kept = {name: getattr(current, name) for name in _AT_ROLL}
    kept |= {name: getattr(wanted, name) for name in _OFFER} if nothing_bought else _offer(current, wanted)
    return replace(wanted, prepaid_seats=max(current.prepaid_seats, wanted.prepaid_seats), **kept)


def held_while_suspended(current: Terms, wanted: Terms) -> Terms:
    """Return the terms that hold from now on while nothing is charged: all that costs something waits."""
    return replace(wanted, **{name: getattr(current, name) for name in (*_AT_ROLL, "prepaid_seats")})


def _offer(current: Terms, wanted: Terms) -> dict[str, object]:
    """Return what is bought from now on, as far as it differs; nothing if all of that waits."""
    if wanted.currency != current.currency or wanted.plan.rank < current.plan.rank:
        return {}
    larger = wanted.plan.rank > current.plan.rank
    begins_year = (current.period, wanted.period) == (Interval.MONTHLY, Interval.ANNUAL)
    ends_year = (current.period, wanted.period) == (Interval.ANNUAL, Interval.MONTHLY)
    asked = {name: getattr(wanted, name) for name in _OFFER}
    if ends_year:  # only a list has a price for the rest of the year
        listed = larger and wanted.seat_price_minor is None
        return {"plan": wanted.plan, "seat_price_minor": None} if listed else {}
    if begins_year:
        return asked
    return asked | {"price_list": current.price_list} if larger else {}
