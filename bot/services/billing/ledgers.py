"""Ledgers: all facts of a subscription, folded. Every screen, every document and every audit comes from here."""

from collections.abc import Iterator
from datetime import datetime
from itertools import takewhile

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.billing.ledger import Ledger
from bot.domain.billing.outcomes import Outcome
from bot.services.billing import facts, subscriptions
from models.billing import Subscription


def list_workspaces(session: Session) -> list[int]:
    """Return the workspaces that have a ledger."""
    return list(session.scalars(select(Subscription.workspace_id).order_by(Subscription.id)))


def load(session: Session, workspace_id: int, *, at: datetime) -> Ledger:
    """Return a workspace's ledger as of an instant. Nothing is written.

    Args:
        session: an open transaction.
        workspace_id: whose ledger.
        at: up to when facts count and time passes; aware UTC.
    """
    ledger = Ledger()
    subscription = subscriptions.find(session, workspace_id)
    if subscription is not None:
        for _outcome in fold(session, subscription.id, ledger, to=at):
            pass
    return ledger


def fold(session: Session, subscription_id: int, ledger: Ledger, *, to: datetime) -> Iterator[Outcome]:
    """Yield what happens while a fresh ledger is brought up to an instant, in order, one thing at a time.

    Args:
        session: an open transaction.
        subscription_id: whose facts.
        ledger: nothing was applied to it yet.
        to: facts that count later are left out; aware UTC.
    """
    for fact in takewhile(lambda fact: fact.counts_at <= to, facts.stream(session, subscription_id)):
        yield from ledger.apply(fact)
    yield from ledger.advance(to)
