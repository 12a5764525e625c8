"""Issuing: what a fold gave becomes a document with a number, kept with everything it shows. Nothing of it changes."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from bot.domain.billing.documents import Document
from bot.domain.billing.issuers import Issuer
from bot.domain.billing.papers import Party
from bot.services.billing.copying import copy_rows
from bot.services.desk import people
from models.billing import (
    DocumentCounter,
    Invoice,
    InvoiceEvent,
    InvoiceKind,
    InvoiceLine,
    InvoiceState,
    Subscription,
)
from models.desk import Queue, Workspace

SERIES: Final = {InvoiceKind.INVOICE: "INV", InvoiceKind.CREDIT_NOTE: "CN", InvoiceKind.STATEMENT: "ST"}
"""What numbers begin with. Each kind counts for itself, from 1 in every year."""

PAYMENT_TIME: Final = timedelta(days=14)
"""How long after its issue an invoice is to be paid."""

ISSUER: Final = "issuer"

LINE_COLUMNS: Final = (
    "workspace_id", "invoice_id", "position", "kind", "slack_user_id", "quantity", "unit_minor", "days", "of_days",
    "amount_minor", "fact_seqs", "corrects_line_id", "split",
)  # fmt: skip

Ids = Mapping[int, int]
"""Rows of a corrected document by position, counted from 1."""


def issue(session: Session, subscription: Subscription, document: Document, *, now: datetime) -> Invoice:
    """Store a document that the fold gave, with the next number of its series, and return it.

    The number is taken in the transaction that stores: a rollback gives it back, so there are no gaps.

    Args:
        session: an open transaction that holds the subscription.
        subscription: whose document.
        document: its position is the next one.
        now: the desk's time. The date shown is the document's own.
    """
    kind = InvoiceKind(document.kind)
    series = f"{SERIES[kind]}-{document.issued_at.year}"
    serial = _count_up(session, subscription.workspace_id, series)
    core = document.canonical()
    invoice = Invoice(
        workspace_id=subscription.workspace_id,
        subscription_id=subscription.id,
        kind=kind,
        position=document.position,
        series=series,
        serial=serial,
        number=f"{series}-{serial:04}",
        corrects_id=_find_corrected(session, subscription, document),
        period_index=document.period_index,
        issued_at=document.issued_at,
        due_on=due_on(document),
        currency=document.currency,
        subtotal_minor=document.subtotal_minor,
        tax_minor=document.tax_minor,
        total_minor=document.total_minor,
        collect_minor=document.collect_minor,
        core=core,
        core_sha256=fingerprint(core),
        snapshot=snapshot(session, subscription.workspace_id, document),
        ledger_version=document.ledger_version,
        finalised_at=now,
    )
    session.add(invoice)
    session.flush()
    corrected = _line_ids(session, invoice) if any(line.corrects for line in document.lines) else {}
    copy_rows(session, InvoiceLine, LINE_COLUMNS, _line_rows(invoice, document, corrected))
    _finalise(session, invoice, now=now)
    return invoice


def with_issuer(info: dict[Any, Any], issuer: Issuer | None) -> dict[Any, Any]:
    """Return a session's `info` that knows who issues documents; without one, the workspace does."""
    return info if issuer is None else {**info, ISSUER: issuer}


def fingerprint(core: bytes) -> str:
    """Return the SHA-256 of a document's canonical bytes, in hexadecimal."""
    return hashlib.sha256(core).hexdigest()


def due_on(document: Document) -> date | None:
    """Return the day by which a document is to be paid, or None where it asks for nothing."""
    if InvoiceKind(document.kind) is not InvoiceKind.INVOICE or document.collect_minor <= 0:
        return None
    return (document.issued_at + PAYMENT_TIME).date()


def snapshot(session: Session, workspace_id: int, document: Document) -> dict[str, Any]:
    """Return what a document shows beside what the fold gave, as it is now: names, addresses, the language."""
    workspace = session.get_one(Workspace, workspace_id)
    issuer: Issuer = session.info.get(ISSUER) or Issuer(Party(workspace.name))
    users = sorted({line.user for line in document.lines if line.user is not None})
    keys = {key for line in document.lines for key in line.split}
    queues = select(Queue.key, Queue.name).where(Queue.workspace_id == workspace_id, Queue.key.in_(keys))
    return {
        "language": workspace.language,
        "issuer": asdict(issuer.party),
        "pay_to": list(issuer.pay_to),
        "recipient_name": document.invoice_to.name or workspace.name,
        "mail_to": document.invoice_to.email,
        "people": people.names_of(session, workspace_id, users),
        "queues": dict(session.execute(queues).all()) if keys else {},
    }


def _finalise(session: Session, invoice: Invoice, *, now: datetime) -> None:
    """Begin the events of a document."""
    begun = {"workspace_id": invoice.workspace_id, "invoice_id": invoice.id, "state": InvoiceState.FINALISED}
    session.add(InvoiceEvent(**begun, details={}, at=now))
    session.flush()


def _count_up(session: Session, workspace_id: int, series: str) -> int:
    """Return the next number of a series. Its row stays locked until the transaction ends."""
    row = insert(DocumentCounter).values(workspace_id=workspace_id, series=series, last_serial=1)
    row = row.on_conflict_do_update(
        index_elements=[DocumentCounter.workspace_id, DocumentCounter.series],
        set_={"last_serial": DocumentCounter.last_serial + 1},
    )
    return session.scalars(row.returning(DocumentCounter.last_serial)).one()


def _find_corrected(session: Session, subscription: Subscription, document: Document) -> int | None:
    if document.corrects is None:
        return None
    corrected = select(Invoice.id).where(
        Invoice.workspace_id == subscription.workspace_id,
        Invoice.subscription_id == subscription.id,
        Invoice.position == document.corrects,
    )
    return session.scalars(corrected).one()


def _line_ids(session: Session, credit_note: Invoice) -> Ids:
    """Return the lines of the document that a credit note corrects."""
    lines = select(InvoiceLine.position, InvoiceLine.id).where(
        InvoiceLine.workspace_id == credit_note.workspace_id, InvoiceLine.invoice_id == credit_note.corrects_id
    )
    return dict(session.execute(lines).all())


def _line_rows(invoice: Invoice, document: Document, corrected: Ids) -> Iterator[Mapping[str, Any]]:
    for position, line in enumerate(document.lines, start=1):
        yield {
            "workspace_id": invoice.workspace_id,
            "invoice_id": invoice.id,
            "position": position,
            "kind": str(line.kind),
            "slack_user_id": line.user,
            "quantity": line.quantity,
            "unit_minor": line.unit_minor,
            "days": line.days,
            "of_days": line.of,
            "amount_minor": line.amount_minor,
            "fact_seqs": list(line.fact_seqs),
            "corrects_line_id": None if line.corrects is None else corrected[line.corrects],
            "split": line.split,
        }
