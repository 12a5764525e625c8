"""Accounts at a payment provider: who we are there and how they pay. No card number is ever known to us."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.billing.facts import FactKind, FactSource
from bot.domain.billing.terms import Terms
from bot.gateways.payments import Customer, PaymentMethod
from bot.services.billing import dunning, facts, plan_limits, subscriptions
from models.billing import PaymentAccount, Subscription
from models.desk import Workspace


def find_account(session: Session, subscription_id: int, provider: str) -> PaymentAccount | None:
    """Return a subscription's account at a provider; None while there is none."""
    account = select(PaymentAccount).where(
        PaymentAccount.subscription_id == subscription_id, PaymentAccount.provider == provider
    )
    return session.scalar(account)


def find_by_customer(session: Session, provider: str, customer_reference: str) -> PaymentAccount | None:
    """Return the account a provider speaks of; None if it is none of ours."""
    account = select(PaymentAccount).where(
        PaymentAccount.provider == provider, PaymentAccount.customer_reference == customer_reference
    )
    return session.scalar(account)


def get_account(session: Session, workspace_id: int, account_id: int | None) -> PaymentAccount:
    """Return the account a row speaks of."""
    account = session.get_one(PaymentAccount, account_id)
    if account.workspace_id != workspace_id:
        raise LookupError("an account of another workspace")
    return account


def customer_of(session: Session, subscription: Subscription, terms: Terms) -> Customer:
    """Return who pays, as a provider is to know them."""
    workspace = session.get_one(Workspace, subscription.workspace_id)
    to = terms.invoice_to
    return Customer(f"{workspace.slack_team_id}/{subscription.id}", to.name or workspace.name, to.email)


def keep_customer(
    session: Session, subscription: Subscription, provider: str, customer_reference: str, *, now: datetime
) -> PaymentAccount:
    """Keep the provider's id of a customer; whoever kept one first is right."""
    subscriptions.lock(session, subscription.workspace_id, now=now)
    account = find_account(session, subscription.id, provider)
    if account is None:
        account = PaymentAccount(
            workspace_id=subscription.workspace_id,
            subscription_id=subscription.id,
            provider=provider,
            customer_reference=customer_reference,
            method_reference=None,
            method_label=None,
            changed_at=now,
        )
        session.add(account)
        session.flush()
    return account


def keep_method(session: Session, account: PaymentAccount, method: PaymentMethod | None, *, now: datetime) -> bool:
    """Keep how somebody pays now and return whether that is another way; what is open is tried by it at once.

    Args:
        session: an open transaction.
        account: whose.
        method: as the provider says; None where there is none any more.
        now: the desk's time.
    """
    subscription = subscriptions.lock(session, account.workspace_id, now=now)
    session.refresh(account)
    reference = None if method is None else method.reference
    if reference == account.method_reference:
        return False
    account.method_reference, account.method_label = reference, None if method is None else method.label
    account.changed_at = now
    kind = FactKind.PAYMENT_METHOD_REMOVED if method is None else FactKind.PAYMENT_METHOD_SET
    facts.record(session, subscription, kind, source=FactSource.SYSTEM, effective_at=now, now=now)
    plan_limits.refresh(session, account.workspace_id, now=now)
    if method is not None:
        dunning.try_again(session, subscription, account.provider, now=now)
    return True
