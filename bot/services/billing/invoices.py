"""Invoices, credit notes and statements once they are issued: finding them, and what becomes of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, defer

from bot.domain.billing.document_list import InvoiceSummary
from bot.domain.billing.happenings import InvoiceGivenUp, InvoicePaid
from bot.domain.billing.money import Money
from bot.domain.desk.happenings import Happening
from bot.errors import NotFound, Refusal
from bot.services.desk import happenings
from models.billing import Invoice, InvoiceEvent, InvoiceKind, InvoiceState
from models.desk import Person

PAGE: Final = 50
"""How many a list shows at most, newest first."""

OPEN: Final = frozenset({InvoiceState.FINALISED, InvoiceState.UNCOLLECTIBLE})
"""What can still be paid, or be declared void."""


class InvoiceNotFound(NotFound):
    """There is no such document."""

    def __init__(self, number: str) -> None:
        super().__init__(f"There is no document {number}. `python -m bot billing list` shows them all.")


class InvoiceAlreadySettled(Refusal):
    """What became of an invoice is decided already."""

    def __init__(self, number: str, state: InvoiceState) -> None:
        super().__init__(f"{number} is {state} already, and stays so.")


class NothingToPay(Refusal):
    """Credit notes and statements ask for no payment."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} asks for no payment, so it cannot be paid. Only invoices (INV-…) can.")


class AmountDiffers(Refusal):
    """What was paid is not what the invoice asks for."""


def list_invoices(session: Session, workspace_id: int, *, limit: int = PAGE, before: int | None = None) -> Sequence[
    InvoiceSummary
]:  # fmt: skip
    """Return a workspace's documents, newest first.

    Args:
        session: an open transaction. Who asks may see it: `contacts.require_reader`.
        workspace_id: whose documents.
        limit: how many at most.
        before: only those older than the document of this id.
    """
    found = _documents(workspace_id).options(defer(Invoice.core), defer(Invoice.snapshot))
    if before is not None:
        found = found.where(Invoice.id < before)
    invoices = session.scalars(found.order_by(Invoice.id.desc()).limit(limit)).all()
    states = states_of(session, [invoice.id for invoice in invoices])
    return [_summary(invoice, states[invoice.id]) for invoice in invoices]


def list_unpaid(session: Session, workspace_id: int) -> Sequence[Invoice]:
    """Return the invoices that ask for money and were neither paid nor given up, the oldest first."""
    settled = select(InvoiceEvent.invoice_id).where(
        InvoiceEvent.workspace_id == workspace_id, InvoiceEvent.state != InvoiceState.FINALISED
    )
    unpaid = _documents(workspace_id).where(
        Invoice.kind == InvoiceKind.INVOICE, Invoice.collect_minor > 0, Invoice.id.not_in(settled)
    )
    unpaid = unpaid.options(defer(Invoice.core), defer(Invoice.snapshot))
    return session.scalars(unpaid.order_by(Invoice.id)).all()


def get_invoice(session: Session, workspace_id: int, number: str) -> Invoice:
    """Return the document of a number, whatever the case of its letters.

    Raises:
        InvoiceNotFound: there is none.
    """
    invoice = session.scalar(_documents(workspace_id).where(Invoice.number == number.strip().upper()))
    if invoice is None:
        raise InvoiceNotFound(number)
    return invoice


def state_of(session: Session, invoice: Invoice) -> InvoiceState:
    """Return what became of a document: the last of its events."""
    return states_of(session, [invoice.id])[invoice.id]


def states_of(session: Session, invoice_ids: Sequence[int]) -> Mapping[int, InvoiceState]:
    """Return what became of each document."""
    events = select(InvoiceEvent.invoice_id, InvoiceEvent.state).where(InvoiceEvent.invoice_id.in_(invoice_ids))
    return dict(session.execute(events.order_by(InvoiceEvent.id)).all())


def mark_paid(
    session: Session,
    invoice: Invoice,
    *,
    actor: Person | None,
    now: datetime,
    amount_minor: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Say that an invoice was paid in full. Twice is a refusal, so that no payment is booked twice.

    Args:
        session: an open transaction.
        invoice: what was paid.
        actor: who says so; None for a provider or the command line.
        now: the desk's time.
        amount_minor: what came in, if known; it has to be what the invoice asks for.
        details: JSON to be kept with it, as a note or a provider's reference.

    Raises:
        NothingToPay: it asks for no payment.
        InvoiceAlreadySettled: it is paid or void already.
        AmountDiffers: the amount is another one.
    """
    if invoice.kind is not InvoiceKind.INVOICE:
        raise NothingToPay(invoice.number)
    if amount_minor is not None and amount_minor != invoice.collect_minor:
        raise AmountDiffers(
            f"{invoice.number} asks for {Money(invoice.collect_minor, invoice.currency).plain()} {invoice.currency}, "
            f"not {Money(amount_minor, invoice.currency).plain()}. An invoice is paid in full or not at all."
        )
    kept = {"amount_minor": invoice.collect_minor, **(details or {})}
    _become(session, invoice, InvoiceState.PAID, kept, InvoicePaid(actor, invoice), now=now)


def void(session: Session, invoice: Invoice, *, actor: Person | None, reason: str, now: datetime) -> None:
    """Declare a document void. It keeps its number, and is shown with what it said.

    Raises:
        InvoiceAlreadySettled: it is paid or void already.
    """
    _become(session, invoice, InvoiceState.VOID, {"reason": reason}, InvoiceGivenUp(actor, invoice), now=now)


def give_up(session: Session, invoice: Invoice, *, actor: Person | None, reason: str, now: datetime) -> None:
    """Say that an invoice cannot be collected. It can still be paid.

    Raises:
        InvoiceAlreadySettled: it is paid, void or given up already.
    """
    happening = InvoiceGivenUp(actor, invoice)
    _become(session, invoice, InvoiceState.UNCOLLECTIBLE, {"reason": reason}, happening, now=now)


def _become(
    session: Session,
    invoice: Invoice,
    state: InvoiceState,
    details: Mapping[str, Any],
    happening: Happening,
    *,
    now: datetime,
) -> None:
    session.get_one(Invoice, invoice.id, with_for_update={"key_share": True})  # one decision at a time
    present = state_of(session, invoice)
    if present is state or present not in OPEN:
        raise InvoiceAlreadySettled(invoice.number, present)
    actor = happening.actor
    session.add(
        InvoiceEvent(
            workspace_id=invoice.workspace_id,
            invoice_id=invoice.id,
            state=state,
            actor_id=None if actor is None else actor.id,
            details=dict(details),
            at=now,
        )
    )
    session.flush()
    happenings.announce(session, happening, now=now)


def _documents(workspace_id: int) -> Select[Invoice]:
    return select(Invoice).where(Invoice.workspace_id == workspace_id)


def _summary(invoice: Invoice, state: InvoiceState) -> InvoiceSummary:
    return InvoiceSummary(
        id=invoice.id,
        number=invoice.number,
        kind=invoice.kind,
        state=state,
        issued_at=invoice.issued_at,
        due_on=invoice.due_on,
        currency=invoice.currency,
        total_minor=invoice.total_minor,
        collect_minor=invoice.collect_minor,
    )
