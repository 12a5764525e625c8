"""Terms in words: each part of them, and what a change of it does when. English lines, for files and for pages."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from bot.domain.billing.money import Money
from bot.domain.billing.periods import Interval
from bot.domain.billing.terms import Collect, InvoiceTo
from bot.domain.billing.terms_changes import Holds, TermsChange, TermsPreview

Written = Callable[[Any, str], str]

COLLECTED: Final = {
    Collect.NONE: "nothing is collected",
    Collect.MANUAL: "by transfer, marked as paid by hand",
    Collect.STRIPE: "by card, through Stripe",
}
INTERVALS: Final = {Interval.MONTHLY: "monthly", Interval.ANNUAL: "annual"}


def lines_of(preview: TermsPreview) -> list[str]:
    """Return a sentence for each thing that a change does, and one for a trial that it begins."""
    lines = [worded(change) for change in preview.changes]
    begins = any(change.name == "collect" for change in preview.changes) and preview.trial_ends_at is not None
    if begins and preview.trial_ends_at is not None:
        lines.append(f"The trial goes on until {day(preview.trial_ends_at)}, for nothing and without a card.")
    return lines


def costs_of(preview: TermsPreview) -> list[str]:
    """Return what a change costs now and at the next renewal, in sentences; none where it costs nothing more."""
    return list(_costs(preview)) if preview.costs else []


def worded(change: TermsChange) -> str:
    """Return what becomes of one part of the terms, and when, as a sentence."""
    label, write = _PARTS[change.name]
    before, after = write(change.before, change.currency_before), write(change.after, change.currency)
    if change.holds is Holds.STILL:
        return f"{label}: {after}, as it is ({before} was to follow)."
    if change.holds is Holds.AT_RENEWAL and change.at is not None:
        return f"{label}: {after} from {day(change.at)} on ({before} until then)."
    return f"{label}: {after} from now on (it was {before})."


def label_of(name: str) -> str:
    """Return what a part of the terms is called."""
    return _PARTS[name][0]


def value_of(name: str, value: Any, currency: str) -> str:
    """Return a part of the terms as people read it."""
    return _PARTS[name][1](value, currency)


def day(at: datetime) -> str:
    """Return the day of an instant in UTC, as 2026-12-07."""
    return at.date().isoformat()


def amount(money: Money) -> str:
    """Return an amount as `EUR 12.90`."""
    return f"{money.currency} {money.plain()}"


def _costs(preview: TermsPreview) -> Iterator[str]:
    if preview.now.minor > 0:
        yield f"This costs {amount(preview.now)} now, for the rest of the period."
    else:
        yield "This costs nothing now."
    after, before = preview.after, preview.before
    if after is None:
        return
    was = ""
    if before is not None and before.collect_minor:
        was = f" instead of {amount(Money(before.total_minor, before.currency))}"
    total = amount(Money(after.total_minor, after.currency))
    yield f"The next renewal, on {day(after.issued_at)}, comes to {total}{was}."


def _money(minor: int | None, currency: str) -> str:
    return "none" if minor is None else amount(Money(minor, currency))


def _percent(basis_points: int, _currency: str) -> str:
    return f"{(Decimal(basis_points) / 100).normalize():f} %"


def _addressee(to: InvoiceTo, _currency: str) -> str:
    parts = (to.name, *to.address.splitlines(), to.email, to.vat_id, to.purchase_order)
    return ", ".join(part for part in parts if part) or "nobody yet"


_PARTS: Final[Mapping[str, tuple[str, Written]]] = {
    "collect": ("Collecting", lambda value, _: COLLECTED[value]),
    "plan": ("Plan", lambda value, _: str(value).capitalize()),
    "period": ("Paid", lambda value, _: INTERVALS[value]),
    "currency": ("Currency", lambda value, _: str(value)),
    "prepaid_seats": ("Seats bought in advance", lambda value, _: str(value)),
    "seat_price_minor": ("Agreed price of a seat", _money),
    "spend_ceiling_minor": ("Spend ceiling", _money),
    "split_by_queue": ("Split by queue", lambda value, _: "on" if value else "off"),
    "settle_minutes": ("Settle window", lambda value, _: f"{value} min"),
    "reversal_hours": ("Time to undo a triage channel", lambda value, _: f"{value} h"),
    "tax_rate_basis_points": ("Tax", _percent),
    "tax_label": ("Name of the tax", lambda value, _: value or "none"),
    "invoice_to": ("Invoices made out to", _addressee),
}
