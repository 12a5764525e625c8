"""An invoice's page keeps nobody out in either theme, fits a phone, and prints on A4."""

from io import BytesIO
from typing import Literal

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from bot.views.billing.invoice_page import Link, invoice_page
from models.billing import InvoiceState
from tests.support.browser import find_barriers
from tests.views.billing.paper_samples import added, paper

LINKS = [Link("Download PDF", "#"), Link("Pay", "#", is_main=True)]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_invoice_keeps_nobody_out(browser: Browser, theme: Literal["light", "dark"]) -> None:
    page = browser.new_page(color_scheme=theme)
    page.set_content(invoice_page(paper(state=InvoiceState.PAID), links=LINKS))

    found = find_barriers(page)

    page.close()
    assert found == []


def test_an_invoice_fits_a_phone(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.set_content(invoice_page(paper(language="de"), links=LINKS))

    width = page.evaluate("document.documentElement.scrollWidth")

    page.close()
    assert width <= 360


def test_an_invoice_prints_on_a4_with_its_table_s_head_on_each_sheet_and_without_buttons(browser: Browser) -> None:
    page = browser.new_page(color_scheme="dark")
    page.set_content(invoice_page(paper(*(added(f"Person {number}") for number in range(40))), links=LINKS))

    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages

    page.close()
    said = [sheet.extract_text() for sheet in sheets]
    assert [round(side) for side in sheets[0].mediabox[2:]] == [595, 842]
    assert all("Description" in text for text in said if "new agent" in text)
    assert "Download PDF" not in "".join(said)
