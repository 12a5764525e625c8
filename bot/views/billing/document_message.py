"""What goes with a document when it is sent: a few lines in Slack, a mail. All words are the document's own."""

from dataclasses import dataclass

from bot.domain.billing.papers import Paper
from bot.views.billing import difference_wording
from bot.views.billing.invoice_text import InvoiceText, invoice_text
from bot.views.blocks import fallback, line, rich_text, sentence, words
from bot.views.content import Content


@dataclass(frozen=True)
class Letter:
    """A mail's subject and its text, without the document itself."""

    subject: str
    text: str


def file_name(paper: Paper) -> str:
    """Return what a document's PDF is called."""
    return f"{paper.number}.pdf"


def document_line(paper: Paper) -> str:
    """Return what a document is, in one line: `Invoice INV-2026-0001: €12.90 to pay by February 15, 2026`."""
    text = invoice_text(paper)
    return f"{text.title} {text.number}: {text.headline}"


def document_message(paper: Paper) -> Content:
    """Draw the message that stands in for a PDF where Deskbell may not send files."""
    text = invoice_text(paper)
    heading = line(words(f"{text.title} {text.number}", bold=True), words(f": {text.headline}"))
    return Content(fallback(document_line(paper)), [rich_text(heading, line(words("\n".join(_totals(text)))))])


def document_letter(paper: Paper) -> Letter:
    """Write the mail that a document's PDF goes with."""
    text = invoice_text(paper)
    facts = [f"{label}: {value}" for label, value in text.facts]
    said = ["\n".join(facts), "\n".join(_totals(text)), "\n".join(text.pay_to), *text.notes]
    paragraphs = [text.headline, *said, text.issuer[0]]
    return Letter(f"{text.title} {text.number}", "\n\n".join(filter(None, paragraphs)) + "\n")


def difference_message(what: str, reference: str) -> Content:
    """Tell an admin that something stored is not what the facts give."""
    said = difference_wording.differs(what, reference)
    return Content(fallback(said), [sentence(said)])


def _totals(text: InvoiceText) -> list[str]:
    return [f"{total.label}: {total.amount}" for total in text.sums]
