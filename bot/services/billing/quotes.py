"""Quotes: what other seats, another plan, interval or currency would cost, by the arithmetic of the invoices."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from bot.domain.billing.ledger import Ledger
from bot.domain.billing.price_list import PriceList
from bot.domain.billing.price_lists import shipped
from bot.domain.billing.quote_page import QuoteChoice, QuotePage
from bot.domain.billing.quotes import Quote, QuoteAsk, quote
from bot.domain.billing.terms import Terms
from bot.services.billing import contacts, ledgers
from models.desk import Person

MOST_SEATS: Final = 1_000_000


def load_quote(session: Session, choice: QuoteChoice | None, *, reader: Person, now: datetime) -> QuotePage:
    """Return what a choice would cost for one period; without one, what the subscription is now.

    Args:
        session: an open transaction.
        choice: what is asked for.
        reader: who asks.
        now: the desk's time.

    Raises: BillingReadersOnly.
    """
    contacts.require_reader(session, reader)
    ledger = ledgers.load(session, reader.workspace_id, at=now)
    terms = ledger.terms
    asked = choice or _as_it_is(ledger)
    prices = _prices(terms, asked, now)
    return QuotePage(
        choice=asked,
        quote=_quote(ledger, asked, prices),
        offer=prices.offers[asked.plan],
        currencies=sorted({*prices.currencies, terms.currency}),
        occupied=ledger.occupied,
        collects=terms.collects,
        locale=reader.locale,
    )


def _as_it_is(ledger: Ledger) -> QuoteChoice:
    terms = ledger.terms
    return QuoteChoice(str(max(ledger.occupied, terms.floor)), terms.plan, terms.period, terms.currency)


def _quote(ledger: Ledger, asked: QuoteChoice, prices: PriceList) -> Quote | None:
    seats = _read_seats(asked.seats)
    if seats is None:
        return None
    terms = ledger.terms
    ask = QuoteAsk(
        seats=seats,
        plan=asked.plan,
        interval=asked.interval,
        currency=asked.currency,
        occupied=ledger.occupied,
        prepaid=terms.floor,
        agreed_minor=terms.seat_price_minor if _is_same(terms, asked) else None,
        tax_rate_basis_points=terms.tax_rate_basis_points,
    )
    return quote(ask, prices)


def _read_seats(typed: str) -> int | None:
    """Return the number that was typed, or None for what is no number of seats."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= len(str(MOST_SEATS))):
        return None
    return int(typed) if int(typed) <= MOST_SEATS else None


def _is_same(terms: Terms, asked: QuoteChoice) -> bool:
    """Return whether a price that was agreed is for what is asked."""
    return (terms.plan, terms.period, terms.currency) == (asked.plan, asked.interval, asked.currency)


def _prices(terms: Terms, asked: QuoteChoice, now: datetime) -> PriceList:
    """Return the list a choice would be priced by: the subscription's own for what it is, else the newest."""
    return shipped().get(terms.price_list) if _is_same(terms, asked) else shipped().in_force(now.date())
