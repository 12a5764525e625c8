"""Documents as lists show them: one line each, frozen, as services hand them to views."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.billing import InvoiceKind, InvoiceState


@dataclass(frozen=True)
class InvoiceSummary:
    """A document in a list. Amounts are in minor units of `currency`."""

    id: int
    number: str
    kind: InvoiceKind
    state: InvoiceState
    issued_at: datetime
    due_on: date | None
    currency: str
    total_minor: int
    collect_minor: int


@dataclass(frozen=True)
class ListedDocument:
    """A document in somebody's list. `address` is that of its page, made for who reads it; None where there is none."""

    summary: InvoiceSummary
    address: str | None


@dataclass(frozen=True)
class DocumentsPage:
    """A page of the documents, newest first.

    Attributes:
        older: what leads to the next page: only documents older than the one of this id; None on the last page.
        locale: of the reader, as Slack names it.
    """

    documents: Sequence[ListedDocument]
    older: int | None
    locale: str | None
