"""Why every line of a document costs what it costs, as a modal that is paged."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.billing.explained_document import ExplainedDocument
from bot.domain.billing.explanations import Explanation
from bot.domain.billing.money import Money
from bot.views import forms
from bot.views.billing import explanation_wording as wording
from bot.views.billing.action_ids import BillingActionId
from bot.views.billing.fact_wording import fact_mrkdwn
from bot.views.blocks import (
    actions,
    bullets,
    button,
    context,
    divider,
    given_name,
    line,
    mrkdwn,
    plain,
    rich_text,
    section,
    words,
)
from bot.views.content import Block
from bot.views.forms import View
from bot.views.money import written_money

MOST_FACTS: Final = 5
MOST_PEOPLE: Final = 60
MOST_QUEUES: Final = 25


def explanation_page(explained: ExplainedDocument) -> View:
    """Draw a page of a document's lines, each with its rule, its days, its arithmetic and its facts."""
    heading = line(words(wording.heading(explained), bold=True))
    number = explained.corrects_number
    corrects = [] if number is None else [line(words(wording.corrects(number)))]
    blocks = [rich_text(heading, *corrects)]
    for position, each in enumerate(explained.lines, start=explained.first):
        blocks += [divider(), *_line(position, each, explained)]
    blocks += [*_bearers(explained), *_tax(explained), *_turning(explained)]
    return forms.modal(wording.TITLE, blocks, close=wording.CLOSE)


def page_value(name: str, page: int) -> str:
    """Return what a button carries that leads to a page, as `INV-2026-0001/2`."""
    return f"{name}/{page}"


def _line(position: int, each: Explanation, explained: ExplainedDocument) -> Iterator[Block]:
    amount = written_money(Money(each.line.amount_minor, each.currency), explained.locale)
    yield section(mrkdwn(wording.line_mrkdwn(position, each.line, amount)))
    said = [wording.rule(each), wording.days(each.days), wording.arithmetic(each, explained.locale)]
    if each.line.corrects is not None:
        said.append(wording.mirrors(each.line, explained.corrects_number))
    if each.line.split:
        said.append(wording.split(each.line, explained.queues, each.currency, explained.locale))
    yield rich_text(bullets([[words(one)] for one in said]))
    arrival = explained.arrivals.get(each.line.user or "")
    came = [] if arrival is None or arrival in each.facts else [arrival]
    if facts := [*came, *each.facts[:MOST_FACTS]]:
        yield context(*(mrkdwn(fact_mrkdwn(fact)) for fact in facts))


def _bearers(explained: ExplainedDocument) -> list[Block]:
    """Return who had the seats that are renewed, queue by queue."""
    if not explained.bearers:
        return []
    listed = [
        section(mrkdwn(wording.bearers_mrkdwn(given_name(name), _mentions(people), max(0, len(people) - MOST_PEOPLE))))
        for name, people in list(explained.bearers.items())[:MOST_QUEUES]
    ]
    return [divider(), rich_text(line(words(wording.SEATS_WERE, bold=True))), *listed]


def _mentions(people: Sequence[str]) -> str:
    return ", ".join(f"<@{user}>" for user in people[:MOST_PEOPLE])


def _tax(explained: ExplainedDocument) -> list[Block]:
    document = explained.document
    if not document.tax_rate_basis_points:
        return []
    return [divider(), section(plain(wording.tax(explained.tax, document.currency, explained.locale)))]


def _turning(explained: ExplainedDocument) -> list[Block]:
    if explained.last_page == 0:
        return []
    page, row = explained.page, []
    if page > 0:
        value = page_value(explained.name, page - 1)
        row.append(button(wording.PREVIOUS, BillingActionId.EXPLANATION_PREVIOUS, value, spoken=wording.PREVIOUS_ALOUD))
    if page < explained.last_page:
        value = page_value(explained.name, page + 1)
        row.append(button(wording.NEXT, BillingActionId.EXPLANATION_NEXT, value, spoken=wording.NEXT_ALOUD))
    last = explained.first + len(explained.lines) - 1
    shown = wording.page_of(explained.first, last, explained.total_lines)
    return [context(plain(shown)), actions(f"explanation/{page}", row)]
