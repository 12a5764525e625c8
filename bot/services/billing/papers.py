"""Papers: a document with all it shows, read from what was stored and from nothing that may have changed since."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.domain.billing.documents import Document
from bot.domain.billing.papers import Paper, PaperLine, Party, Tax
from bot.domain.billing.splits import UNUSED
from bot.services.billing import invoices, issuing, ledgers
from models.billing import Invoice, InvoiceKind, InvoiceState


def load_paper(session: Session, invoice: Invoice, *, language: str | None = None) -> Paper:
    """Return a stored document as it is read.

    Args:
        session: an open transaction. Who asks may see it: `contacts.require_reader`.
        invoice: the document.
        language: of its words; without one, that in which it was issued.
    """
    shown = invoice.snapshot | ({} if language is None else {"language": language})
    corrected = None if invoice.corrects_id is None else session.get_one(Invoice, invoice.corrects_id).number
    return _paper(
        Document.from_canonical(invoice.core),
        shown,
        number=invoice.number,
        state=invoices.state_of(session, invoice),
        corrects_number=corrected,
        fingerprint=invoice.core_sha256,
    )


def draft_paper(session: Session, workspace_id: int, *, now: datetime, language: str | None = None) -> Paper | None:
    """Return the next document as it would be if it were issued as things stand; None where there will be none."""
    document = ledgers.load(session, workspace_id, at=now).upcoming(now)
    if document is None:
        return None
    shown = issuing.snapshot(session, workspace_id, document) | ({} if language is None else {"language": language})
    return _paper(document, shown, number=None, state=InvoiceState.FINALISED, corrects_number=None, fingerprint="")


def _paper(
    document: Document,
    shown: Mapping[str, Any],
    *,
    number: str | None,
    state: InvoiceState,
    corrects_number: str | None,
    fingerprint: str,
) -> Paper:
    invoice_to, names = document.invoice_to, shown["people"]
    issuer = shown["issuer"]
    return Paper(
        kind=InvoiceKind(document.kind),
        number=number,
        state=state,
        language=shown["language"],
        currency=document.currency,
        plan=document.plan,
        issued_on=document.issued_at.date(),
        due_on=issuing.due_on(document),
        issuer=Party(**issuer | {"address": tuple(issuer["address"])}),
        recipient=Party(
            name=shown["recipient_name"],
            address=tuple(invoice_to.address.splitlines()),
            email=invoice_to.email,
            vat_id=invoice_to.vat_id,
        ),
        purchase_order=invoice_to.purchase_order,
        corrects_number=corrects_number,
        lines=[PaperLine(line, names.get(line.user)) for line in document.lines],
        subtotal_minor=document.subtotal_minor,
        tax=Tax(document.tax_label, document.tax_rate_basis_points),
        tax_minor=document.tax_minor,
        total_minor=document.total_minor,
        carried_minor=document.carried_minor,
        collect_minor=document.collect_minor,
        pay_to=tuple(shown["pay_to"]),
        split=_split(document, shown["queues"]),
        fingerprint=fingerprint,
    )


def _split(document: Document, queues: Mapping[str, str]) -> Mapping[str, int]:
    """Return each queue's part of all lines, by its name, in the order of names; what is nobody's comes last."""
    parts: dict[str, int] = {}
    for line in document.lines:
        for key, amount in line.split.items():
            parts[key] = parts.get(key, 0) + amount
    unused = {UNUSED: parts.pop(UNUSED)} if UNUSED in parts else {}
    named = {queues.get(key, key): amount for key, amount in parts.items()}
    return dict(sorted(named.items())) | unused
