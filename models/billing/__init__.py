"""The billing wing: the ledger of seat facts, and the documents, payments and people that follow from it."""

from models.billing.contact import BillingContact
from models.billing.invoice import DocumentCounter, Invoice, InvoiceEvent, InvoiceKind, InvoiceLine, InvoiceState
from models.billing.ledger import BillingPeriod, LedgerFact, SeatEvent, SeatEventKind
from models.billing.payment import (
    BalanceEntry,
    PaymentAccount,
    PaymentAttempt,
    PaymentOutcome,
    PaymentResult,
    ProviderEvent,
)
from models.billing.subscription import Subscription

__all__ = [
    "BalanceEntry",
    "BillingContact",
    "BillingPeriod",
    "DocumentCounter",
    "Invoice",
    "InvoiceEvent",
    "InvoiceKind",
    "InvoiceLine",
    "InvoiceState",
    "LedgerFact",
    "PaymentAccount",
    "PaymentAttempt",
    "PaymentOutcome",
    "PaymentResult",
    "ProviderEvent",
    "SeatEvent",
    "SeatEventKind",
    "Subscription",
]
