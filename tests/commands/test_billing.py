"""`python -m bot billing …`: what operators do with documents, and what it says when that cannot be."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from typer.testing import CliRunner, Result

from bot.__main__ import build_cli
from bot.gateways.database import Sessions, create_database_engine, create_sessions
from bot.gateways.payments import Charge, ChargeState
from bot.services.billing import attempts, subscriptions
from models.billing import Invoice
from tests.commands.command_line import environment
from tests.support.billing_rows import Bill, on, tamper
from tests.support.desk_rows import make_workspace

Billing = Callable[..., Result]


@pytest.fixture(autouse=True)
def ledger(fresh_database_url: str) -> Iterator[Sessions]:
    """A workspace with two invoices."""
    engine = create_database_engine(fresh_database_url)
    sessions = create_sessions(engine)
    with sessions.begin() as session:
        bill = Bill(session, make_workspace(session).id)
        bill.begins(on(1, 1), agents=["U1"])
        bill.close(on(2, 1))
    yield sessions
    engine.dispose()


@pytest.fixture
def billing(fresh_database_url: str) -> Billing:
    """Runs a command of the group, in this process."""

    def run(*arguments: str) -> Result:
        given = environment(DATABASE_URL=fresh_database_url)
        return CliRunner().invoke(build_cli(), ["billing", *arguments], env=given)

    return run


def test_documents_are_listed_newest_first_with_what_became_of_them(billing: Billing) -> None:
    billing("mark-paid", "INV-2026-0001")

    listed = billing("list")

    assert listed.output == (
        "INV-2026-0002  2026-02-01  €25.00  finalised  due 2026-02-15\n"
        "INV-2026-0001  2026-01-01  €25.00  paid  due 2026-01-15\n"
    )


def test_a_document_is_shown_as_text_page_pdf_and_table(billing: Billing, tmp_path: Path) -> None:
    page, pdf, table = tmp_path / "a.html", tmp_path / "a.pdf", tmp_path / "a.csv"

    shown = billing("show", "inv-2026-0001")
    written = billing("show", "INV-2026-0001", "--html", str(page), "--pdf", str(pdf), "--csv", str(table))

    assert "Invoice INV-2026-0001: €25.00 to pay by January 15, 2026" in shown.output
    assert written.output == f"Wrote {page}.\nWrote {pdf}.\nWrote {table}.\n"
    assert "<h1>Invoice</h1>" in page.read_text(encoding="utf-8")
    assert "INV-2026-0001" in PdfReader(pdf).pages[0].extract_text()
    assert table.read_text(encoding="utf-8").splitlines()[1].startswith("1,renewal,,,2026-01-01,2026-02-01,")


def test_an_invoice_is_paid_once_and_in_full(billing: Billing) -> None:
    short = billing("mark-paid", "INV-2026-0001", "--amount", "24.99")
    paid = billing("mark-paid", "INV-2026-0001", "--amount", "25.00", "--note", "Bank 4711")
    again = billing("mark-paid", "INV-2026-0001")

    assert (short.exit_code, short.output) == (
        1,
        "INV-2026-0001 asks for 25.00 EUR, not 24.99. An invoice is paid in full or not at all.\n",
    )
    assert (paid.exit_code, paid.output) == (0, "INV-2026-0001 is paid.\n")
    assert (again.exit_code, again.output) == (1, "INV-2026-0001 is paid already, and stays so.\n")


def test_a_void_document_keeps_its_number_and_is_stamped(billing: Billing) -> None:
    voided = billing("void", "INV-2026-0002", "--reason", "Made out to the wrong company")

    assert voided.output == "INV-2026-0002 is void.\n"
    assert "Invoice INV-2026-0002 (Void)" in billing("show", "INV-2026-0002").output


def test_attempts_to_collect_are_listed_with_what_came_of_them(billing: Billing, ledger: Sessions) -> None:
    before = billing("payments")
    with ledger.begin() as session:
        invoice = session.scalars(select(Invoice).where(Invoice.number == "INV-2026-0002")).one()
        subscription = subscriptions.lock(session, invoice.workspace_id, now=on(2, 1))
        step = attempts.Purpose.step(invoice)
        attempt = attempts.begin(session, subscription, "stripe", step, 2500, "EUR", now=on(2, 1))
        attempts.keep(session, attempt, Charge(ChargeState.FAILED, failure_code="card_declined"), now=on(2, 1))

    listed = billing("payments")

    assert before.output == "Nothing was collected yet.\n"
    assert listed.output == "inv:INV-2026-0002:1:T0ACME  2026-02-01  €25.00  failed (card_declined)\n"


def test_only_a_credit_note_is_paid_back(billing: Billing) -> None:
    refused = billing("refund", "INV-2026-0001")

    assert (refused.exit_code, refused.output) == (
        1,
        "INV-2026-0001 gives nothing back. Only credit notes (CN-…) do.\n",
    )


def test_a_number_that_does_not_exist_says_where_to_look(billing: Billing) -> None:
    missing = billing("show", "INV-2026-0099")

    assert missing.exit_code == 1
    assert missing.output == "There is no document INV-2026-0099. `python -m bot billing list` shows them all.\n"


def test_an_audit_ends_with_an_error_when_something_was_changed(billing: Billing, ledger: Sessions) -> None:
    clean = billing("audit")
    with ledger.begin() as session:
        tamper(session, "invoice_line", "UPDATE invoice_line SET amount_minor = 1")

    changed = billing("audit")

    assert (clean.exit_code, clean.output.splitlines()[-1]) == (
        0,
        "2 of 2 documents are what the facts give, byte for byte.",
    )
    assert changed.exit_code == 1
    assert "INV-2026-0001  DIFFERS: its lines are not those of its content" in changed.output
