"""Words of the bill as it stands, and of the list of documents."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from bot.domain.billing.bill import BillFacts, OpenWindow
from bot.domain.billing.document_list import InvoiceSummary, ListedDocument
from bot.domain.billing.documents import Document, DocumentKind, LineKind
from bot.domain.billing.money import Money
from bot.domain.billing.outcomes import SubscriptionStanding
from bot.domain.billing.periods import Interval
from bot.domain.billing.subscription_facts import SubscriptionFacts
from bot.domain.billing.terms import Collect, Terms
from bot.views.blocks import date as shown_at
from bot.views.desk.wording import DATE, SEPARATOR
from bot.views.money import written_money
from models.billing import InvoiceKind, InvoiceState

TITLE: Final = "Billing"
DOCUMENTS: Final = "Documents"
CLOSE: Final = "Close"
SEATS, SEATS_ALOUD = "Seats", "Open the list of seats"
BILL_ALOUD: Final = "Open the bill as it stands"
QUOTE, QUOTE_ALOUD = "Quote", "Ask what other seats or another plan would cost"
ALL_DOCUMENTS, ALL_DOCUMENTS_ALOUD = "All Documents", "Open the list of all invoices, credit notes and statements"
OPEN_PAGE, OPEN_PAGE_ALOUD = "Open the Page", "Open the billing page, opens a browser"
CHANGE, CHANGE_ALOUD = "Change", "Change the subscription"
SET_PRICE, SET_PRICE_ALOUD = "Set the Price", "Set the price that was agreed for a seat"
EXPLAIN: Final = "Explain"
EXPLAIN_NEXT_ALOUD: Final = "Explain the next document"
EXPLAIN_WINDOW_ALOUD: Final = "Explain what is charged when the window closes"
OLDER, OLDER_ALOUD = "Older", "Show older documents"
NEXT: Final = "Next document, as of now"
HISTORY: Final = "Documents so far"
NO_DOCUMENTS: Final = (
    "There are none yet. An invoice, or a statement where nothing is collected, is issued at a renewal."
)
NO_PAGE: Final[Mapping[Collect, str]] = {
    Collect.MANUAL: "Nothing is paid in Slack. Whoever runs this desk marks invoices as paid: `python -m bot billing`.",
    Collect.STRIPE: (
        "Nothing is paid in Slack, but on a page that has no address yet: whoever runs this desk sets "
        "`DESKBELL_PUBLIC_URL` and `DESKBELL_SECRET_KEYS`."
    ),
}
"""Where money is collected and there is no page to lead to: what to do instead."""

DAYS_ARE_UTC: Final = (
    "Periods begin and end at midnight UTC. Amounts of the next document are drafts until it is issued."
)
NOT_OPENED: Final = "Slack did not open the page. Please type `/desk billing` again."
NO_PRICE: Final = "No price is agreed, so seats are only counted."

INTERVALS: Final[Mapping[Interval, str]] = {Interval.MONTHLY: "monthly", Interval.ANNUAL: "annual"}
KINDS: Final[Mapping[InvoiceKind, str]] = {
    InvoiceKind.INVOICE: "invoice",
    InvoiceKind.CREDIT_NOTE: "credit note",
    InvoiceKind.STATEMENT: "statement",
}


def written_day(on: date) -> str:
    """Return a day as people read it: 1 December 2026."""
    return f"{on.day} {on:%B %Y}"


def plan(terms: Terms) -> str:
    """Say what is bought."""
    return SEPARATOR.join([terms.plan.value.capitalize(), INTERVALS[terms.period], terms.currency])


def standing(facts: SubscriptionFacts) -> str:
    """Say how the subscription stands, and what follows from it."""
    ends = "" if facts.ends_at is None else f" on {written_day(facts.ends_at)}"
    match facts.standing:
        case SubscriptionStanding.COUNTING:
            return "Counting: nothing is collected, and nothing is ever locked."
        case SubscriptionStanding.TRIAL:
            then = "It is cancelled and ends then." if facts.cancels else _after_trial(facts)
            return f"Trial: it costs nothing, and ends{ends}. {then}"
        case SubscriptionStanding.ACTIVE:
            return f"Active. It is cancelled and ends{ends}." if facts.cancels else "Active."
        case SubscriptionStanding.SUSPENDED:
            return f"Suspended: everything can be read, nothing is charged. {_way_out(facts)}"
        case _:
            return "Ended: its last period is over. Everything can be read."


def scheduled(facts: SubscriptionFacts) -> str:
    """Say what follows at the renewal; empty where nothing else does."""
    if facts.scheduled is None:
        return ""
    from_when = "the next renewal" if facts.period is None else written_day(facts.period.end_at)
    return f"From {from_when} on: {plan(facts.scheduled)}."


def period(facts: SubscriptionFacts) -> str:
    """Say which period runs; empty where none does."""
    if facts.period is None:
        return ""
    return f"Period: {written_day(facts.period.start_at)} up to {written_day(facts.period.end_at)}."


def seats(bill: BillFacts) -> str:
    """Say how many seats are taken and paid."""
    facts = bill.subscription
    said = f"{_seats(facts.occupied)} taken"
    if facts.period is not None and facts.unit_minor is not None:
        said += f", {facts.paid:,} in this period's bill"
    waiting = [f"{bill.held:,} held"] if bill.held else []
    waiting += [f"{bill.pending:,} pending"] if bill.pending else []
    return f"{said} ({', '.join(waiting)})." if waiting else f"{said}."


def price(facts: SubscriptionFacts, locale: str | None) -> str:
    """Say what a seat costs."""
    if facts.unit_minor is None:
        return NO_PRICE
    unit = _money(facts.unit_minor, facts.terms.currency, locale)
    return f"A seat costs {unit} for each period, before tax."


def upcoming(document: Document, locale: str | None) -> str:
    """Say what the next renewal comes to as things stand."""
    paper = "invoice" if document.kind is DocumentKind.INVOICE else "statement"
    renewal = next(line for line in document.lines if line.kind is LineKind.RENEWAL)
    total = _money(document.total_minor, document.currency, locale)
    unit = _money(renewal.unit_minor, document.currency, locale)
    tax = f", tax {_money(document.tax_minor, document.currency, locale)} included" if document.tax_minor else ""
    said = f"{total} by {paper} on {written_day(document.issued_at)}: {_seats(renewal.quantity)} at {unit}{tax}."
    if document.kind is DocumentKind.INVOICE and document.collect_minor != document.total_minor:
        collected = _money(document.collect_minor, document.currency, locale)
        said += f" With what was carried over, {collected} to pay."
    return said


def no_upcoming(facts: SubscriptionFacts) -> str:
    """Say why there is no next document."""
    if facts.standing is SubscriptionStanding.CANCELLED:
        return "There will be none: the subscription has ended."
    if facts.standing is SubscriptionStanding.SUSPENDED:
        return f"There will be none while the subscription is suspended. {_way_out(facts)}"
    if facts.cancels:
        return "There will be none: the subscription is cancelled."
    if facts.unit_minor is None:
        return "There will be none while no price is agreed."
    if facts.occupied == 0:
        return "There will be none while nobody takes a seat and none is bought in advance."
    return "There will be none as things stand."


def window(open_window: OpenWindow, locale: str | None) -> str:
    """Say what is charged when the settle window closes; in `mrkdwn`."""
    closes = shown_at(open_window.closes_at, DATE)
    if open_window.charges is None:
        return f"People came and went in the last hour. Nothing is charged for it as things stand; settled {closes}."
    total = _money(open_window.charges.total_minor, open_window.charges.currency, locale)
    people = sum(line.quantity for line in open_window.charges.lines if line.kind is LineKind.SEAT_ADDED)
    what = f"{_seats(people, 'new seat')} for the rest of this period: {total}, charged {closes}."
    return f"{what} Who leaves before costs nothing."


def balance(minor: int, currency: str, locale: str | None) -> str:
    """Say what is open from earlier."""
    amount = _money(abs(minor), currency, locale)
    if minor < 0:
        return f"A credit of {amount} is taken off the next invoice."
    return f"{amount} from earlier was too little to collect, and comes with the next invoice."


def document_mrkdwn(listed: ListedDocument, locale: str | None) -> str:
    """Say what a document is and what became of it; its number leads to its page, where there is one."""
    summary = listed.summary
    number = summary.number if listed.address is None else f"<{listed.address}|{summary.number}>"
    total = _money(summary.total_minor, summary.currency, locale)
    facts = [KINDS[summary.kind], written_day(summary.issued_at), total, state(summary, locale)]
    return SEPARATOR.join([f"*{number}*", *facts])


def state(summary: InvoiceSummary, locale: str | None) -> str:
    """Say what became of a document."""
    match summary.state:
        case InvoiceState.PAID:
            return "paid"
        case InvoiceState.VOID:
            return "void"
        case InvoiceState.UNCOLLECTIBLE:
            return "could not be collected"
    if summary.kind is InvoiceKind.STATEMENT:
        return "no payment asked for"
    if summary.kind is InvoiceKind.CREDIT_NOTE:
        return "credited"
    if summary.collect_minor <= 0:
        return "nothing to pay"
    due = "" if summary.due_on is None else f", due {written_day(summary.due_on)}"
    owed = ""
    if summary.collect_minor != summary.total_minor:
        owed = f" {_money(summary.collect_minor, summary.currency, locale)}"
    return f"open{owed}{due}"


def explain_aloud(number: str) -> str:
    """Return what screen readers say of a document's button."""
    return f"Explain {number}"


