"""Notices about payments: to billing contacts, or to admins where nobody is one, and by mail to the billed address."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from bot.domain.billing import dunning
from bot.domain.billing.money import Money
from bot.domain.billing.outbox_kinds import BillingOutboxKind
from bot.domain.billing.payment_facts import PaymentFacts, Said
from bot.services.billing import attempts, billing_links, contacts
from bot.services.desk import outbox, people
from models.billing import Invoice, PaymentAttempt
from models.desk import Person

MAILED: Final = frozenset({Said.FAILED, Said.REMINDED, Said.CONFIRM, Said.SUSPENDED, Said.REINSTATED})
"""What the billed address hears by mail, too."""

FOR_ADMINS: Final = frozenset({Said.SUSPENDED, Said.REINSTATED, Said.PAID_TWICE})
"""What admins hear beside the billing contacts: it concerns everybody's desk."""


def tell(session: Session, said: Said, invoice: Invoice, attempt: PaymentAttempt | None) -> None:
    """Have everybody told who is to know of an invoice's payment.

    Args:
        session: an open transaction.
        said: what they are told.
        invoice: what is paid, or not.
        attempt: the one it is about; None where no attempt did it.
    """
    workspace_id = invoice.workspace_id
    told = {person.id: person for person in contacts.list_contacts(session, workspace_id)}
    if said in FOR_ADMINS or not told:
        told |= {person.id: person for person in people.list_admins(session, workspace_id)}
    tell_each(session, said, told.values(), invoice=invoice, attempt=attempt)
    address = invoice.snapshot["mail_to"]
    if address and said in MAILED:
        outbox.enqueue(
            session,
            BillingOutboxKind.MAIL_OF_PAYMENT,
            workspace_id=workspace_id,
            lane=f"invoice/{invoice.id}/mail",
            subject_id=invoice.id,
            payload=_payload(said, invoice, attempt) | {"address": address},
        )


def tell_each(
    session: Session, said: Said, told: Iterable[Person], *, invoice: Invoice | None, attempt: PaymentAttempt | None
) -> None:
    """Have some people told by direct message."""
    for person in told:
        outbox.enqueue(
            session,
            BillingOutboxKind.TELL_OF_PAYMENT,
            workspace_id=person.workspace_id,
            lane=outbox.person_lane(person.id),
            subject_id=person.id,
            payload=_payload(said, invoice, attempt),
        )


def load_facts(
    session: Session,
    said: Said,
    invoice: Invoice | None,
    attempt: PaymentAttempt | None,
    *,
    reader: Person | None,
    now: datetime,
) -> PaymentFacts:
    """Return what there is to tell.

    Args:
        session: an open transaction.
        said: what is told.
        invoice: what is paid or not, if it is about one.
        attempt: the one it is about, if one.
        reader: whom the page's link is for; None for a mail, which has none.
        now: the desk's time.
    """
    outcome = None if attempt is None else attempts.find_latest(session, attempt)
    by_hand = attempt is not None and attempt.provider == attempts.BY_HAND
    due_on = invoice.due_on if invoice is not None and by_hand else None
    taken = None if invoice is None else attempts.find_last_step(session, invoice)
    amount = None
    if attempt is not None:
        amount = Money(attempt.amount_minor, attempt.currency)
    elif invoice is not None:
        amount = Money(invoice.collect_minor, invoice.currency)
    return PaymentFacts(
        said=said,
        number=None if invoice is None else invoice.number,
        amount=amount,
        due_on=due_on,
        next_at=None if taken is None else dunning.next_step_at(taken.attempt, taken.started_at, due_on),
        suspends_at=None if taken is None else dunning.suspends_at(taken.attempt, taken.started_at, due_on),
        failure_code=None if outcome is None else outcome.failure_code,
        confirm_url=None if outcome is None else outcome.confirm_url,
        page_url=None if reader is None else billing_links.find_overview_link(session, reader, now=now),
        locale=None if reader is None else reader.locale,
    )


def _payload(said: Said, invoice: Invoice | None, attempt: PaymentAttempt | None) -> dict[str, Any]:
    return {
        "said": said,
        "invoice_id": None if invoice is None else invoice.id,
        "attempt_id": None if attempt is None else attempt.id,
    }
