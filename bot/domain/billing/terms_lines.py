"""Terms in words: each part of them, and what a change of it does when. English lines, for files and for pages."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from bot.domain.billing.money import Money
from bot.domain.billing.periods import Interval
from bot.domain.billing.terms import Collect, InvoiceTo
from bot.domain.billing.terms_changes import Holds, TermsChange, TermsPreview

WriteMoney = Callable[[Money], str]
"""Writes an amount for who reads it."""

COLLECTED: Final = {
    Collect.NONE: "nothing is collected",
    Collect.MANUAL: "by transfer, marked as paid by hand",
    Collect.STRIPE: "by card, through Stripe",
}
INTERVALS: Final = {Interval.MONTHLY: "monthly", Interval.ANNUAL: "annual"}


def amount(money: Money) -> str:
    """Return an amount as files have it: `EUR 12.90`."""
    return f"{money.currency} {money.plain()}"


def lines_of(preview: TermsPreview, write: WriteMoney = amount) -> list[str]:
    """Return a sentence for each thing that a change does, and one for a trial that it begins."""
    lines = [worded(change, write) for change in preview.changes]
    begins = any(change.name == "collect" for change in preview.changes) and preview.trial_ends_at is not None
    if begins and preview.trial_ends_at is not None:
        lines.append(f"The trial goes on until {day(preview.trial_ends_at)}, for nothing and without a card.")
    return lines


def collected_first(money: Money, write: WriteMoney = amount) -> str:
    """Say that a change waits for its money."""
    return f"{write(money)} is collected first. When it has come, and only then:"


def costs_of(preview: TermsPreview, write: WriteMoney = amount) -> list[str]:
    """Return what a change costs now and at the next renewal, in sentences; none where it costs nothing more."""
    return list(_costs(preview, write)) if preview.costs else []


def worded(change: TermsChange, write: WriteMoney = amount) -> str:
    """Return what becomes of one part of the terms, and when, as a sentence."""
    label = LABELS[change.name]
    before = value_of(change.name, change.before, change.currency_before, write)
    after = value_of(change.name, change.after, change.currency, write)
    if change.holds is Holds.STILL:
        return f"{label}: {after}, as it is ({before} was to follow)."
    if change.holds is Holds.AT_RENEWAL and change.at is not None:
        return f"{label}: {after} from {day(change.at)} on ({before} until then)."
    return f"{label}: {after} from now on (it was {before})."


def queues_lost(plan_name: str, most: int, keys: Sequence[str]) -> list[str]:
    """Return a sentence about the queues that a plan does not give, none where it gives all.

    Args:
        plan_name: as people read it.
        most: how many it gives.
        keys: of all queues, those first that are kept first.
    """
    kept, lost = keys[:most], keys[most:]
    if not lost:
        return []
    gives = "one queue" if most == 1 else f"{most} queues"
    return [f"{plan_name} gives {gives}: {', '.join(lost)} can then only be read. {', '.join(kept)} can be worked."]


def name_lost(plan_name: str, bot_name: str) -> str:
    """Return a sentence about the name of Deskbell's messages that a plan does not give."""
    return f"{plan_name} gives Deskbell no name of your own: its messages are then not from {bot_name} any more."


def value_of(name: str, value: Any, currency: str, write: WriteMoney = amount) -> str:
    """Return a part of the terms as people read it. `currency` is that of an amount."""
    if name in AMOUNTS:
        return "none" if value is None else write(Money(value, currency))
    return _VALUES.get(name, str)(value)


def day(at: datetime) -> str:
    """Return the day of an instant in UTC, as 2026-12-07."""
    return at.date().isoformat()


def _costs(preview: TermsPreview, write: WriteMoney) -> Iterator[str]:
    if preview.now.minor > 0:
        yield f"This costs {write(preview.now)} now, for the rest of the period."
    else:
        yield "This costs nothing now."
    after, before = preview.after, preview.before
    if after is None:
        return
    was = ""
    if before is not None and before.collect_minor:
        was = f" instead of {write(Money(before.total_minor, before.currency))}"
    total = write(Money(after.total_minor, after.currency))
    yield f"The next renewal, on {day(after.issued_at)}, comes to {total}{was}."


def _percent(basis_points: int) -> str:
    return f"{(Decimal(basis_points) / 100).normalize():f} %"


def _addressee(to: InvoiceTo) -> str:
    parts = (to.name, *to.address.splitlines(), to.email, to.vat_id, to.purchase_order)
    return ", ".join(part for part in parts if part) or "nobody yet"


LABELS: Final[Mapping[str, str]] = {
    "collect": "Collecting",
    "plan": "Plan",
    "period": "Paid",
    "currency": "Currency",
    "prepaid_seats": "Seats bought in advance",
    "seat_price_minor": "Agreed price of a seat",
    "spend_ceiling_minor": "Spend ceiling",
    "split_by_queue": "Split by queue",
    "settle_minutes": "Settle window",
    "reversal_hours": "Time to undo a triage channel",
    "tax_rate_basis_points": "Tax",
    "tax_label": "Name of the tax",
    "invoice_to": "Invoices made out to",
}
"""What each part of the terms is called, by its name in `Terms`."""

AMOUNTS: Final = frozenset({"seat_price_minor", "spend_ceiling_minor"})

_VALUES: Final[Mapping[str, Callable[[Any], str]]] = {
    "collect": COLLECTED.__getitem__,
    "plan": lambda plan: str(plan).capitalize(),
    "period": INTERVALS.__getitem__,
    "split_by_queue": lambda is_split: "on" if is_split else "off",
    "settle_minutes": lambda minutes: f"{minutes} min",
    "reversal_hours": lambda hours: f"{hours} h",
    "tax_rate_basis_points": _percent,
    "tax_label": lambda label: label or "none",
    "invoice_to": _addressee,
}
