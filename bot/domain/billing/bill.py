"""The bill as it stands: what `/desk billing` and Home show, frozen, as services hand it to views."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.billing.document_list import DocumentsPage
from bot.domain.billing.documents import Document
from bot.domain.billing.subscription_facts import SubscriptionFacts


@dataclass(frozen=True)
class OpenWindow:
    """A settle window: what is added is charged together when it closes.

    `charges` is what closing it now would give; None where it would give nothing.
    """

    closes_at: datetime
    charges: Document | None


@dataclass(frozen=True)
class BillFacts:
    """The bill as of now.

    Attributes:
        held: how many people wait for an admin, and `pending` how many for Slack to say who they are.
        window: the settle window that is open, if one is.
        balance_minor: what is open in the currency of the terms: below zero a credit for the next document.
        history: the newest documents.
        address: of the bill's web page, made for who reads this; None where there is none.
        locale: of the reader, as Slack names it.
    """

    subscription: SubscriptionFacts
    held: int
    pending: int
    window: OpenWindow | None
    balance_minor: int
    history: DocumentsPage
    address: str | None
    locale: str | None


@dataclass(frozen=True)
class HomeBill:
    """The bill in three lines, for Home."""

    subscription: SubscriptionFacts
    held: int
    locale: str | None
