"""A document as a page: complete in itself, so that it can be served, kept as a file and printed on A4."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.domain.billing.papers import Paper
from bot.views.billing.invoice_text import invoice_text

PACKAGE: Final = "bot.views.billing"


@dataclass(frozen=True)
class Link:
    """A button above the sheet, which is not printed. `is_main`: the one thing to do here."""

    text: str
    url: str
    is_main: bool = False


def invoice_page(paper: Paper, *, links: Sequence[Link] = ()) -> str:
    """Return the HTML of a document. It needs nothing else: no script, no font, no picture."""
    return _pages().get_template("invoice.html").render(text=invoice_text(paper), links=links)


@cache
def _pages() -> Environment:
    return Environment(
        loader=PackageLoader(PACKAGE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
