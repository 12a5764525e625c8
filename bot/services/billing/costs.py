"""Costs: what would be paid if people came into a triage channel, asked of the ledger before it happens."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.domain.billing.costs import Arrival, Cost, compare
from bot.services.billing import ledgers


def of_channel(
    session: Session, workspace_id: int, slack_channel_id: str, slack_user_ids: Iterable[str], *, now: datetime
) -> Cost:
    """Return what it would cost if a channel became a triage channel now, with these humans in it."""
    arrivals = [Arrival(user, slack_channel_id) for user in slack_user_ids]
    ledger = ledgers.load(session, workspace_id, at=now)
    return compare(ledger, arrivals, at=now, new_channel=slack_channel_id)


def of_person(session: Session, workspace_id: int, slack_user_id: str, *, now: datetime) -> Cost:
    """Return what it would cost if an admin confirmed somebody who is held in a triage channel."""
    return compare(ledgers.load(session, workspace_id, at=now), [Arrival(slack_user_id)], at=now)
