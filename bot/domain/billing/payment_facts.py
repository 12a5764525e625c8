"""What people are told of payments: frozen, as services hand it to views."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.billing.money import Money


class Said(StrEnum):
    """What somebody is told."""

    FAILED = "failed"
    """An invoice could not be collected; it is tried again."""
    REMINDED = "reminded"
    """An invoice that is paid by hand is due."""
    CONFIRM = "confirm"
    """The bank wants to hear its customer."""
    SUSPENDED = "suspended"
    """It was asked for often enough: the desk is read-only."""
    REINSTATED = "reinstated"
    """It was paid after all."""
    PAID_TWICE = "paid_twice"
    """Money came for an invoice that was settled."""
    CHANGE_MADE = "change_made"
    """A change of the terms is paid, and made."""
    CHANGE_FAILED = "change_failed"
    """A change of the terms could not be paid, so it is not made."""
    CHANGE_CONFIRM = "change_confirm"
    """The bank wants to hear its customer before a change of the terms is made."""


@dataclass(frozen=True)
class PaymentFacts:
    """What there is to tell.

    Attributes:
        number: of the invoice it is about; None where it is about a change of the terms.
        amount: what is to be paid, or was.
        due_on: the last day to pay by hand.
        next_at: when it is asked for again.
        suspends_at: when the desk becomes read-only, unless it is paid.
        failure_code: why it failed, as the provider says.
        confirm_url: where the payer confirms it.
        page_url: the bill's page for whoever is told; None where there are no pages.
        locale: of whoever is told, as Slack names it.
    """

    said: Said
    number: str | None
    amount: Money | None
    due_on: date | None
    next_at: datetime | None
    suspends_at: datetime | None
    failure_code: str | None
    confirm_url: str | None
    page_url: str | None
    locale: str | None
