"""Documents as people read them: one text, laid out as a page and as a PDF, in each language."""

import re
from dataclasses import fields, replace
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from bot.domain.billing.documents import LineKind
from bot.domain.billing.papers import Tax
from bot.views.billing.annex import annex_csv
from bot.views.billing.invoice_page import Link, invoice_page
from bot.views.billing.invoice_pdf import invoice_pdf
from bot.views.billing.invoice_text import MOST_LINES, InvoiceText, invoice_text
from bot.views.billing.invoice_wording import ENGLISH, LANGUAGES, InvoiceWords
from models.billing import InvoiceKind, InvoiceState
from tests.views.billing.paper_samples import added, paper, renewal

SPACES = re.compile(r"\s+")


class Reading(HTMLParser):
    """Collects what a reader sees and what structure a screen reader finds."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] != "style":
            self.said.append(data)


def read(html: str) -> Reading:
    reading = Reading()
    reading.feed(html)
    return reading


def words_of_pdf(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return SPACES.sub(" ", " ".join(page.extract_text() for page in pages))


def everything_said(text: InvoiceText) -> list[str]:
    """Return each piece of text that has to be on the page and in the PDF."""
    rows = [said for row in text.rows for said in (row.text, row.detail, row.quantity, row.unit_price, row.amount)]
    sums = [said for total in text.sums for said in (total.label, total.amount)]
    pairs = [said for pair in (*text.facts, *text.split) for said in pair]
    edges = [text.title, text.number, text.stamp, text.headline, text.fingerprint]
    said = [*edges, *text.issuer, *text.recipient, *rows, *sums, *pairs, *text.notes, *text.pay_to]
    return [SPACES.sub(" ", each) for each in said if each]


SAMPLES = {
    "invoice": paper(),
    "paid": paper(state=InvoiceState.PAID),
    "void": paper(state=InvoiceState.VOID),
    "draft": paper(number=None, fingerprint=""),
    "nothing to pay": paper(carried_minor=-50_000, collect_minor=0, due_on=None),
    "credit note": paper(
        renewal(-2), kind=InvoiceKind.CREDIT_NOTE, number="CN-2026-0001", corrects_number="INV-2026-0042", due_on=None
    ),
    "statement": paper(kind=InvoiceKind.STATEMENT, number="ST-2026-0001", collect_minor=0, due_on=None),
    "reverse charge": paper(tax=Tax("Reverse charge: the recipient owes the tax", 0), tax_minor=0),
}


@pytest.mark.parametrize(
    ("sample", "language"),
    [(name, "en") for name in SAMPLES] + [("invoice", "de"), ("credit note", "fr"), ("reverse charge", "es")],
)
def test_page_and_pdf_say_all_of_the_text(sample: str, language: str) -> None:
    document = replace(SAMPLES[sample], language=language)
    said = everything_said(invoice_text(document))

    page = SPACES.sub(" ", " ".join(read(invoice_page(document)).said))
    pdf = words_of_pdf(invoice_pdf(document))

    assert [each for each in said if each not in page] == []
    assert [each for each in said if each not in pdf] == []


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "€418.40 to pay by February 15, 2026"),
        ("de", "418,40 € zu zahlen bis 15. Februar 2026"),
        ("fr", "418,40 € à payer au plus tard le 15 février 2026"),
        ("es", "418,40 € a pagar hasta el 15 de febrero de 2026"),
        ("de-AT", "€ 418,40 zu zahlen bis 15. Februar 2026"),
        ("nl", "€ 418,40 to pay by 15 februari 2026"),
    ],
)
def test_each_language_writes_amounts_and_days_its_own_way(language: str, expected: str) -> None:
    headline = invoice_text(paper(renewal(12), *(added(str(each)) for each in range(4)), language=language)).headline

    assert SPACES.sub(" ", headline) == expected


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_a_language_has_every_word_with_the_same_gaps(words: InvoiceWords) -> None:
    def gaps(value: Any) -> Any:
        if isinstance(value, str):
            assert value.strip()
            return sorted(re.findall(r"{\w+}", value))
        return {key: gaps(each) for key, each in value.items()}

    assert {each.name: gaps(getattr(words, each.name)) for each in fields(words)} == {
        each.name: gaps(getattr(ENGLISH, each.name)) for each in fields(ENGLISH)
    }
    assert set(words.lines) == set(LineKind)


def test_the_same_document_gives_the_same_bytes() -> None:
    assert invoice_pdf(paper()) == invoice_pdf(paper())


def test_what_people_are_called_is_never_markup() -> None:
    page = invoice_page(paper(added("<script>alert(1)</script> & Co")))

    assert "<script" not in page
    assert "<script>alert(1)</script> & Co, new agent" in "".join(read(page).said)


def test_a_name_the_font_does_not_have_is_printed_as_its_slack_id() -> None:
    document = paper(added("李小龙", "U0BRUCE"))

    assert "U0BRUCE, new agent" in words_of_pdf(invoice_pdf(document))
    assert "李小龙, new agent" in invoice_page(document)


def test_a_page_needs_nothing_from_elsewhere_and_runs_nothing() -> None:
    page = read(invoice_page(paper(), links=[Link("Pay", "https://desk.example.com/billing/pay/1", is_main=True)]))

    assert {tag for tag, _ in page.tags} & {"script", "img", "link", "iframe"} == set()
    assert [attributes["href"] for tag, attributes in page.tags if tag == "a"] == [
        "https://desk.example.com/billing/pay/1"
    ]


def test_a_page_has_the_structure_a_screen_reader_needs() -> None:
    tags = read(invoice_page(paper(language="de"))).tags

    assert ("html", {"lang": "de"}) in tags
    assert [tag for tag, _ in tags].count("main") == 1
    assert all(attributes.get("scope") in {"col", "row"} for tag, attributes in tags if tag == "th")


def test_a_long_table_repeats_its_head_on_each_sheet() -> None:
    document = paper(*(added(f"Person {number}") for number in range(60)))

    sheets = [page.extract_text() for page in PdfReader(BytesIO(invoice_pdf(document))).pages]

    assert len(sheets) > 3
    assert all("Description" in sheet for sheet in sheets if "new agent" in sheet)
    assert f"Page 2 of {len(sheets)}" in sheets[1]


def test_more_lines_than_anybody_reads_are_one_row_for_each_that_are_alike() -> None:
    many = [added(f"Person {number}") for number in range(MOST_LINES)] + [added("One more", amount_minor=1250)]

    text = invoice_text(paper(*many))

    assert [(row.text, row.quantity, row.amount) for row in text.rows] == [
        ("One more, new agent", "1", "€12.50"),
        ("New agents", "200", "€2,580.00"),
    ]
    assert any("201" in note for note in text.notes)


def test_the_annex_has_every_line_and_no_formula() -> None:
    annex = annex_csv(paper(renewal(2), added("=HYPERLINK(1)", "U0EVIL")))

    assert annex.splitlines()[1:] == [
        "1,renewal,,,2026-02-01,2026-03-01,,,2,25.00,50.00,EUR,,",
        "2,seat_added,'=HYPERLINK(1),U0EVIL,2026-01-16,2026-02-01,16,31,1,25.00,12.90,EUR,,",
    ]


def test_a_credit_note_says_which_invoice_it_corrects() -> None:
    text = invoice_text(SAMPLES["credit note"])

    assert ("Corrects", "INV-2026-0042") in text.facts
    assert text.headline == "€59.50 credited"


@pytest.mark.parametrize(("state", "expected"), [(InvoiceState.PAID, "€418.40 paid"), (InvoiceState.VOID, "Void")])
def test_nobody_is_asked_to_pay_what_is_settled(state: InvoiceState, expected: str) -> None:
    assert invoice_text(paper(state=state)).headline == expected


def test_yen_have_no_decimals() -> None:
    assert invoice_text(paper(renewal(1), currency="JPY")).rows[0].amount == "¥2,500"
