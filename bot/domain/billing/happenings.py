"""What the billing wing announces, in the transaction in which it happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.billing.ledger import Ledger
from bot.domain.billing.outcomes import SeatChange, SeatsSettled, SubscriptionStanding
from bot.domain.desk.happenings import Happening
from models.billing import Invoice, Subscription


@dataclass(frozen=True)
class InvoiceIssued(Happening):
    """A document was numbered and stored: an invoice, a credit note or a statement."""

    invoice: Invoice


@dataclass(frozen=True)
class InvoicePaid(Happening):
    """An invoice was paid, whoever says so: a provider, or `actor` by hand."""

    invoice: Invoice


@dataclass(frozen=True)
class InvoiceGivenUp(Happening):
    """Nothing is collected for an invoice any more: it is void, or cannot be collected."""

    invoice: Invoice


@dataclass(frozen=True)
class LedgerFolded(Happening):
    """A ledger was folded and stored, up to `ledger.folded_to`. It is not to be changed."""

    subscription: Subscription
    ledger: Ledger


@dataclass(frozen=True)
class SeatsChanged(Happening):
    """People became seats, or are none any more: all changes of one folding, in order.

    `count_before` and `count` are how many people had seats before and have them now.
    """

    subscription: Subscription
    changes: Sequence[SeatChange]
    count_before: int
    count: int


@dataclass(frozen=True)
class SeatsHaveSettled(Happening):
    """A settle window is over in which the seats changed: time to tell admins and billing contacts, once.

    `ledger` is folded up to a moment after the window's end. It is not to be changed.
    """

    subscription: Subscription
    settled: SeatsSettled
    ledger: Ledger


@dataclass(frozen=True)
class StandingChanged(Happening):
    """A subscription stands otherwise than before its last folding, as of `at`."""

    subscription: Subscription
    before: SubscriptionStanding
    standing: SubscriptionStanding
    at: datetime
