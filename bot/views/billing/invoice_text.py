"""What a document says, word for word: the page and the PDF only lay it out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final

from babel.dates import format_date, format_interval

from bot.domain.billing.documents import Line
from bot.domain.billing.money import Money
from bot.domain.billing.papers import Paper, PaperLine, Party
from bot.domain.billing.splits import UNUSED
from bot.views.billing.invoice_wording import InvoiceWords, words_of
from bot.views.money import locale_of, written_money, written_percent
from models.billing import InvoiceKind, InvoiceState

MOST_LINES: Final = 200
"""With more lines than this, equal ones are shown as one row; the annex has them all."""


@dataclass(frozen=True)
class Row:
    """One row of the table.

    `detail` is a second, smaller line: the days it is for. `fallback` is said instead of a name that cannot be printed.
    """

    text: str
    detail: str
    quantity: str
    unit_price: str
    amount: str
    fallback: str = ""


@dataclass(frozen=True)
class Sum:
    """One line under the table. `is_final` is what all comes down to."""

    label: str
    amount: str
    is_final: bool = False


@dataclass(frozen=True)
class InvoiceText:
    """All of a document's text, in the order in which it is read."""

    language: str
    title: str
    number: str
    stamp: str
    state: InvoiceState
    headline: str
    issuer: tuple[str, ...]
    recipient: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    sums: tuple[Sum, ...]
    pay_to: tuple[str, ...]
    notes: tuple[str, ...]
    split: tuple[tuple[str, str], ...]
    fingerprint: str
    words: InvoiceWords


def invoice_text(paper: Paper) -> InvoiceText:
    """Return what a document says, in its language."""
    words = words_of(paper.language)
    return InvoiceText(
        language=paper.language,
        title=words.titles[paper.kind],
        number=paper.number or words.draft,
        stamp=words.draft if paper.number is None else words.states.get(paper.state, ""),
        state=paper.state,
        headline=_headline(paper, words),
        issuer=tuple(_party(paper.issuer, words)),
        recipient=tuple(_party(paper.recipient, words)),
        facts=tuple(_facts(paper, words)),
        rows=tuple(_rows(paper, words)),
        sums=tuple(_sums(paper, words)),
        pay_to=paper.pay_to if _is_open(paper) else (),
        notes=tuple(_notes(paper, words)),
        split=tuple(_split(paper, words)),
        fingerprint=paper.fingerprint,
        words=words,
    )


def _headline(paper: Paper, words: InvoiceWords) -> str:
    """Return the one sentence that somebody in a hurry needs."""
    if paper.state is InvoiceState.VOID:
        return words.states[paper.state]
    if paper.state is InvoiceState.PAID:
        return words.paid.format(amount=_money(paper.collect_minor, paper))
    if paper.kind is InvoiceKind.CREDIT_NOTE:
        return words.credit.format(amount=_money(-paper.total_minor, paper))
    if paper.kind is InvoiceKind.STATEMENT:
        return _money(paper.total_minor, paper)
    if paper.collect_minor <= 0:
        return words.nothing_to_pay
    if paper.due_on is None:
        return f"{_money(paper.collect_minor, paper)} {words.to_pay[0].lower()}{words.to_pay[1:]}"
    day = _day(paper.due_on, paper)
    return words.to_pay_by.format(amount=_money(paper.collect_minor, paper), day=day)


def _is_open(paper: Paper) -> bool:
    """Return whether somebody is to pay this."""
    settled = paper.state in {InvoiceState.PAID, InvoiceState.VOID}
    return paper.kind is InvoiceKind.INVOICE and paper.collect_minor > 0 and not settled


def _party(party: Party, words: InvoiceWords) -> Iterable[str]:
    yield party.name
    yield from party.address
    if party.email:
        yield party.email
    if party.vat_id:
        yield f"{words.vat_id} {party.vat_id}"


