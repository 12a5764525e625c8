"""The section `subscription` of the configuration file: what Deskbell's own subscription is to be."""

from typing import Annotated, Any

from pydantic import Field, InstanceOf, ValidationInfo, field_validator

from bot.domain.billing.currencies import EXPONENTS
from bot.domain.billing.money import Money, MoneyRefused, read_money
from bot.domain.billing.periods import Interval
from bot.domain.billing.plans import Plan
from bot.domain.billing.terms import Collect, InvoiceTo, Terms
from bot.domain.desk.desk_file import Section
from bot.domain.desk.desk_file_values import one_of, refused

Whole = Annotated[int, Field(ge=0)]
PrintedLine = Annotated[str, Field(max_length=120)]
BASIS_POINTS_LIMIT = 10_000


class TaxEntry(Section):
    """What is added to every invoice. `rate_basis_points` is in hundredths of a percent: 1900 is 19 %."""

    rate_basis_points: Annotated[int, Field(ge=0, le=BASIS_POINTS_LIMIT)] = 0
    label: PrintedLine = ""


class InvoiceToEntry(Section):
    """Whom invoices are addressed to, as it is printed."""

    name: PrintedLine = ""
    address: Annotated[tuple[PrintedLine, ...], Field(strict=False, max_length=6)] = ()
    email: PrintedLine = ""
    vat_id: PrintedLine = ""
    purchase_order: PrintedLine = ""


class SubscriptionSection(Section):
    """The subscription. What is left out is as `bot.domain.billing.terms.Terms` has it by default."""

    collect: Annotated[str, one_of(*Collect)] = Collect.NONE
    plan: Annotated[str, one_of(*Plan)] = Plan.ENTERPRISE
    period: Annotated[str, one_of(*Interval)] = Interval.MONTHLY
    currency: str = "USD"
    prepaid_seats: Whole = 0
    seat_price: InstanceOf[Money] | None = None
    spend_ceiling: InstanceOf[Money] | None = None
    split_by_queue: bool = False
    settle_minutes: Whole = 60
    reversal_hours: Whole = 24
    tax: TaxEntry = TaxEntry()
    invoice_to: InvoiceToEntry = InvoiceToEntry()

    @field_validator("currency")
    @classmethod
    def _is_currency(cls, value: str) -> str:
        if value not in EXPONENTS:
            raise refused(f"{value} is no currency", "Write its three letters, as EUR")
        return value

    @field_validator("seat_price", "spend_ceiling", mode="before")
    @classmethod
    def _is_money(cls, value: Any, info: ValidationInfo) -> Money | None:
        currency = info.data.get("currency")
        if value is None or currency is None:  # what is wrong with the currency is said already
            return None
        try:
            return read_money(value if isinstance(value, int) else str(value), currency)
        except MoneyRefused as refusal:
            reason, _, remedy = str(refusal).removesuffix(".").partition(". ")
            raise refused(reason, remedy or "Write an amount, as 25.50") from None


SECTIONS: dict[str, type[Section]] = {
    "subscription": SubscriptionSection,
    "subscription.tax": TaxEntry,
    "subscription.invoice_to": InvoiceToEntry,
}
"""The schema of the section and of what is in it, by the names that lead there."""


def terms_of(section: SubscriptionSection, *, price_list: str) -> Terms:
    """Return the terms a section asks for, by a version of the price list."""
    return Terms(
        collect=Collect(section.collect),
        plan=Plan(section.plan),
        period=Interval(section.period),
        currency=section.currency,
        prepaid_seats=section.prepaid_seats,
        seat_price_minor=None if section.seat_price is None else section.seat_price.minor,
        price_list=price_list,
        spend_ceiling_minor=None if section.spend_ceiling is None else section.spend_ceiling.minor,
        split_by_queue=section.split_by_queue,
        settle_minutes=section.settle_minutes,
        reversal_hours=section.reversal_hours,
        tax_rate_basis_points=section.tax.rate_basis_points,
        tax_label=section.tax.label,
        invoice_to=_invoice_to(section.invoice_to),
    )


def section_of(terms: Terms) -> dict[str, Any]:
    """Return the section that asks for `terms`, as it is written in a file."""
    to = terms.invoice_to
    return {
        "collect": str(terms.collect),
        "plan": str(terms.plan),
        "period": str(terms.period),
        "currency": terms.currency,
        "prepaid_seats": terms.prepaid_seats,
        "seat_price": _written(terms.seat_price_minor, terms.currency),
        "spend_ceiling": _written(terms.spend_ceiling_minor, terms.currency),
        "split_by_queue": terms.split_by_queue,
        "settle_minutes": terms.settle_minutes,
        "reversal_hours": terms.reversal_hours,
        "tax": {"rate_basis_points": terms.tax_rate_basis_points, "label": terms.tax_label},
        "invoice_to": {
            "name": to.name,
            "address": to.address.splitlines(),
            "email": to.email,
            "vat_id": to.vat_id,
            "purchase_order": to.purchase_order,
        },
    }


def _invoice_to(entry: InvoiceToEntry) -> InvoiceTo:
    address = "\n".join(line.strip() for line in entry.address if line.strip())
    return InvoiceTo(
        name=entry.name.strip(),
        address=address,
        email=entry.email.strip(),
        vat_id=entry.vat_id.strip(),
        purchase_order=entry.purchase_order.strip(),
    )


def _written(minor: int | None, currency: str) -> str | None:
    """Return an amount as text: YAML's numbers are floats, and money never is."""
    return None if minor is None else Money(minor, currency).plain()
