"""Queues: making them, changing them, finding the one that is meant."""

import re
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from bot.domain.desk.facts import QueueChoice
from bot.errors import NotFound, NotUnderstood, Refusal
from bot.services.desk import audit, plan_limits
from models.desk import AuditTag, Channel, ChannelRole, Person, Queue, Workspace

KEY_SHAPE = re.compile(r"[A-Z][A-Z0-9]{0,9}")


def find_queue(session: Session, workspace_id: int, key: str) -> Queue | None:
    """Return the queue with this key, in whatever case it was typed, or None."""
    return session.scalar(select(Queue).where(Queue.workspace_id == workspace_id, Queue.key == key.upper()))


def get_queue(session: Session, workspace_id: int, key: str) -> Queue:
    """Return the queue with this key. Raises: NotFound, naming the ones there are."""
    queue = find_queue(session, workspace_id, key)
    if queue is None:
        known = ", ".join(choice.key for choice in list_choices(session, workspace_id)) or "none yet"
        raise NotFound(f"There is no queue {key}. The queues are: {known}.")
    return queue


def get_by_id(session: Session, workspace_id: int, queue_id: int) -> Queue:
    """Return the workspace's queue with this id, which came from outside. Raises: NotFound."""
    queue = session.scalar(select(Queue).where(Queue.workspace_id == workspace_id, Queue.id == queue_id))
    if queue is None:
        raise NotFound("That queue is gone. Please choose another.")
    return queue


def list_choices(session: Session, workspace_id: int) -> list[QueueChoice]:
    """Return the queues that can take a request (they have a triage channel), the default first, then by key."""
    ready = (
        select(Queue.id, Queue.key, Queue.name)
        .join(Channel, (Channel.queue_id == Queue.id) & (Channel.role == ChannelRole.TRIAGE))
        .where(Queue.workspace_id == workspace_id)
        .order_by(Queue.is_default.desc(), Queue.key)
    )
    return [QueueChoice(*row) for row in session.execute(ready)]


def find_triage_channel(session: Session, queue_id: int) -> Channel | None:
    """Return the queue's triage channel, or None while it has none."""
    return session.scalar(select(Channel).where(Channel.queue_id == queue_id, Channel.role == ChannelRole.TRIAGE))


def find_id_for(session: Session, workspace_id: int, channel: Channel | None) -> int | None:
    """Return the queue that takes what is asked in a channel: its own, else the default; None when none can.

    Args:
        session: an open transaction.
        workspace_id: whose channel.
        channel: the channel; None when the desk has nothing to do with it.
    """
    if channel is not None and channel.role is ChannelRole.REQUEST:
        return channel.queue_id
    takes_requests = exists().where(Channel.queue_id == Queue.id, Channel.role == ChannelRole.TRIAGE)
    default = select(Queue.id).where(Queue.workspace_id == workspace_id, Queue.is_default, takes_requests)
    return session.scalar(default)


def suggest_key(channel_name: str) -> str:
    """Return a queue key made from a triage channel's name: `it-triage` gives IT."""
    letters = re.sub(r"[^A-Z0-9]", "", channel_name.upper().replace("TRIAGE", ""))
    return letters.lstrip("0123456789")[:10] or "DESK"


def create_queue(
    session: Session,
    workspace: Workspace,
    key: str,
    *,
    name: str | None = None,
    is_default: bool | None = None,
    actor: Person | None,
    now: datetime,
) -> Queue:
    """Make a queue. The first of a workspace is its default unless `is_default` says otherwise.

    Raises: NotUnderstood, when the key is not one to ten letters and digits, a letter first; BeyondPlan.
    """
    key = key.upper()
    if not KEY_SHAPE.fullmatch(key):
        raise NotUnderstood("A queue's key is one to ten letters and digits and begins with a letter, as in IT.")
    plan_limits.require_room_for_queue(session, workspace.id)
    if is_default is None:
        is_default = not session.scalar(select(exists().where(Queue.workspace_id == workspace.id)))
    if is_default:
        _give_up_default(session, workspace.id)
    queue = Queue(workspace_id=workspace.id, key=key, name=name or key, is_default=is_default, created_at=now)
    session.add(queue)
    session.flush()
    _audit(session, AuditTag.QUEUE_CREATED, queue, {"name": [None, queue.name]}, actor=actor, now=now)
    return queue


def change_queue(
    session: Session, queue: Queue, *, name: str, is_default: bool, actor: Person | None, now: datetime
) -> bool:
    """Give a queue its name and make it the default or not; return whether that changed anything."""
    changes: dict[str, Any] = {}
    if queue.name != name:
        changes["name"] = [queue.name, name]
        queue.name = name
    if queue.is_default != is_default:
        changes["is_default"] = [queue.is_default, is_default]
        if is_default:
            _give_up_default(session, queue.workspace_id)
        queue.is_default = is_default
    session.flush()
    if changes:
        _audit(session, AuditTag.QUEUE_CHANGED, queue, changes, actor=actor, now=now)
    return bool(changes)


def remove_queue(session: Session, queue: Queue, *, actor: Person | None, now: datetime) -> None:
    """Remove a queue that was never used. Raises: Refusal, when it ever had tickets, or has channels.

    Where all its tickets moved away, former keys, notes and ratings are still the queue's.
    """
    if queue.last_number > 0:
        raise Refusal(f"{queue.key} has or had tickets, so it cannot be removed.")
    if session.scalar(select(exists().where(Channel.queue_id == queue.id))):
        raise Refusal(f"{queue.key} still has channels. Take those off it first.")
    _audit(session, AuditTag.QUEUE_CHANGED, queue, {"removed": [False, True]}, actor=actor, now=now)
    session.delete(queue)
    session.flush()


def _give_up_default(session: Session, workspace_id: int) -> None:
    """Take the default away from whichever queue has it, before another gets it: one at most, says an index."""
    holders = update(Queue).where(Queue.workspace_id == workspace_id, Queue.is_default).values(is_default=False)
    session.execute(holders, execution_options={"synchronize_session": "fetch"})


def _audit(
    session: Session, tag: AuditTag, queue: Queue, details: dict[str, Any], *, actor: Person | None, now: datetime
) -> None:
    named = {"queue": queue.key, **details}
    audit.record(session, tag, workspace_id=queue.workspace_id, actor=actor, details=named, now=now)
