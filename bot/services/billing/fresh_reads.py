"""Fresh reads: who is in the triage channels is asked once more shortly before a ledger rolls."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.desk import members
from models.billing import Subscription

AHEAD: Final = timedelta(minutes=5)
"""How long before something falls due the members are read. The job that asks runs as often, so it asks once."""


def ask_where_due_soon(session: Session, *, now: datetime) -> int:
    """Have the members of all triage channels read of every workspace whose ledger falls due soon.

    Returns:
        How many reads were asked for; one that waits already counts.
    """
    soon = Subscription.next_due_at > now, Subscription.next_due_at <= now + AHEAD
    due = session.scalars(select(Subscription.workspace_id).where(*soon).order_by(Subscription.workspace_id)).all()
    return sum(members.ask_about_all(session, workspace_id) for workspace_id in due)
