"""Deliveries: each is handled once, and a body whose handling failed is kept."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from bot.errors import NotFound
from models.desk import InboundDelivery, KeptDelivery


def first_sight(session: Session, delivery_id: str, *, workspace_id: int, now: datetime) -> bool:
    """Return whether this delivery is new. A rollback forgets the claim, so a redelivery counts again.

    The same delivery on its way elsewhere makes this wait until that one has committed or failed.
    """
    row = insert(InboundDelivery).values(workspace_id=workspace_id, delivery_id=delivery_id, seen_at=now)
    claimed = row.on_conflict_do_nothing().returning(InboundDelivery.delivery_id)
    return session.scalar(claimed) is not None


def keep_failed(
    session: Session, delivery_id: str, body: Mapping[str, Any], *, workspace_id: int, error: str, now: datetime
) -> str:
    """Keep a body whose handling failed, and return the reference people are shown; a redelivery keeps its first.

    Args:
        error: the exception's class and place; never its text, which may quote people.
    """
    row = insert(KeptDelivery).values(
        workspace_id=workspace_id,
        delivery_id=delivery_id,
        reference=f"E{secrets.token_hex(4)}",
        body=dict(body),
        error=error,
        kept_at=now,
    )
    kept = row.on_conflict_do_update(
        index_elements=[KeptDelivery.workspace_id, KeptDelivery.delivery_id],
        set_={"error": error, "failures": KeptDelivery.failures + 1},
    )
    return session.scalars(kept.returning(KeptDelivery.reference)).one()


def get_kept_body(session: Session, reference: str, *, workspace_id: int) -> dict[str, Any]:
    """Return a kept body, to be handled again. Raises: NotFound."""
    named = KeptDelivery.workspace_id == workspace_id, KeptDelivery.reference == reference
    kept: dict[str, Any] | None = session.scalar(select(KeptDelivery.body).where(*named))
    if kept is None:
        raise NotFound(f"Nothing kept has the reference {reference}. `python -m bot stuck list` shows what is.")
    return kept


def forget_kept(session: Session, delivery_id: str, *, workspace_id: int) -> None:
    """Forget a kept body, because a redelivery or a retry was handled after all."""
    kept = session.query(KeptDelivery).filter_by(workspace_id=workspace_id, delivery_id=delivery_id)
    kept.delete(synchronize_session=False)
