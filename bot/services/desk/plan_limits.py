"""Plan limits: what the desk's plan gives and, while it is suspended, that nothing may be changed.

Another wing writes the row; the desk reads it where a feature is used. What agents change passes
`tickets.get_for_agent`, what admins set passes `require_admin`: those are the doors. Reading, and what requesters
write, pass none.
"""

from typing import Final, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from bot.errors import BeyondPlan, DeskReadOnly, QueueReadOnly
from bot.services.desk import people
from models.desk import Person, PlanLimits, Queue, Ticket, Workspace

Ranked = TypeVar("Ranked")

NOT_SENT: Final = "What you wrote stays with the team."


def find_limits(session: Session, workspace_id: int) -> PlanLimits | None:
    """Return a workspace's limits; None where there are none at all."""
    return session.get(PlanLimits, workspace_id)


def refuse_read_only(session: Session, workspace_id: int, queue_id: int | None = None) -> None:
    """Raise DeskReadOnly while nothing may be changed, QueueReadOnly for a queue beyond what the plan gives."""
    refuse_under(session, find_limits(session, workspace_id), queue_id)


def refuse_under(session: Session, limits: PlanLimits | None, queue_id: int | None = None) -> None:
    """Raise what `refuse_read_only` raises, for a caller that has read a workspace's limits with something else."""
    if limits is None:
        return
    if limits.is_read_only:
        raise DeskReadOnly
    if queue_id is not None and queue_id in _extra_queue_ids(session, limits):
        queue = session.get_one(Queue, queue_id)
        raise QueueReadOnly(queue.key, limits.plan_name, _worded(limits.most_queues or 0))


def require_admin(session: Session, actor: Person) -> None:
    """Raise AdminsOnly unless `actor` is a desk admin in good standing, DeskReadOnly while nothing may be changed."""
    people.require_admin(actor)
    refuse_read_only(session, actor.workspace_id)


def list_extra_queue_ids(session: Session, workspace_id: int) -> list[int]:
    """Return the queues beyond what the plan gives, which can be read and not worked.

    The default queue is always within it, so admins choose by making another one the default; after it the oldest.
    """
    limits = find_limits(session, workspace_id)
    return [] if limits is None else _extra_queue_ids(session, limits)


def rank_queue_keys(session: Session, workspace_id: int) -> list[str]:
    """Return the keys of all queues, those first that a plan gives first."""
    return list(session.scalars(_by_rank(select(Queue.key), workspace_id)))


def require_room_for_queue(session: Session, workspace_id: int) -> None:
    """Raise BeyondPlan when the plan gives no further queue. Two who ask at once are answered one after the other."""
    limits = find_limits(session, workspace_id)
    if limits is None or limits.most_queues is None:
        return
    held = select(Workspace.id).where(Workspace.id == workspace_id)  # not the limits: who writes them holds the ledger
    session.execute(held.with_for_update(key_share=True))
    count = session.scalars(select(func.count(Queue.id)).where(Queue.workspace_id == workspace_id)).one()
    if count >= limits.most_queues:
        raise BeyondPlan(f"The {limits.plan_name} plan gives {_worded(limits.most_queues)}, and you have {count}")


def require_white_label(session: Session, workspace_id: int) -> None:
    """Raise BeyondPlan when the plan does not let Deskbell carry another name."""
    limits = find_limits(session, workspace_id)
    if limits is not None and not limits.has_white_label:
        raise BeyondPlan(f"The {limits.plan_name} plan does not give Deskbell a name and an icon of your own")


def has_white_label(session: Session, workspace_id: int) -> bool:
    """Return whether Deskbell may carry another name."""
    limits = find_limits(session, workspace_id)
    return limits is None or limits.has_white_label


def hold_back(session: Session, ticket: Ticket, author: Person, *, slack_channel_id: str) -> bool:
    """Return whether an agent's reply may not reach the requester now; if so, its author is told why."""
    try:
        refuse_read_only(session, ticket.workspace_id, ticket.queue_id)
    except (DeskReadOnly, QueueReadOnly) as refusal:
        people.show(session, author, f"{NOT_SENT} {refusal}", slack_channel_id=slack_channel_id)
        return True
    return False


def _extra_queue_ids(session: Session, limits: PlanLimits) -> list[int]:
    if limits.most_queues is None:
        return []
    return list(session.scalars(_by_rank(select(Queue.id), limits.workspace_id).offset(limits.most_queues)))


def _by_rank(queues: Select[Ranked], workspace_id: int) -> Select[Ranked]:
    return queues.where(Queue.workspace_id == workspace_id).order_by(Queue.is_default.desc(), Queue.id)


def _worded(queues: int) -> str:
    return "one queue" if queues == 1 else f"{queues} queues"
