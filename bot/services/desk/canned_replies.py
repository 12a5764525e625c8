"""Saved replies: which there are, and what one says about a ticket."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from bot.domain.desk.canned import LONGEST, CannedFacts, filled, unknown_variables
from bot.errors import NotFound, NotUnderstood
from bot.services.desk import audit, people
from models.desk import AuditTag, CannedReply, Person, Queue, Ticket, Workspace


def list_for(session: Session, ticket: Ticket) -> list[str]:
    """Return the keys of the saved replies that a ticket's agents can choose, in order of the alphabet."""
    offered = select(CannedReply.key).where(
        CannedReply.workspace_id == ticket.workspace_id,
        or_(CannedReply.queue_id.is_(None), CannedReply.queue_id == ticket.queue_id),
    )
    return sorted(set(session.scalars(offered)))


def words_of(session: Session, ticket: Ticket, key: str, *, agent: Person) -> str:
    """Return what a saved reply says about a ticket; one of its queue wins over one of all queues.

    Raises: NotFound, naming those there are.
    """
    found = select(CannedReply).where(
        CannedReply.workspace_id == ticket.workspace_id,
        CannedReply.key == key.lower(),
        or_(CannedReply.queue_id.is_(None), CannedReply.queue_id == ticket.queue_id),
    )
    reply = session.scalar(found.order_by(CannedReply.queue_id.nulls_last()).limit(1))
    if reply is None:
        known = ", ".join(f"`{each}`" for each in list_for(session, ticket)) or "none yet; an admin can add some"
        raise NotFound(f"There is no saved reply of that name. There are: {known}.")
    values = {
        "requester.name": people.facts_of(session.get_one(Person, ticket.requester_id)).name,
        "ticket.key": ticket.key,
        "ticket.title": ticket.title,
        "agent.name": people.facts_of(agent).name,
        "queue.name": session.get_one(Queue, ticket.queue_id).name,
    }
    return filled(reply.text, values)


def list_all(session: Session, workspace_id: int) -> list[CannedFacts]:
    """Return every saved reply of a workspace: those of all queues first, then by queue and key."""
    rows = select(CannedReply, Queue.key).outerjoin(Queue, Queue.id == CannedReply.queue_id)
    rows = rows.where(CannedReply.workspace_id == workspace_id)
    rows = rows.order_by(Queue.key.nulls_first(), CannedReply.key)
    return [CannedFacts(reply.key, reply.text, queue_key) for reply, queue_key in session.execute(rows)]


def set_all(
    session: Session, workspace: Workspace, wanted: Sequence[CannedFacts], *, actor: Person | None, now: datetime
) -> bool:
    """Make the saved replies exactly these; return whether that changed anything.

    Raises: NotFound, for a queue there is not; NotUnderstood, for a variable there is not, or too many words.
    """
    before = list_all(session, workspace.id)
    if sorted(before, key=_order) == sorted(wanted, key=_order):
        return False
    keys = select(Queue.key, Queue.id).where(Queue.workspace_id == workspace.id)
    queues = {row.key: row.id for row in session.execute(keys)}
    for reply in wanted:
        _refuse_unusable(reply, set(queues))
    session.execute(delete(CannedReply).where(CannedReply.workspace_id == workspace.id))
    for reply in wanted:
        queue_id = None if reply.queue_key is None else queues[reply.queue_key]
        row = CannedReply(workspace_id=workspace.id, queue_id=queue_id, key=reply.key, text=reply.text, changed_at=now)
        session.add(row)
    session.flush()
    names = [[each.key for each in before], [each.key for each in wanted]]
    audit.record(
        session,
        AuditTag.CANNED_REPLY_CHANGED,
        workspace_id=workspace.id,
        actor=actor,
        details={"saved_replies": names},
        now=now,
    )
    return True


def _refuse_unusable(reply: CannedFacts, queue_keys: set[str]) -> None:
    unknown = unknown_variables(reply.text)
    if unknown:
        raise NotUnderstood(f"{reply.key}: there is no {{{{{unknown[0]}}}}} to fill in.")
    if not reply.text.strip() or len(reply.text) > LONGEST:
        raise NotUnderstood(f"{reply.key}: a saved reply has one to {LONGEST} characters.")
    if reply.queue_key is not None and reply.queue_key not in queue_keys:
        raise NotFound(f"{reply.key}: there is no queue {reply.queue_key}.")


def _order(reply: CannedFacts) -> tuple[str, str, str]:
    return reply.queue_key or "", reply.key, reply.text
