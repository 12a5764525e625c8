"""Saved replies: which there are, and what one says about a ticket."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

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


def get_reply(session: Session, reply_id: int, *, workspace_id: int) -> CannedReply:
    """Return a saved reply, locked. Raises: NotFound."""
    wanted = select(CannedReply).where(CannedReply.workspace_id == workspace_id, CannedReply.id == reply_id)
    reply = session.scalar(wanted.with_for_update())
    if reply is None:
        raise NotFound("That saved reply is not there any more. Please open the settings again.")
    return reply


def save_reply(
    session: Session, workspace: Workspace, reply_id: int | None, wanted: CannedFacts, *, actor: Person, now: datetime
) -> None:
    """Change a saved reply, or add one.

    Raises: NotFound, for a reply or queue there is not; NotUnderstood, for a variable there is not, or a name taken.
    """
    queue_ids = _queue_ids(session, workspace)
    _refuse_unusable(wanted, set(queue_ids))
    queue_id = None if wanted.queue_key is None else queue_ids[wanted.queue_key]
    same = CannedReply.queue_id.is_not_distinct_from(queue_id), CannedReply.key == wanted.key
    taken = session.scalar(select(CannedReply.id).where(CannedReply.workspace_id == workspace.id, *same))
    if taken not in {None, reply_id}:
        raise NotUnderstood(f"There is a saved reply {wanted.key} already. Please choose another name.")
    if reply_id is None:
        reply = CannedReply(workspace_id=workspace.id)
        session.add(reply)
    else:
        reply = get_reply(session, reply_id, workspace_id=workspace.id)
    before = reply.key if reply_id else None
    reply.queue_id, reply.key, reply.text, reply.changed_at = queue_id, wanted.key, wanted.text, now
    session.flush()
    _record(session, workspace, [before, wanted.key], actor=actor, now=now)


def remove_reply(session: Session, workspace: Workspace, reply_id: int, *, actor: Person, now: datetime) -> None:
    """Remove a saved reply. Raises: NotFound."""
    reply = get_reply(session, reply_id, workspace_id=workspace.id)
    session.delete(reply)
    session.flush()
    _record(session, workspace, [reply.key, None], actor=actor, now=now)


def set_all(
    session: Session, workspace: Workspace, wanted: Sequence[CannedFacts], *, actor: Person | None, now: datetime
) -> bool:
    """Make the saved replies exactly these; return whether that changed anything.

    Raises: NotFound, for a queue there is not; NotUnderstood, for a variable there is not, or too many words.
    """
    before = list_all(session, workspace.id)
    if sorted(before, key=_order) == sorted(wanted, key=_order):
        return False
    queues = _queue_ids(session, workspace)
    for reply in wanted:
        _refuse_unusable(reply, set(queues))
    session.execute(delete(CannedReply).where(CannedReply.workspace_id == workspace.id))
    for reply in wanted:
        queue_id = None if reply.queue_key is None else queues[reply.queue_key]
        row = CannedReply(workspace_id=workspace.id, queue_id=queue_id, key=reply.key, text=reply.text, changed_at=now)
        session.add(row)
    session.flush()
    names = [[each.key for each in before], [each.key for each in wanted]]
    _record(session, workspace, names, actor=actor, now=now)
    return True


def _queue_ids(session: Session, workspace: Workspace) -> dict[str, int]:
    keys = select(Queue.key, Queue.id).where(Queue.workspace_id == workspace.id)
    return {row.key: row.id for row in session.execute(keys)}


def _record(session: Session, workspace: Workspace, change: list[Any], *, actor: Person | None, now: datetime) -> None:
    audit.record(
        session,
        AuditTag.CANNED_REPLY_CHANGED,
        workspace_id=workspace.id,
        actor=actor,
        details={"saved_replies": change},
        now=now,
    )


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
