"""`python -m bot billing …`: documents listed, shown, marked as paid, declared void; and held to the facts."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.domain.desk.instants import system_clock
from bot.errors import Refusal

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.domain.billing.papers import Paper
    from models.billing import Invoice

Number = Annotated[str, typer.Argument(metavar="NUMBER", help="As INV-2026-0001; `billing list` shows them.")]
Wanted = Annotated[Path | None, typer.Option(dir_okay=False, help="Write it into this file.")]


def register(cli: typer.Typer) -> None:
    """Add the group `billing`."""
    group = typer.Typer(help="Invoices: see them, mark them as paid, hold them to the facts.", no_args_is_help=True)
    group.command("list")(list_documents)
    group.command()(show)
    group.command("mark-paid")(mark_paid)
    group.command()(void)
    group.command("payments")(list_payments)
    group.command()(refund)
    group.command()(audit)
    cli.add_typer(group, name="billing")


def list_documents(most: Annotated[int, typer.Option(min=1, help="How many, newest first.")] = 50) -> None:
    """Show invoices, credit notes and statements, newest first."""
    from bot.domain.billing.money import Money
    from bot.services.billing import invoices
    from bot.views.money import written_money

    with _transaction() as (session, workspace_id):
        listed = invoices.list_invoices(session, workspace_id, limit=most)
    for each in listed:
        total = written_money(Money(each.total_minor, each.currency))
        due = f"  due {each.due_on}" if each.due_on is not None else ""
        typer.echo(f"{each.number}  {each.issued_at:%Y-%m-%d}  {total}  {each.state}{due}")
    if not listed:
        typer.echo("There are no documents yet.")


def show(number: Number, html: Wanted = None, pdf: Wanted = None, csv: Wanted = None) -> None:
    """Show a document as text, or write it as a page, as a PDF, or with all its lines as CSV."""
    from bot.services.billing import papers
    from bot.views.billing.annex import annex_csv
    from bot.views.billing.invoice_page import invoice_page
    from bot.views.billing.invoice_pdf import invoice_pdf

    with _document(number) as (session, invoice):
        paper = papers.load_paper(session, invoice)
    if html is not None:
        html.write_text(invoice_page(paper), encoding="utf-8")
    if pdf is not None:
        pdf.write_bytes(invoice_pdf(paper))
    if csv is not None:
        csv.write_text(annex_csv(paper), encoding="utf-8")
    for path in filter(None, (html, pdf, csv)):
        typer.echo(f"Wrote {path}.")
    if html is pdf is csv is None:
        _echo(paper)


def mark_paid(
    number: Number,
    amount: Annotated[str | None, typer.Option(help="What came in, as 12.90; it has to be what is asked for.")] = None,
    note: Annotated[str, typer.Option(help="Kept with it, as a bank's reference.")] = "",
) -> None:
    """Say that an invoice was paid. Nobody is suspended for it any more."""
    from bot.domain.billing.money import read_money
    from bot.services.billing import invoices

    with _document(number) as (session, invoice):
        minor = None if amount is None else read_money(amount, invoice.currency).minor
        details = {"note": note} if note else {}
        invoices.mark_paid(session, invoice, actor=None, now=system_clock(), amount_minor=minor, details=details)
        paid = invoice.number
    typer.echo(f"{paid} is paid.")


def void(number: Number, reason: Annotated[str, typer.Option(help="Why; it is kept with the document.")]) -> None:
    """Declare a document void. It keeps its number; nothing is collected for it."""
    from bot.services.billing import invoices

    with _document(number) as (session, invoice):
        invoices.void(session, invoice, actor=None, reason=reason, now=system_clock())
        voided = invoice.number
    typer.echo(f"{voided} is void.")


def list_payments(most: Annotated[int, typer.Option(min=1, help="How many, newest first.")] = 50) -> None:
    """Show the attempts to collect, newest first, and what came of each."""
    from bot.domain.billing.money import Money
    from bot.services.billing import attempts
    from bot.views.money import written_money

    with _transaction() as (session, workspace_id):
        listed = attempts.list_newest(session, workspace_id, limit=most)
    for attempt, outcome in listed:
        result = "nothing is known yet" if outcome is None else str(outcome.result)
        why = f" ({outcome.failure_code})" if outcome is not None and outcome.failure_code else ""
        amount = written_money(Money(attempt.amount_minor, attempt.currency))
        typer.echo(f"{attempt.idempotency_key}  {attempt.started_at:%Y-%m-%d}  {amount}  {result}{why}")
    if not listed:
        typer.echo("Nothing was collected yet.")


def refund(number: Number) -> None:
    """Pay a credit note back in the place of taking it off the next invoice: to the card, or by hand."""
    from bot.services.billing import refunds

    with _document(number) as (session, credit_note):
        by_provider = refunds.refund(session, credit_note, actor=None, now=system_clock())
        paid_back = credit_note.number
    how = "It goes back to the card." if by_provider else "Please pay it back by hand."
    typer.echo(f"{paid_back} is taken off no invoice any more. {how}")


def audit() -> None:
    """Derive every document from the facts again and say whether each is equal, byte for byte."""
    from bot.services.billing import audits

    with _transaction() as (session, workspace_id):
        found = audits.rederive(session, workspace_id, now=system_clock())
    for finding in found.findings:
        typer.echo(f"{finding.number}  {'equal' if finding.is_equal else 'DIFFERS: ' + '; '.join(finding.differs)}")
    for problem in found.problems:
        typer.echo(problem)
    equal = sum(finding.is_equal for finding in found.findings)
    documents = "document is" if len(found.findings) == 1 else "documents are"
    typer.echo(f"{equal} of {len(found.findings)} {documents} what the facts give, byte for byte.")
    if not found.is_clean:
        raise typer.Exit(1)


def _echo(paper: "Paper") -> None:
    from bot.views.billing.invoice_text import invoice_text

    text = invoice_text(paper)
    typer.echo(f"{text.title} {text.number}{f' ({text.stamp})' if text.stamp else ''}: {text.headline}\n")
    for label, value in text.facts:
        typer.echo(f"{label}: {value}")
    typer.echo("")
    for row in text.rows:
        typer.echo(f"{row.text} ({row.detail}): {row.quantity} x {row.unit_price} = {row.amount}")
    typer.echo("")
    for total in text.sums:
        typer.echo(f"{total.label}: {total.amount}")
    for note in text.notes:
        typer.echo(note)
    typer.echo(f"{text.words.fingerprint}: {text.fingerprint}")


@contextmanager
def _document(number: str) -> Iterator[tuple["Session", "Invoice"]]:
    """Yield a session and the document of a number."""
    from bot.services.billing import invoices

    with _transaction() as (session, workspace_id):
        yield session, invoices.get_invoice(session, workspace_id, number)


@contextmanager
def _transaction() -> Iterator[tuple["Session", int]]:
    """Yield a session on the desk's database and the workspace's id; end with a refusal's words and exit code 1."""
    from bot.foundation import open_database
    from bot.services.desk import workspaces
    from bot.settings import load_settings

    try:
        with (
            open_database(load_settings(), "billing", pool_size=1) as database,
            database.sessions.begin() as session,
        ):
            yield session, workspaces.the_workspace(session).id
    except Refusal as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from None
