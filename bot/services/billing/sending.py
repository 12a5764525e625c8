"""Sending: a document goes to the billing contacts as it is issued, and by mail to the address it is made out to."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.domain.billing.happenings import InvoiceIssued
from bot.domain.billing.outbox_kinds import BillingOutboxKind
from bot.services.billing import contacts
from bot.services.desk import outbox
from models.billing import Invoice
from models.desk import OutboxRow

FILES_SCOPE: Final = "files:write"
"""What sending a file needs. Without it, a message says what the document is about."""


def send_issued(session: Session, happening: InvoiceIssued, *, now: datetime) -> None:  # noqa: ARG001 - a subscriber
    """Have a document sent to everybody who is to have it."""
    invoice = happening.invoice
    for contact in contacts.list_contacts(session, invoice.workspace_id):
        outbox.enqueue(
            session,
            BillingOutboxKind.SEND_DOCUMENT,
            workspace_id=invoice.workspace_id,
            lane=outbox.person_lane(contact.id),
            subject_id=contact.id,
            payload={"invoice_id": invoice.id},
        )
    address = invoice.snapshot["mail_to"]
    if address:
        outbox.enqueue(
            session,
            BillingOutboxKind.MAIL_DOCUMENT,
            workspace_id=invoice.workspace_id,
            lane=f"invoice/{invoice.id}/mail",
            subject_id=invoice.id,
            payload={"address": address},
        )


def get_sent(session: Session, workspace_id: int, invoice_id: int) -> Invoice:
    """Return the document a row speaks of."""
    invoice = session.get_one(Invoice, invoice_id)
    if invoice.workspace_id != workspace_id:
        raise LookupError("a document of another workspace")
    return invoice


def find_uploaded(session: Session, row_id: int) -> str | None:
    """Return the id of the file that was uploaded for an outbox row, once it was."""
    payload: dict[str, Any] = session.get_one(OutboxRow, row_id).payload
    return payload.get("slack_file_id")


def record_uploaded(session: Session, row_id: int, slack_file_id: str) -> None:
    """Keep the id of an uploaded file before it is shown to anybody, so that it can be looked up."""
    row = session.get_one(OutboxRow, row_id, with_for_update=True)
    kept = {**row.payload, "slack_file_id": slack_file_id}
    session.execute(update(OutboxRow).where(OutboxRow.id == row_id).values(payload=kept))
