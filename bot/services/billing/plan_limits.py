"""Plan limits: what the terms that hold give and how the subscription stands, written where the desk reads it."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from bot.domain.billing.entitlements import Entitlements, entitlements_of
from bot.domain.billing.happenings import LedgerFolded
from bot.domain.billing.ledger import Ledger
from bot.domain.billing.price_lists import shipped
from bot.services.billing import ledgers
from models.desk import PlanLimits


def hold_to(session: Session, workspace_id: int, ledger: Ledger, *, now: datetime) -> None:
    """Have the desk held to what a ledger says.

    Args:
        session: an open transaction that holds the subscription, or has just read its ledger.
        workspace_id: whose desk.
        ledger: up to date.
        now: the desk's time.
    """
    entitled = entitlements_of(ledger.terms, ledger.standing, shipped())
    limits = session.get(PlanLimits, workspace_id)
    if limits is None:
        limits = PlanLimits(workspace_id=workspace_id)
        session.add(limits)
    elif _entitled(limits) == entitled:
        return
    for name, value in asdict(entitled).items():
        setattr(limits, name, value)
    limits.changed_at = now
    session.flush()


def refresh(session: Session, workspace_id: int, *, now: datetime) -> None:
    """Have the desk held to what the facts say by now: to be called when one was recorded that changes that at once."""
    hold_to(session, workspace_id, ledgers.load(session, workspace_id, at=now), now=now)


def follow_folding(session: Session, happening: LedgerFolded, *, now: datetime) -> None:
    """Follow what time and late facts changed; what is folded is two minutes old, and the present is what counts."""
    workspace_id = happening.subscription.workspace_id
    limits = session.get(PlanLimits, workspace_id)
    entitled = entitlements_of(happening.ledger.terms, happening.ledger.standing, shipped())
    if limits is None or _entitled(limits) != entitled:
        refresh(session, workspace_id, now=now)


def _entitled(limits: PlanLimits) -> Entitlements:
    return Entitlements(
        limits.plan_name,
        limits.most_queues,
        limits.most_inbound_addresses,
        has_white_label=limits.has_white_label,
        is_read_only=limits.is_read_only,
    )
