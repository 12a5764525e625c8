"""What the pages of the subscription say."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from bot.domain.billing.outcomes import SubscriptionStanding
from bot.domain.billing.periods import Interval
from bot.domain.billing.plans import Plan
from bot.domain.billing.terms import Collect

TITLE: Final = "Subscription"
ABOUT: Final = "plan, price, how it is paid, whom invoices go to"
BACK: Final = "Back"
CANCEL_FORM: Final = "Not now"
NOBODY_CHANGES: Final = "Admins change this with `/desk settings`."

CHANGE: Final = "Change"
CHANGE_ALOUD: Final = "Change the plan, the price and how it is paid"
CONTACTS: Final = "Billing contacts"
CONTACTS_ALOUD: Final = "Choose who receives invoices"
TAKE_BACK: Final = "Take it back"
TAKE_BACK_ALOUD: Final = "Keep the subscription as it is now"
CANCEL: Final = "Cancel subscription"
CANCEL_ALOUD: Final = "Open the page that cancels the subscription"
KEEP: Final = "Keep it"
KEEP_ALOUD: Final = "Undo the cancellation"

PLANS: Final[Mapping[str, str]] = {
    Plan.TEAM: "Team: one queue, one inbound address",
    Plan.PROFESSIONAL: "Professional: any number of queues, a name and an icon of your own",
    Plan.ENTERPRISE: "Enterprise: several workspaces and request systems, a price as agreed",
}
COLLECTS: Final[Mapping[str, str]] = {
    Collect.NONE: "Nothing: seats are counted, statements say what they cost",
    Collect.MANUAL: "By transfer: an admin marks invoices as paid",
    Collect.STRIPE: "By card, through Stripe",
}
INTERVALS: Final[Mapping[str, str]] = {Interval.MONTHLY: "by the month", Interval.ANNUAL: "by the year"}
"""Each plan, way to collect and period as it is offered."""

FORM_TITLE: Final = "Change subscription"
FORM_NEXT: Final = "Next"
FORM_NOTE: Final = "Nothing changes yet: the next page says what holds when, and what it costs."
PLAN: Final = "Plan"
COLLECT: Final = "What is collected"
PERIOD: Final = "Paid"
CURRENCY: Final = "Currency"
CURRENCY_HINT: Final = "Three letters. The price list has EUR, GBP, JPY and USD; an agreed price can be in any."
PREPAID: Final = "Seats bought in advance"
PREPAID_HINT: Final = "Paid for at each renewal, whether or not somebody sits there. 0 for none."
SEAT_PRICE: Final = "Agreed price of a seat"
SEAT_PRICE_HINT: Final = "Enterprise only: what one agent costs for one period, as 25.50. Without it seats are counted."
CEILING: Final = "Spend ceiling"
CEILING_HINT: Final = "Admins are asked before anybody would take the next invoice above it, as 5000."
SPLIT: Final = "Split by queue"
SPLIT_CHOICE: Final = "Invoices say which queue each seat belongs to"
SETTLE: Final = "Settle window, in minutes"
SETTLE_HINT: Final = "How long what is added waits to be charged together: 0 to 1440."
REVERSAL: Final = "Time to undo a triage channel, in hours"
REVERSAL_HINT: Final = "Until then its seats are credited in full: 0 to 720."
TAX: Final = "Tax, in percent"
TAX_HINT: Final = "As 19 or 8.25. 0 where none is charged."
TAX_LABEL: Final = "Name of the tax"
TAX_LABEL_HINT: Final = "As it is printed, VAT; or what must be said where no tax is charged."
NAME: Final = "Invoices made out to"
ADDRESS: Final = "Address"
EMAIL: Final = "E-mail for invoices"
VAT_ID: Final = "VAT number"
ORDER: Final = "Purchase order"

NO_NUMBER: Final = "Please write a whole number."
NO_PERCENTAGE: Final = "Please write a percentage from 0 to 100, as 19 or 8.25."
TOO_MANY_LINES: Final = "An address has six lines at most, of 120 characters each."

CONFIRM_TITLE: Final = "Is this right?"
CONFIRM: Final = "Confirm"
NOTHING_CHANGES: Final = "That is what the subscription is already, so there is nothing to confirm."
CHANGES: Final = "What changes"
COSTS: Final = "What it costs"
LOSSES: Final = "What it takes away"
COSTS_NOTHING: Final = "It costs nothing more."

CANCEL_TITLE: Final = "Cancel subscription"
CANCEL_LABEL: Final = "Type CANCEL to cancel"
CANCEL_SUBMIT: Final = "Cancel it"
CANCEL_EXPORT: Final = "`python -m bot config export desk.yaml` writes all you set up into one file, to take along."
CONTACTS_LABEL: Final = "Who receives invoices and sees what the desk costs"
CONTACTS_HINT: Final = "They need not be agents or admins, and cost nothing."
CONTACTS_PLACEHOLDER: Final = "Choose people"
SAVE: Final = "Save"
CANCELLED_LOSS: Final = "Until then everything goes on. Nothing is deleted, and until then you can take it back."
READ_ONLY_AFTER: Final = "After that everything can be read and nothing changed. What people ask is still kept."


def price(unit: str | None, interval: Interval) -> str:
    """Say what a seat costs."""
    if unit is None:
        return "No price is agreed: seats are counted"
    return f"{unit} for each agent and {'month' if interval is Interval.MONTHLY else 'year'}, before tax"


def seats(occupied: int, paid: int) -> str:
    """Say how many seats are taken and paid."""
    return f"{occupied} taken, {paid} paid"


def renewal(on: datetime, total: str, *, collects: bool) -> str:
    """Say when the subscription renews next, and what that comes to as of now."""
    paper = "invoice" if collects else "statement"
    return f"{_day(on)}, {paper} of {total} as of now"


def standing(standing: SubscriptionStanding, trial_ends_at: datetime | None) -> str:
    """Say how the subscription stands."""
    if standing is SubscriptionStanding.TRIAL and trial_ends_at is not None:
        return f"Trial until {_day(trial_ends_at)}, for nothing"
    return _STANDINGS[standing]


def cancelled(ends_at: datetime | None) -> str:
    """Say that the subscription ends, and when."""
    when = "at once" if ends_at is None else f"on {_day(ends_at)}"
    return f"It is cancelled and ends {when}."


def ends(ends_at: datetime | None) -> str:
    """Say when the subscription would end."""
    return "It ends at once." if ends_at is None else f"It ends on {_day(ends_at)}, and is not renewed."


def follows(what: str) -> str:
    """Say what holds from the next renewal on."""
    return f"To follow: {what}"


def pay_first(standing: SubscriptionStanding, *, has_method: bool) -> str | None:
    """Say what is missing before the subscription goes on; None where nothing is."""
    if has_method or standing not in {SubscriptionStanding.TRIAL, SubscriptionStanding.SUSPENDED}:
        return None
    how = "Give the name that invoices are made out to, or a card with `/desk billing`"
    if standing is SubscriptionStanding.TRIAL:
        return f"{how}, and the desk goes on when the trial is over."
    return f"{how}, and the desk can be worked again at once."


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"


_STANDINGS: Final[Mapping[SubscriptionStanding, str]] = {
    SubscriptionStanding.COUNTING: "Nothing is collected",
    SubscriptionStanding.TRIAL: "Trial",
    SubscriptionStanding.ACTIVE: "Active",
    SubscriptionStanding.SUSPENDED: "Suspended: everything can be read, nothing can be changed",
    SubscriptionStanding.CANCELLED: "Ended: everything can be read, nothing can be changed",
}

STANDING: Final = "Standing"
PRICE: Final = "Price"
SEATS: Final = "Seats"
RENEWAL: Final = "Next renewal"
COLLECTING: Final = "Collecting"
ADDRESSEE: Final = "Invoices to"
