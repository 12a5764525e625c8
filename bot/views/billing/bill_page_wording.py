"""Words of the bill's pages on the web."""

from collections.abc import Mapping
from typing import Final

from bot.domain.billing.terms import Collect

TITLE: Final = "Seats and the bill"
PLAN: Final = "Plan"
PRICE: Final = "Price"
SEATS: Final = "Seats"
PERIOD: Final = "Period"
PAID_BY: Final = "Paid by"
BALANCE: Final = "Carried over"
NEXT: Final = "Next document, as of now"
HISTORY: Final = "Documents so far"
NO_DOCUMENTS: Final = "There are none yet. One is issued at a renewal."
NUMBER: Final = "Number"
ISSUED: Final = "Issued"
STATE: Final = "State"
TOTAL: Final = "Total"
PDF: Final = "PDF"
OLDER: Final = "Older documents"
DRAFT: Final = "Look at the next document"
SET_METHOD: Final = "Set up a card"
CHANGE_METHOD: Final = "Use another card"
BACK: Final = "Back to the bill"
DOWNLOAD: Final = "Download PDF"
TRY_AGAIN: Final = "Try again"

NO_METHOD: Final = "There is no card yet, so nothing can be collected."
COLLECTED: Final[Mapping[Collect, str]] = {
    Collect.NONE: "Nothing is collected.",
    Collect.MANUAL: "By transfer; an admin marks invoices as paid.",
    Collect.STRIPE: "By card; there is none yet.",
}

EXPIRED_TITLE: Final = "This link has expired"
EXPIRED: Final = "Links to the bill are good for half an hour. Type /desk billing in Slack, and you get a new one."
UNKNOWN_TITLE: Final = "There is nothing here"
UNKNOWN: Final = "If you expected a bill, type /desk billing in Slack for a link of your own."
SILENT_TITLE: Final = "The payment provider does not answer"
SILENT: Final = "Nothing was changed. Please try again in a minute."
REFUSED_TITLE: Final = "The payment provider refused"
REFUSED: Final = "Nothing was changed. An admin of this desk finds out why with: python -m bot doctor"
THANKS_TITLE: Final = "Thank you"
THANKS: Final = "Deskbell hears from your bank what came of it, and tells you in Slack. You can close this page."
METHOD_TITLE: Final = "Your card"
NO_CARD: Final = "No card was set up. You can try again whenever you like."


def period(start: str, end: str) -> str:
    """Say from when up to when a period goes."""
    return f"{start} up to {end}"


def change_waits(amount: str) -> str:
    """Say that a change is made when its money has come."""
    return f"{amount} is being collected for a change of the subscription, which is made when it has come."


def method_kept(label: str) -> str:
    """Say how the bill is paid from now on."""
    return f"{label} pays from now on. What was open is collected with it now."
