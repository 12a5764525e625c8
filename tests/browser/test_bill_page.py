"""The bill's pages keep nobody out in either theme, and fit a phone."""

from datetime import date, datetime
from typing import Literal

import pytest
from playwright.sync_api import Browser

from bot.domain.billing.bill import BillFacts
from bot.domain.billing.bill_page import BillPageFacts
from bot.domain.billing.document_list import DocumentsPage, InvoiceSummary, ListedDocument
from bot.domain.billing.money import Money
from bot.domain.billing.outcomes import SubscriptionStanding
from bot.domain.billing.periods import Period
from bot.domain.billing.subscription_facts import SubscriptionFacts
from bot.views.billing import bill_page_wording as wording
from bot.views.billing.bill_page import Said, bill_page, said_page, style_hash
from models.billing import InvoiceKind, InvoiceState
from tests.support.billing_rows import on
from tests.support.browser import find_barriers
from tests.support.collecting import BY_CARD

ADDRESS = "/billing/gAAAAABn"


def listed(
    number: str, state: InvoiceState, issued_at: datetime, kind: InvoiceKind = InvoiceKind.INVOICE
) -> ListedDocument:
    summary = InvoiceSummary(1, number, kind, state, issued_at, date(2026, 1, 15), "USD", 2500, 2500)
    return ListedDocument(summary, None)


FACTS = BillPageFacts(
    workspace_name="Acme <b>Inc.</b>",
    bill=BillFacts(
        subscription=SubscriptionFacts(
            terms=BY_CARD,
            scheduled=None,
            unit_minor=2500,
            standing=SubscriptionStanding.ACTIVE,
            trial_ends_at=None,
            period=Period(0, on(1, 1), on(2, 1)),
            cancels=False,
            has_payment_method=True,
            paid=3,
            occupied=2,
            upcoming=None,
            may_change=True,
        ),
        held=1,
        pending=0,
        window=None,
        balance_minor=-1290,
        history=DocumentsPage([], None, "en-US"),
        address=None,
        locale="en-US",
    ),
    method="Visa ending in 4242",
    asks_for_method=True,
    change=Money(1774, "USD"),
    documents=DocumentsPage(
        [
            listed("CN-2026-0001", InvoiceState.FINALISED, on(1, 16), InvoiceKind.CREDIT_NOTE),
            listed("INV-2026-0002", InvoiceState.FINALISED, on(1, 16)),
            listed("INV-2026-0001", InvoiceState.PAID, on(1, 1)),
        ],
        1,
        "en-US",
    ),
)
PAGES = {"bill": bill_page(FACTS, ADDRESS), "expired": said_page(Said(wording.EXPIRED_TITLE, wording.EXPIRED))}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_bill_keeps_nobody_out(browser: Browser, theme: Literal["light", "dark"]) -> None:
    found = {}
    for name, html in PAGES.items():
        page = browser.new_page(color_scheme=theme)
        page.set_content(html)
        found[name] = find_barriers(page)
        page.close()

    assert found == {"bill": [], "expired": []}


def test_the_bill_fits_a_phone(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.set_content(PAGES["bill"])

    width = page.evaluate("document.documentElement.scrollWidth")

    page.close()
    assert width <= 360


def test_the_bill_says_what_is_going_on_and_leads_on() -> None:
    html = PAGES["bill"]

    assert wording.change_waits("$17.74") in html
    assert f'href="{ADDRESS}/invoices/INV-2026-0001.pdf"' in html
    assert f'href="{ADDRESS}/pay-method"' in html
    assert f'href="{ADDRESS}?before=1"' in html
    assert "Acme &lt;b&gt;Inc.&lt;/b&gt;" in html
    assert style_hash(html) != style_hash(html.replace("margin", "padding", 1))
