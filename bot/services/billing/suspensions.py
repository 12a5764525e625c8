"""Suspensions for what was not paid: the desk is read-only, keeps everything, and goes on once it is paid."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.billing.dunning import LAST_STEP
from bot.domain.billing.facts import FactKind, FactSource
from bot.domain.billing.happenings import InvoiceGivenUp, InvoicePaid
from bot.domain.billing.outcomes import SubscriptionStanding
from bot.domain.billing.payment_facts import Said
from bot.services.billing import facts, invoices, ledgers, payment_notices, plan_limits, subscriptions
from models.billing import Invoice, LedgerFact, PaymentAttempt, Subscription

DECISIONS: Final = (FactKind.SUSPENDED, FactKind.REINSTATED)


def suspend(session: Session, subscription: Subscription, invoice: Invoice, *, now: datetime) -> bool:
    """Suspend a subscription for an invoice that is still open; return whether that changed anything.

    Args:
        session: an open transaction that holds neither of them.
        subscription: whose.
        invoice: what was asked for often enough.
        now: the desk's time.
    """
    session.get_one(Invoice, invoice.id, with_for_update={"key_share": True})  # nobody marks it as paid meanwhile
    if invoices.state_of(session, invoice) not in invoices.OPEN:
        return False
    subscriptions.lock(session, subscription.workspace_id, now=now)
    standing = ledgers.load(session, subscription.workspace_id, at=now).standing
    if standing is not SubscriptionStanding.ACTIVE:
        return False
    _record(session, subscription, FactKind.SUSPENDED, now=now)
    return True


def follow_settled(session: Session, happening: InvoicePaid | InvoiceGivenUp, *, now: datetime) -> None:
    """Go on with a subscription that was suspended, once nothing is owed any more for which it was."""
    invoice = happening.invoice
    subscription = subscriptions.lock(session, invoice.workspace_id, now=now)
    if not _is_suspended(session, subscription) or _owes(session, subscription):
        return
    _record(session, subscription, FactKind.REINSTATED, now=now)
    payment_notices.tell(session, Said.REINSTATED, invoice, None)


def _is_suspended(session: Session, subscription: Subscription) -> bool:
    """Return whether the last thing that was decided is that what is owed suspends."""
    decisions = select(LedgerFact.kind).where(
        LedgerFact.subscription_id == subscription.id, LedgerFact.kind.in_(DECISIONS)
    )
    return session.scalar(decisions.order_by(LedgerFact.seq.desc()).limit(1)) == FactKind.SUSPENDED


def _owes(session: Session, subscription: Subscription) -> bool:
    """Return whether an invoice is open that was asked for to the last."""
    asked = select(PaymentAttempt.invoice_id).where(
        PaymentAttempt.subscription_id == subscription.id,
        PaymentAttempt.purpose.startswith("invoice/"),
        PaymentAttempt.attempt >= LAST_STEP,
    )
    ids = [invoice_id for invoice_id in session.scalars(asked) if invoice_id is not None]
    return any(state in invoices.OPEN for state in invoices.states_of(session, ids).values())


def _record(session: Session, subscription: Subscription, kind: FactKind, *, now: datetime) -> None:
    facts.record(session, subscription, kind, source=FactSource.SYSTEM, effective_at=now, now=now)
    plan_limits.refresh(session, subscription.workspace_id, now=now)
