"""Support prices on a document: each part a line, with the same tax and the same explanations as the seats have."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.domain.billing.documents import Document, DocumentKind, Line, LineKind
from bot.domain.billing.ledger import VERSION
from bot.domain.billing.support_prices import PricedPart, SupportPart, SupportPrice
from bot.domain.billing.tax import tax_of
from bot.domain.billing.terms import Terms

_KINDS: Final[Mapping[SupportPart, LineKind]] = {
    SupportPart.SHARE_OF_LICENCE: LineKind.SUPPORT_SHARE,
    SupportPart.IMPLEMENTATION: LineKind.SUPPORT_IMPLEMENTATION,
    SupportPart.MONTHS: LineKind.SUPPORT_MONTHS,
    SupportPart.CUSTOM_DEVELOPMENTS: LineKind.SUPPORT_DEVELOPMENTS,
    SupportPart.ACTIVE_USERS: LineKind.SUPPORT_USERS,
}


@dataclass(frozen=True)
class SupportBilled:
    """One time of billing support.

    Attributes:
        start_on: the first day that is paid for, and `end_on` the day after the last one.
        position: the document's place among those of its series, from 1.
        index: which time of billing this is, from 0.
    """

    price: SupportPrice
    start_on: date
    end_on: date
    position: int
    index: int
    issued_at: datetime


def support_lines(price: SupportPrice, start_on: date, end_on: date) -> tuple[Line, ...]:
    """Return a line for each part of a support price, those that come to nothing included.

    Args:
        end_on: the day after the last one that is paid for.
    """
    return tuple(_line(part, start_on, end_on) for part in price.parts())


def support_document(billed: SupportBilled, terms: Terms) -> Document:
    """Return the document of one support price: an invoice, or a statement where nothing is collected.

    Args:
        terms: whom it is for, its currency and its tax.
    """
    lines = support_lines(billed.price, billed.start_on, billed.end_on)
    tax = tax_of([line.amount_minor for line in lines], [terms.tax_rate_basis_points])
    return Document(
        position=billed.position,
        kind=DocumentKind.INVOICE if terms.collects else DocumentKind.STATEMENT,
        issued_at=billed.issued_at,
        period_index=billed.index,
        currency=terms.currency,
        lines=lines,
        subtotal_minor=sum(line.amount_minor for line in lines),
        tax_rate_basis_points=terms.tax_rate_basis_points,
        tax_label=terms.tax_label,
        tax_minor=tax.tax_minor,
        total_minor=tax.total_minor,
        carried_minor=0,
        collect_minor=tax.total_minor if terms.collects else 0,
        plan=terms.plan,
        interval=terms.period,
        price_list=terms.price_list,
        invoice_to=terms.invoice_to,
        ledger_version=VERSION,
    )


def _line(part: PricedPart, start_on: date, end_on: date) -> Line:
    return Line(
        kind=_KINDS[part.part],
        quantity=part.quantity,
        unit_minor=part.unit_minor,
        amount_minor=part.amount_minor,
        start_on=start_on,
        end_on=end_on,
        percent_basis_points=part.percent_basis_points,
    )
