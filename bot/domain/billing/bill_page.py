"""What the bill's page on the web shows: frozen, as the service hands it to the view."""

from dataclasses import dataclass

from bot.domain.billing.bill import BillFacts
from bot.domain.billing.document_list import DocumentsPage
from bot.domain.billing.money import Money


@dataclass(frozen=True)
class BillPageFacts:
    """All of a workspace's bill, for one reader.

    Attributes:
        bill: as Slack shows it.
        method: how it is paid, as `Visa ending in 4242`; None where nobody has said.
        asks_for_method: whether a way to pay can be chosen on a page of the provider's.
        change: what is being collected for a change of the terms before it is made, if one is.
        documents: a page of them.
    """

    workspace_name: str
    bill: BillFacts
    method: str | None
    asks_for_method: bool
    change: Money | None
    documents: DocumentsPage
