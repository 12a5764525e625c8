"""The audit ledger: who did what, when. Lines are added, never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models.desk import AuditEntry, AuditTag, Person


def record(
    session: Session,
    tag: AuditTag,
    *,
    workspace_id: int,
    actor: Person | None,
    ticket_id: int | None = None,
    details: dict[str, Any] | None = None,
    now: datetime,
) -> None:
    """Add a line. `actor` is None when Deskbell itself acted; `details` never hold a message's text."""
    entry = AuditEntry(
        workspace_id=workspace_id,
        tag=tag,
        actor_id=None if actor is None else actor.id,
        ticket_id=ticket_id,
        details=details or {},
        at=now,
    )
    session.add(entry)
