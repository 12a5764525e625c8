"""Changes of the terms that cost something at once, where a provider collects: the money first, then the change.

A card that fails leaves everything as it was, and no number is used.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.billing.documents import DocumentKind
from bot.domain.billing.facts import FactKind, FactSource
from bot.domain.billing.money import Money
from bot.domain.billing.outcomes import SubscriptionStanding
from bot.domain.billing.payment_facts import Said
from bot.domain.billing.terms import Collect, Terms
from bot.domain.billing.terms_changes import TermsPreview
from bot.errors import Refusal
from bot.gateways.payments import Charge, ChargeState
from bot.services.billing import attempts, facts, payment_notices, plan_limits, subscriptions
from bot.services.billing.attempts import Purpose
from bot.services.desk import audit
from models.billing import Invoice, InvoiceEvent, LedgerFact, PaymentAttempt, Subscription
from models.desk import AuditTag, Person

MADE_BY: Final = "payment/"
"""What the id of a change's fact begins with; the attempt that paid it follows."""


class ChangeBeingPaid(Refusal):
    """A change of the subscription is being paid. Wait for what comes of it, then change what you like."""


def refuse_while_paying(session: Session, subscription: Subscription) -> None:
    """Raise ChangeBeingPaid while a change of the terms waits for its money."""
    if attempts.find_open_change(session, subscription) is not None:
        raise ChangeBeingPaid


def find_terms_being_paid(session: Session, subscription: Subscription) -> Terms | None:
    """Return the terms that wait for their money; None where none do."""
    attempt = attempts.find_open_change(session, subscription)
    return None if attempt is None else Terms.from_json(attempt.details["terms"])


def collect_first(
    session: Session,
    workspace_id: int,
    preview: TermsPreview,
    changed: Mapping[str, Any],
    *,
    actor: Person | None,
    now: datetime,
) -> Money | None:
    """Have a change paid before it is made, if a provider is to collect for it; return how much, else None.

    The change is then not to be recorded: that happens when the money is there.

    Args:
        session: an open transaction that holds the subscription.
        workspace_id: whose subscription.
        preview: what the change would do.
        changed: what is audited of it, by the name of each part: before and after.
        actor: the admin; None when the configuration file says so.
        now: the desk's time, from which the change is to hold.

    Raises:
        ChangeBeingPaid: one is being paid already.
    """
    subscription = subscriptions.lock(session, workspace_id, now=now)
    refuse_while_paying(session, subscription)
    amount = _due_at_once(preview)
    if amount is None:
        return None
    details = {
        "terms": preview.wanted.to_json(),
        "actor_id": None if actor is None else actor.id,
        "changed": dict(changed),
    }
    provider, purpose = Collect.STRIPE, Purpose.change()
    attempts.begin(session, subscription, provider, purpose, amount.minor, amount.currency, details=details, now=now)
    return amount


def follow_charge(
    session: Session, subscription: Subscription, attempt: PaymentAttempt, charge: Charge, *, now: datetime
) -> None:
    """Make a change that is paid, as of when it was asked for; or tell who asked why it is not made."""
    actor_id = attempt.details["actor_id"]
    actor = None if actor_id is None else session.get_one(Person, actor_id)
    if charge.state is ChargeState.SUCCEEDED:
        _make(session, subscription, attempt, actor, now=now)
    told = {
        ChargeState.SUCCEEDED: Said.CHANGE_MADE,
        ChargeState.FAILED: Said.CHANGE_FAILED,
        ChargeState.REQUIRES_ACTION: Said.CHANGE_CONFIRM,
    }
    said = told.get(charge.state)
    if said is not None and actor is not None:
        payment_notices.tell_each(session, said, [actor], invoice=None, attempt=attempt)


def find_payment(session: Session, invoice: Invoice) -> PaymentAttempt | None:
    """Return the attempt that paid the change an invoice charges, if it did and pays for nothing else."""
    cause = session.scalar(
        select(LedgerFact.event_id).where(
            LedgerFact.subscription_id == invoice.subscription_id,
            LedgerFact.kind == FactKind.TERMS_CHANGED,
            LedgerFact.counts_at == invoice.issued_at,
            LedgerFact.event_id.startswith(MADE_BY),
        )
    )
    if cause is None:
        return None
    attempt = attempts.get_attempt(session, invoice.workspace_id, int(cause.removeprefix(MADE_BY)))
    used = select(InvoiceEvent.id).where(
        InvoiceEvent.workspace_id == invoice.workspace_id,
        InvoiceEvent.details["payment_attempt"].as_integer() == attempt.id,
    )
    return attempt if session.scalar(used.limit(1)) is None else None


def _make(
    session: Session, subscription: Subscription, attempt: PaymentAttempt, actor: Person | None, *, now: datetime
) -> None:
    facts.record(
        session,
        subscription,
        FactKind.TERMS_CHANGED,
        source=FactSource.ADMIN,
        effective_at=attempt.started_at,
        event_id=f"{MADE_BY}{attempt.id}",
        actor=actor,
        details=attempt.details["terms"],
        now=now,
    )
    plan_limits.refresh(session, subscription.workspace_id, now=now)
    audit.record(
        session,
        AuditTag.SUBSCRIPTION_CHANGED,
        workspace_id=subscription.workspace_id,
        actor=actor,
        details=attempt.details["changed"],
        now=now,
    )


def _due_at_once(preview: TermsPreview) -> Money | None:
    """Return what a provider is to collect for a change before it is made; None where it is to collect nothing."""
    through_stripe = preview.last.collect is preview.wanted.collect is Collect.STRIPE
    if not through_stripe or preview.standing is not SubscriptionStanding.ACTIVE:
        return None
    invoiced = [each for each in preview.documents if each.kind is DocumentKind.INVOICE and each.collect_minor > 0]
    if not invoiced:
        return None
    return Money(sum(each.collect_minor for each in invoiced), invoiced[0].currency)
