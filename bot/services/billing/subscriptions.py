"""Subscriptions: the head of each workspace's ledger, made when the ledger is first needed."""

from datetime import datetime
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from bot.domain.billing.facts import FactKind, FactSource
from bot.domain.billing.terms import Terms
from bot.services.billing import facts
from models.billing import Subscription

FIRST_STANDING: Final = "counting"
"""A subscription that nobody has set up collects nothing: seats are counted and shown."""


def find(session: Session, workspace_id: int) -> Subscription | None:
    """Return a workspace's subscription, or None while nothing ever concerned it."""
    return session.scalar(_of(workspace_id))


def get(session: Session, workspace_id: int, *, now: datetime) -> Subscription:
    """Return a workspace's subscription, made with the terms that ask for nothing if there is none.

    `now` is then where its ledger begins.
    """
    return find(session, workspace_id) or _begin(session, workspace_id, now=now)


def lock(session: Session, workspace_id: int, *, now: datetime) -> Subscription:
    """Return a workspace's subscription, held until the transaction ends: whoever records or folds goes in turn.

    It is taken last: nobody who holds it waits for a channel, a person or a ticket.
    """
    subscription = get(session, workspace_id, now=now)
    facts.hold(session, subscription)
    return subscription


def _begin(session: Session, workspace_id: int, *, now: datetime) -> Subscription:
    row = insert(Subscription).values(
        workspace_id=workspace_id, folded_to=now, standing=FIRST_STANDING, last_seq=0, last_hash="", created_at=now
    )
    is_new = session.scalar(row.on_conflict_do_nothing().returning(Subscription.id)) is not None
    subscription = session.scalars(_of(workspace_id)).one()
    if is_new:
        terms = Terms().to_json()
        facts.record(
            session,
            subscription,
            FactKind.TERMS_CHANGED,
            source=FactSource.SYSTEM,
            effective_at=now,
            now=now,
            details=terms,
        )
    return subscription


def _of(workspace_id: int) -> Select[Subscription]:
    return select(Subscription).where(Subscription.workspace_id == workspace_id)