def seats_of_home(facts: SubscriptionFacts, held: int, locale: str | None) -> str:
    """Say in one line what Home shows of the bill."""
    said = [f"{_seats(facts.occupied)} taken"]
    if held:
        said.append(f"{held:,} held")
    if facts.upcoming is not None:
        total = _money(facts.upcoming.total_minor, facts.upcoming.currency, locale)
        paper = "invoice" if facts.upcoming.kind is DocumentKind.INVOICE else "statement"
        said.append(f"next {paper} {total} on {written_day(facts.upcoming.issued_at)}")
    elif facts.unit_minor is None:
        said.append("no price agreed, seats are only counted")
    return SEPARATOR.join(said)


def contact_added(name: str) -> str:
    """Say that somebody receives the bill from now on."""
    return f"{name} is a billing contact now: they receive every document and see `/desk billing`. It takes no seat."


def contact_removed(name: str) -> str:
    """Say that somebody receives it no more."""
    return f"{name} is no billing contact any more."


def _after_trial(facts: SubscriptionFacts) -> str:
    if facts.has_payment_method:
        return "The first period begins then."
    return f"Without a way to pay the subscription is suspended then. {_way_out(facts)}"


def _way_out(facts: SubscriptionFacts) -> str:
    if facts.has_payment_method:
        return "It goes on when what is open is paid."
    return "It goes on when there is a way to pay: for paying by transfer, the name to bill."


def _seats(number: int, what: str = "seat") -> str:
    return f"{number:,} {what if number == 1 else f'{what}s'}"


def _money(minor: int, currency: str, locale: str | None) -> str:
    return written_money(Money(minor, currency), locale)
