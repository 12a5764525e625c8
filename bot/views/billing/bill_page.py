"""The bill's pages on the web: HTML that needs nothing else, in the words and the look of documents."""

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.domain.billing.bill_page import BillPageFacts
from bot.domain.billing.money import Money
from bot.domain.billing.outcomes import SubscriptionStanding
from bot.domain.billing.subscription_facts import SubscriptionFacts
from bot.views.billing import bill_page_wording as wording
from bot.views.billing import billing_wording
from bot.views.billing.invoice_page import PACKAGE, Link
from bot.views.money import written_money

STYLE: Final = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@dataclass(frozen=True)
class Row:
    """A document in the history."""

    number: str
    kind: str
    issued: str
    total: str
    state: str
    url: str
    pdf_url: str


@dataclass(frozen=True)
class Said:
    """A page that says one thing, as an answer does."""

    title: str
    text: str


def bill_page(facts: BillPageFacts, address: str) -> str:
    """Return the HTML of the overview.

    Args:
        facts: what it shows.
        address: its own path, under which the other pages are.
    """
    return (
        _pages()
        .get_template("bill.html")
        .render(
            wording=wording,
            workspace_name=facts.workspace_name,
            notices=_notices(facts),
            facts=_facts(facts),
            upcoming=_upcoming(facts),
            links=_links(facts, address),
            rows=_rows(facts, address),
            older=None if facts.documents.older is None else f"{address}?before={facts.documents.older}",
        )
    )


def said_page(said: Said, *, links: Sequence[Link] = ()) -> str:
    """Return the HTML of a page that says one thing."""
    return _pages().get_template("said.html").render(said=said, links=links)


def style_hash(html: str) -> str:
    """Return what a Content-Security-Policy names a page's own style by."""
    style = STYLE.search(html)
    digest = hashlib.sha256((style.group(1) if style else "").encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _notices(facts: BillPageFacts) -> list[str]:
    subscription, locale = facts.bill.subscription, facts.bill.locale
    said = [billing_wording.standing(subscription)]
    if facts.change is not None:
        said.append(wording.change_waits(written_money(facts.change, locale)))
    if facts.asks_for_method and facts.method is None and subscription.standing is not SubscriptionStanding.COUNTING:
        said.append(wording.NO_METHOD)
    return [*said, *filter(None, [billing_wording.scheduled(subscription)])]


def _facts(facts: BillPageFacts) -> list[tuple[str, str]]:
    subscription, locale = facts.bill.subscription, facts.bill.locale
    told = [
        (wording.PLAN, billing_wording.plan(subscription.terms)),
        (wording.PRICE, billing_wording.price(subscription, locale)),
        (wording.SEATS, billing_wording.seats(facts.bill)),
        (wording.PERIOD, _period(subscription)),
        (wording.PAID_BY, facts.method or wording.COLLECTED[subscription.terms.collect]),
    ]
    if facts.bill.balance_minor:
        currency = subscription.terms.currency
        told.append((wording.BALANCE, billing_wording.balance(facts.bill.balance_minor, currency, locale)))
    return [(label, value) for label, value in told if value]


def _period(subscription: SubscriptionFacts) -> str:
    period = subscription.period
    if period is None:
        return ""
    return wording.period(billing_wording.written_day(period.start_at), billing_wording.written_day(period.end_at))


def _upcoming(facts: BillPageFacts) -> str:
    upcoming = facts.bill.subscription.upcoming
    if upcoming is None:
        return billing_wording.no_upcoming(facts.bill.subscription)
    return billing_wording.upcoming(upcoming, facts.bill.locale)


def _links(facts: BillPageFacts, address: str) -> list[Link]:
    links = []
    if facts.bill.subscription.upcoming is not None:
        links.append(Link(wording.DRAFT, f"{address}/next"))
    if facts.asks_for_method:
        label = wording.SET_METHOD if facts.method is None else wording.CHANGE_METHOD
        links.append(Link(label, f"{address}/pay-method", is_main=True))
    return links


def _rows(facts: BillPageFacts, address: str) -> list[Row]:
    rows = []
    for listed in facts.documents.documents:
        each, locale = listed.summary, facts.bill.locale
        rows.append(
            Row(
                number=each.number,
                kind=billing_wording.KINDS[each.kind],
                issued=billing_wording.written_day(each.issued_at),
                total=written_money(Money(each.total_minor, each.currency), locale),
                state=billing_wording.state(each, locale),
                url=f"{address}/invoices/{each.number}",
                pdf_url=f"{address}/invoices/{each.number}.pdf",
            )
        )
    return rows


@cache
def _pages() -> Environment:
    return Environment(
        loader=PackageLoader(PACKAGE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
