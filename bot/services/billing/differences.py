"""Differences: a stored document that is not what the facts give. Admins are told, once a day at most."""

from datetime import timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.domain.billing.outbox_kinds import BillingOutboxKind
from bot.services.desk import outbox, people
from models.desk import OutboxRow

REST: Final = timedelta(days=1)
"""How long admins are left alone after they were told."""


def report(session: Session, workspace_id: int, *, what: str, reference: str) -> None:
    """Have the desk's admins told that something stored is not what the facts give.

    Args:
        session: an open transaction.
        workspace_id: whose ledger.
        what: a document's number, or what else differs.
        reference: under which the log has it.
    """
    told = select(OutboxRow.id).where(
        OutboxRow.workspace_id == workspace_id,
        OutboxRow.kind == BillingOutboxKind.TELL_DIFFERENCE,
        OutboxRow.created_at > func.now() - REST,
    )
    if session.scalar(told.limit(1)) is not None:
        return
    for admin in people.list_admins(session, workspace_id):
        outbox.enqueue(
            session,
            BillingOutboxKind.TELL_DIFFERENCE,
            workspace_id=workspace_id,
            lane=outbox.person_lane(admin.id),
            subject_id=admin.id,
            payload={"what": what, "reference": reference},
        )
