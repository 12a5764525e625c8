"""Refunds: a credit note lowers the next invoice by itself; paid back is only what an admin decides to."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.domain.billing.facts import FactKind, FactSource
from bot.domain.billing.money import Money
from bot.domain.billing.outbox_kinds import BillingOutboxKind
from bot.errors import Refusal
from bot.gateways.payments import RefundRequest
from bot.services.billing import attempts, facts, invoices, ledgers, subscriptions
from bot.services.desk import outbox
from models.billing import BalanceEntry, Invoice, InvoiceKind, InvoiceState, PaymentAttempt, PaymentResult
from models.desk import Person, Workspace


class NotRefundable(Refusal):
    """Nothing is paid back for that."""


def refund(session: Session, credit_note: Invoice, *, actor: Person | None, now: datetime) -> bool:
    """Pay a credit note back, and take it off no invoice any more.

    What was taken off an invoice already is not paid back as well.

    Args:
        session: an open transaction.
        credit_note: what is paid back, in full.
        actor: the admin; None for the command line.
        now: the desk's time.

    Returns:
        Whether a provider pays it back to the card it came from; if not, somebody has to, by hand.

    Raises:
        NotRefundable: saying why.
    """
    _refuse_what_gives_nothing(session, credit_note)
    subscription = subscriptions.lock(session, credit_note.workspace_id, now=now)
    amount = -credit_note.total_minor
    _refuse_what_is_spent(session, credit_note, amount, now=now)
    fact = facts.record(
        session,
        subscription,
        FactKind.REFUNDED,
        source=FactSource.ADMIN,
        effective_at=now,
        event_id=f"refund/{credit_note.id}",
        actor=actor,
        details={"currency": credit_note.currency, "amount_minor": amount},
        now=now,
    )
    if fact is None:
        raise NotRefundable(f"{credit_note.number} was paid back already.")
    _book(session, credit_note, amount, now=now)
    paid = find_payment(session, credit_note)
    if paid is None:
        return False
    outbox.enqueue(
        session,
        BillingOutboxKind.REFUND_PAYMENT,
        workspace_id=credit_note.workspace_id,
        lane=f"invoice/{credit_note.corrects_id}/payment",
        subject_id=credit_note.id,
    )
    return True


def _refuse_what_gives_nothing(session: Session, document: Invoice) -> None:
    if document.kind is not InvoiceKind.CREDIT_NOTE or document.total_minor >= 0:
        raise NotRefundable(f"{document.number} gives nothing back. Only credit notes (CN-…) do.")
    if invoices.state_of(session, document) is InvoiceState.VOID:
        raise NotRefundable(f"{document.number} is void.")


def _refuse_what_is_spent(session: Session, credit_note: Invoice, amount: int, *, now: datetime) -> None:
    """Refuse when less of the balance is open than the amount, in minor units. The subscription is held."""
    number, currency = credit_note.number, credit_note.currency
    open_minor = -ledgers.load(session, credit_note.workspace_id, at=now).account.books.balance_minor(currency)
    if open_minor < amount:
        left = Money(max(0, open_minor), currency).plain()
        raise NotRefundable(f"{number} was taken off an invoice, or paid back, already: {left} {currency} are open.")


def find_payment(session: Session, credit_note: Invoice) -> tuple[PaymentAttempt, str] | None:
    """Return the payment that a credit note gives something back of, and the provider's id of it; None if by hand."""
    if credit_note.corrects_id is None:
        return None
    corrected = session.get_one(Invoice, credit_note.corrects_id)
    for attempt in reversed(attempts.list_of_invoice(session, corrected.id)):
        outcome = attempts.find_latest(session, attempt)
        if outcome is not None and outcome.result is PaymentResult.SUCCEEDED and outcome.provider_reference:
            return attempt, outcome.provider_reference
    return None


def request_of(session: Session, credit_note: Invoice, reference: str) -> RefundRequest:
    """Return what a provider is asked for. Asked twice, it pays back once."""
    team = session.get_one(Workspace, credit_note.workspace_id).slack_team_id
    key = f"cn:{credit_note.number}:{team}"
    return RefundRequest(key, credit_note.number, reference, -credit_note.total_minor, credit_note.currency)


def _book(session: Session, credit_note: Invoice, amount_minor: int, *, now: datetime) -> None:
    session.add(
        BalanceEntry(
            workspace_id=credit_note.workspace_id,
            subscription_id=credit_note.subscription_id,
            invoice_id=credit_note.id,
            amount_minor=amount_minor,
            currency=credit_note.currency,
            reason=f"{credit_note.number} paid back",
            at=now,
        )
    )
    session.flush()
