"""The pictures of an invoice: its page as the browser shows it, and its PDF where poppler can draw one."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from bot.domain.billing.papers import Paper
from bot.views.billing.invoice_page import Link, invoice_page
from bot.views.billing.invoice_pdf import invoice_pdf
from tests.views.billing.paper_samples import paper

WIDTH = 1000


def take_invoice(browser: Browser, folder: Path) -> None:
    """Take both pictures into the folder."""
    invoice = paper()
    page = browser.new_page(viewport={"width": WIDTH, "height": 800})
    page.set_content(invoice_page(invoice, links=[Link("Download PDF", "#"), Link("Pay", "#", is_main=True)]))
    page.screenshot(path=folder / "invoice-page.png", full_page=True)
    page.close()
    _draw_pdf(invoice, folder / "invoice-pdf.png")


def _draw_pdf(invoice: Paper, path: Path) -> None:
    if shutil.which("pdftoppm") is None:
        sys.stdout.write("There is no pdftoppm (package poppler-utils): the picture of the PDF stays as it is.\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "invoice.pdf")
        source.write_bytes(invoice_pdf(invoice))
        drawn = ["pdftoppm", "-png", "-singlefile", "-scale-to-x", str(WIDTH), "-scale-to-y", "-1"]
        subprocess.run([*drawn, str(source), str(path.with_suffix(""))], check=True)
