"""The annex of a document: every line by name, as a table for a spreadsheet."""

import csv
import io
from typing import Final

from bot.domain.billing.money import Money
from bot.domain.billing.papers import Paper, PaperLine

HEAD: Final = (
    "line", "kind", "person", "slack_user_id", "from", "until", "days", "of_days", "quantity", "price", "amount",
    "currency", "queues", "facts",
)  # fmt: skip

_STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def annex_csv(paper: Paper) -> str:
    """Return all lines of a document as CSV, amounts with a point and without thousands marks.

    What people are called cannot be taken for a formula.
    """
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(HEAD)
    for position, each in enumerate(paper.lines, start=1):
        table.writerow(_row(position, each, paper.currency))
    return written.getvalue()


def _row(position: int, each: PaperLine, currency: str) -> tuple[object, ...]:
    line = each.line
    return (
        position,
        line.kind.value,
        _inert(each.person or ""),
        line.user or "",
        line.start_on.isoformat(),
        line.end_on.isoformat(),
        "" if line.days is None else line.days,
        "" if line.of is None else line.of,
        line.quantity,
        Money(line.unit_minor, currency).plain(),
        Money(line.amount_minor, currency).plain(),
        currency,
        " ".join(f"{queue}:{Money(part, currency).plain()}" for queue, part in line.split.items()),
        " ".join(map(str, line.fact_seqs)),
    )


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
