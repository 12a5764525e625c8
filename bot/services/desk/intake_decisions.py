"""What intake decided about each message, and by which rule: kept so that `why` can tell."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import or_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from bot.domain.desk.intake_rules import IntakeRule
from models.desk import IntakeDecision


def record(
    session: Session,
    workspace_id: int,
    slack_channel_id: str,
    ts: str,
    rule: IntakeRule,
    *,
    ticket_id: int | None = None,
    details: Mapping[str, Any] | None = None,
    now: datetime,
) -> None:
    """Record what was decided about a message. The newest decision counts, but none undoes that it became a ticket.

    Args:
        session: an open transaction.
        workspace_id: whose message.
        slack_channel_id: where it was written.
        ts: Slack's ts of it.
        rule: what decided.
        ticket_id: the ticket it became or joined, if any.
        details: what else explains it, never its text.
        now: the desk's time.
    """
    decided = {"rule": rule, "ticket_id": ticket_id, "details": dict(details or {}), "decided_at": now}
    row = insert(IntakeDecision).values(workspace_id=workspace_id, slack_channel_id=slack_channel_id, ts=ts, **decided)
    newest = row.on_conflict_do_update(
        constraint="uq_intake_decision",
        set_=decided,
        where=or_(IntakeDecision.ticket_id.is_(None), row.excluded.ticket_id.is_not(None)),
    )
    session.execute(newest)
