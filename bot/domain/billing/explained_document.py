"""A document with the reasons for its lines: what "Explain" shows, frozen, as services hand it to views."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.billing.documents import Document
from bot.domain.billing.explanations import Explanation, TaxExplained, ToldFact


@dataclass(frozen=True)
class ExplainedDocument:
    """A page of a document's lines, explained.

    Attributes:
        name: its number, or what stands for a draft: `next` or `window`.
        number: None for a draft, which is what folding now would give.
        corrects_number: of the document it gives something back of.
        lines: those of this page; `first` is the number of the first one, counted from 1.
        total_lines: of the whole document.
        page: counts from 0.
        arrivals: how each person of these lines had come when the document was issued, by Slack id.
        bearers: who the seats were when it was issued, as Slack ids by the name of their queue; a person in two queues
            is in both. Only where the document renews.
        queues: the names of queues by key.
        locale: of the reader, as Slack names it.
    """

    name: str
    number: str | None
    corrects_number: str | None
    document: Document
    lines: Sequence[Explanation]
    first: int
    total_lines: int
    page: int
    last_page: int
    tax: TaxExplained
    arrivals: Mapping[str, ToldFact]
    bearers: Mapping[str, Sequence[str]]
    queues: Mapping[str, str]
    locale: str | None
