"""Payments: what is to be collected and what came of it. Whom to ask is a port's business, when is dunning's."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.billing.dunning import LAST_STEP
from bot.domain.billing.facts import FactKind
from bot.domain.billing.happenings import InvoiceIssued
from bot.domain.billing.payment_facts import Said
from bot.domain.billing.terms import Collect
from bot.gateways.payments import Charge, ChargeRequest, ChargeState
from bot.services.billing import (
    attempts,
    billing_links,
    changes,
    invoices,
    payment_accounts,
    payment_notices,
    subscriptions,
    suspensions,
)
from bot.services.billing.attempts import Purpose
from models.billing import (
    BalanceEntry,
    Invoice,
    InvoiceKind,
    LedgerFact,
    PaymentAttempt,
    Subscription,
)

CHANGE_WAITS: Final = timedelta(days=1)
"""How long a change of the terms waits for its payer to confirm the payment."""

QUIET: Final = frozenset({"no_longer_owed", "never_arrived", "given_up"})
"""Failures that nobody has to do anything about."""


@dataclass(frozen=True)
class Errand:
    """What is to be done about an attempt, outside any transaction.

    Attributes:
        request: what to ask for, and to find again.
        reference: the provider's id of the payment, once it told one.
        may_collect: whether to ask for it if it never arrived.
        otherwise: what it failed of, if it is not asked for.
        gives_up: whether to end it if it still waits for its payer.
    """

    request: ChargeRequest
    reference: str | None
    may_collect: bool
    otherwise: str
    gives_up: bool


def follow_issued(session: Session, happening: InvoiceIssued, *, now: datetime) -> None:
    """Have an invoice collected as its terms say, or take note that the change it charges was paid before."""
    invoice = happening.invoice
    if invoice.kind is not InvoiceKind.INVOICE or invoice.collect_minor <= 0:
        return
    subscription = subscriptions.lock(session, invoice.workspace_id, now=now)
    paid = changes.find_payment(session, invoice)
    if paid is not None:
        _settle_change(session, subscription, invoice, paid, now=now)
        return
    collect = _collect_as_of(session, invoice)
    if collect is not Collect.NONE:
        purpose, amount = Purpose.step(invoice), invoice.collect_minor
        attempts.begin(session, subscription, collect, purpose, amount, invoice.currency, now=now)


def get_errand(session: Session, attempt: PaymentAttempt, *, is_left: bool = False, now: datetime) -> Errand | None:
    """Return what is to be done about an attempt; None where it has ended.

    Args:
        session: an open transaction.
        attempt: the one.
        is_left: another attempt follows it, so it may take no more money.
        now: the desk's time.
    """
    latest = attempts.find_latest(session, attempt)
    if latest is not None and latest.result in attempts.SETTLED:
        return None
    account = payment_accounts.find_account(session, attempt.subscription_id, attempt.provider)
    customer = "" if account is None else account.customer_reference
    method = "" if account is None else account.method_reference or ""
    is_owed = _is_owed(session, attempt)
    is_payable = attempt.provider == attempts.BY_HAND or bool(method)
    is_late = attempt.purpose == attempts.CHANGE and now - attempt.started_at >= CHANGE_WAITS
    otherwise = "no_longer_owed" if not is_owed else "never_arrived" if is_left or is_late else "no_payment_method"
    return Errand(
        request=_request(session, attempt, customer, method),
        reference=None if latest is None else latest.provider_reference,
        may_collect=is_owed and is_payable and not is_left and not is_late,
        otherwise=otherwise,
        gives_up=is_left or is_late or not is_owed,
    )


def record_charge(session: Session, attempt: PaymentAttempt, charge: Charge, *, now: datetime) -> None:
    """Keep what came of an attempt, and do what follows from it. Told twice, it happens once.

    Args:
        session: an open transaction.
        attempt: the one.
        charge: what the provider said.
        now: the desk's time.
    """
    if not attempts.keep(session, attempt, charge, now=now):
        return
    subscription = subscriptions.get(session, attempt.workspace_id, now=now)
    if attempt.invoice_id is None:
        changes.follow_charge(session, subscription, attempt, charge, now=now)
        return
    invoice = session.get_one(Invoice, attempt.invoice_id)
    if charge.state is ChargeState.SUCCEEDED:
        _settle(session, invoice, attempt, charge, now=now)
    elif charge.failure_code not in QUIET and invoices.state_of(session, invoice) in invoices.OPEN:
        _ask_people(session, subscription, invoice, attempt, charge, now=now)


def _request(session: Session, attempt: PaymentAttempt, customer: str, method: str) -> ChargeRequest:
    invoice = None if attempt.invoice_id is None else session.get_one(Invoice, attempt.invoice_id)
    pages = billing_links.find_pages(session)
    return ChargeRequest(
        key=attempt.idempotency_key,
        number=attempts.CHANGE if invoice is None else invoice.number,
        amount_minor=attempt.amount_minor,
        currency=attempt.currency,
        customer_reference=customer,
        method_reference=method,
        return_url=None if pages is None else pages.thanks_url,
        since=attempt.started_at,
    )


def _is_owed(session: Session, attempt: PaymentAttempt) -> bool:
    if attempt.invoice_id is None:
        return True
    return invoices.state_of(session, session.get_one(Invoice, attempt.invoice_id)) in invoices.OPEN


def _settle(session: Session, invoice: Invoice, attempt: PaymentAttempt, charge: Charge, *, now: datetime) -> None:
    """Mark an invoice as paid; money for one that is settled already is booked, and an admin decides about it."""
    if invoices.state_of(session, invoice) in invoices.OPEN:
        details = {"provider": attempt.provider, "reference": charge.reference, "payment_attempt": attempt.id}
        invoices.mark_paid(session, invoice, actor=None, now=now, details=details)
        return
    _book(session, attempt, invoice, attempt.amount_minor, now=now)
    payment_notices.tell(session, Said.PAID_TWICE, invoice, attempt)


def _ask_people(
    session: Session,
    subscription: Subscription,
    invoice: Invoice,
    attempt: PaymentAttempt,
    charge: Charge,
    *,
    now: datetime,
) -> None:
    """Tell people what came of an attempt that brought no money; after the last one the desk is read-only."""
    is_step = attempt.purpose == Purpose.step(invoice).name
    if charge.state is ChargeState.PENDING and (attempt.provider != attempts.BY_HAND or attempt.attempt == 1):
        return
    if is_step and attempt.attempt >= LAST_STEP and suspensions.suspend(session, subscription, invoice, now=now):
        payment_notices.tell(session, Said.SUSPENDED, invoice, attempt)
        return
    said = {ChargeState.PENDING: Said.REMINDED, ChargeState.REQUIRES_ACTION: Said.CONFIRM}
    payment_notices.tell(session, said.get(charge.state, Said.FAILED), invoice, attempt)


def _settle_change(
    session: Session, subscription: Subscription, invoice: Invoice, paid: PaymentAttempt, *, now: datetime
) -> None:
    """Settle the invoice of a change that was paid before it was made.

    Where a fact came between, its amount may be another one: what lacks is collected, what is too much is booked.
    """
    over = paid.amount_minor - invoice.collect_minor
    if over < 0:
        details: dict[str, Any] = {"payment_attempt": paid.id}
        purpose = Purpose.step(invoice)
        attempts.begin(session, subscription, paid.provider, purpose, -over, invoice.currency, details=details, now=now)
        return
    if over:
        _book(session, paid, invoice, over, now=now)
    outcome = attempts.find_latest(session, paid)
    reference = None if outcome is None else outcome.provider_reference
    kept = {"provider": paid.provider, "reference": reference, "payment_attempt": paid.id}
    invoices.mark_paid(session, invoice, actor=None, now=now, details=kept)


def _book(session: Session, attempt: PaymentAttempt, invoice: Invoice, amount_minor: int, *, now: datetime) -> None:
    session.add(
        BalanceEntry(
            workspace_id=attempt.workspace_id,
            subscription_id=attempt.subscription_id,
            invoice_id=invoice.id,
            amount_minor=-amount_minor,
            currency=attempt.currency,
            reason=f"paid beyond what was asked for, by attempt {attempt.idempotency_key}",
            at=now,
        )
    )


def _collect_as_of(session: Session, invoice: Invoice) -> Collect:
    """Return how money comes in by the terms that held when an invoice was issued, without folding anything."""
    terms = select(LedgerFact.details).where(
        LedgerFact.subscription_id == invoice.subscription_id,
        LedgerFact.kind == FactKind.TERMS_CHANGED,
        LedgerFact.counts_at <= invoice.issued_at,
    )
    terms = terms.order_by(LedgerFact.counts_at.desc(), LedgerFact.seq.desc())
    newest: dict[str, Any] = session.scalar(terms.limit(1)) or {}
    return Collect(newest.get("collect", Collect.NONE))