def _facts(paper: Paper, words: InvoiceWords) -> Iterable[tuple[str, str]]:
    if paper.number is not None:
        yield words.number, paper.number
    yield words.issued, _day(paper.issued_on, paper)
    if paper.due_on is not None:
        yield words.due, _day(paper.due_on, paper)
    if paper.corrects_number is not None:
        yield words.corrects, paper.corrects_number
    if paper.lines:
        first = min(each.line.start_on for each in paper.lines)
        end = max(each.line.end_on for each in paper.lines)
        yield words.period, _days(first, end, paper)
    yield words.plan, paper.plan.capitalize()
    if paper.purchase_order:
        yield words.purchase_order, paper.purchase_order


def _rows(paper: Paper, words: InvoiceWords) -> Iterable[Row]:
    if len(paper.lines) <= MOST_LINES:
        return (_row([each], paper, words) for each in paper.lines)
    alike = groupby(sorted(paper.lines, key=_likeness), key=_likeness)
    return (_row(list(lines), paper, words) for _, lines in alike)


def _likeness(each: PaperLine) -> tuple[Any, ...]:
    line = each.line
    return line.start_on, line.end_on, line.kind, line.unit_minor, line.days or 0, line.amount_minor, line.quantity


def _row(alike: Sequence[PaperLine], paper: Paper, words: InvoiceWords) -> Row:
    """Return the row of lines that differ in nothing but the person."""
    line = alike[0].line
    days = "" if line.days is None else words.part.format(days=line.days, of=line.of)
    when = _days(line.start_on, line.end_on, paper)
    return Row(
        text=_description(alike, words),
        detail=" · ".join(filter(None, (when, days))),
        quantity=str(sum(each.line.quantity for each in alike)),
        unit_price=_money(line.unit_minor, paper),
        amount=_money(sum(each.line.amount_minor for each in alike), paper),
        fallback=_described(line, line.user, words),
    )


def _description(alike: Sequence[PaperLine], words: InvoiceWords) -> str:
    first = alike[0]
    if len(alike) > 1:
        return words.many.get(first.line.kind, words.other_line)
    return _described(first.line, first.person or first.line.user, words)


def _described(line: Line, person: str | None, words: InvoiceWords) -> str:
    if person is None:
        return words.many.get(line.kind) or words.lines.get(line.kind, words.other_line)
    return words.lines.get(line.kind, words.other_line).format(person=person)


def _sums(paper: Paper, words: InvoiceWords) -> Iterable[Sum]:
    is_taxed = paper.tax_minor != 0 or paper.tax.rate_basis_points != 0
    if is_taxed:
        yield Sum(words.subtotal, _money(paper.subtotal_minor, paper))
        rate = written_percent(paper.tax.rate_basis_points, paper.language)
        yield Sum(words.tax.format(label=paper.tax.label, rate=rate).strip(), _money(paper.tax_minor, paper))
    is_paid_otherwise = paper.kind is InvoiceKind.INVOICE and paper.collect_minor != paper.total_minor
    yield Sum(words.total, _money(paper.total_minor, paper), is_final=not is_paid_otherwise)
    if is_paid_otherwise:
        if paper.carried_minor:
            label = words.carried if paper.carried_minor > 0 else words.credited
            yield Sum(label, _money(paper.carried_minor, paper))
        yield Sum(words.to_pay, _money(paper.collect_minor, paper), is_final=True)


def _notes(paper: Paper, words: InvoiceWords) -> Iterable[str]:
    if paper.kind is InvoiceKind.STATEMENT:
        yield words.statement
    if paper.tax.label and not paper.tax.rate_basis_points:
        yield paper.tax.label
    if len(paper.lines) > MOST_LINES:
        yield words.annex.format(count=len(paper.lines))


def _split(paper: Paper, words: InvoiceWords) -> Iterable[tuple[str, str]]:
    for queue, amount in paper.split.items():
        yield words.unused if queue == UNUSED else queue, _money(amount, paper)


def _money(minor: int, paper: Paper) -> str:
    return written_money(Money(minor, paper.currency), paper.language)


def _day(day: date, paper: Paper) -> str:
    return format_date(day, "long", locale=locale_of(paper.language))


def _days(first: date, end: date, paper: Paper) -> str:
    """Return a stretch of days as people read it: its last day is part of it."""
    last = max(end - timedelta(days=1), first)
    return format_interval(first, last, "yMMMd", locale=locale_of(paper.language))
