"""Moving a ticket to another queue: a new key, a new card, and the old ones remembered.

The public talk comes along; private notes stay in the queue they were written in. A queue is locked before a ticket.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from bot.domain.desk import lifecycle
from bot.domain.desk.happenings import TicketMoved
from bot.errors import QueueTakesNoTickets
from bot.services.desk import agents, audit, happenings, outbox, plan_limits, queues, tickets
from models.desk import AuditTag, Channel, FormerPlace, Person, Queue, Side, Ticket


def move_ticket(session: Session, ticket_id: int, queue_id: int, *, actor: Person, now: datetime) -> Ticket:
    """Move a ticket to another queue, for an agent of its present one; to its own queue changes nothing.

    Raises: AgentsOnly; TicketAlreadyClosed; QueueTakesNoTickets.
    """
    hold_queue(session, actor.workspace_id, queue_id, Ticket.id == ticket_id)
    ticket = tickets.get_for_agent(session, ticket_id, actor=actor)
    move(session, ticket, queue_id, actor=actor, now=now)
    return ticket


def hold_queue(session: Session, workspace_id: int, queue_id: int, ticket: ColumnElement[bool]) -> None:
    """Lock the queue a ticket is about to move to; to be called before the ticket is locked.

    Args:
        session: an open transaction.
        workspace_id: whose queue.
        queue_id: the queue.
        ticket: says which ticket is meant. For one that is closed nothing is locked: it does not move, and who writes
            to it waits for the queue (`succession`).
    """
    _hold(session, workspace_id, Queue.id == queue_id, ticket)


def hold_queue_named(session: Session, workspace_id: int, key: str, ticket: ColumnElement[bool]) -> None:
    """Lock the queue with this key, in whatever case it was typed, as `hold_queue` does."""
    _hold(session, workspace_id, Queue.key == key.upper(), ticket)


def _hold(session: Session, workspace_id: int, queue: ColumnElement[bool], ticket: ColumnElement[bool]) -> None:
    moves = exists().where(Ticket.workspace_id == workspace_id, Ticket.closed_at.is_(None), ticket)
    held = select(Queue).where(Queue.workspace_id == workspace_id, queue, moves)
    session.execute(held.with_for_update(key_share=True, of=Queue).execution_options(populate_existing=True))


def move(session: Session, ticket: Ticket, queue_id: int, *, actor: Person, now: datetime) -> None:
    """Move a locked ticket to a queue, for a caller that has checked who asks and called `hold_queue` first.

    Raises: TicketAlreadyClosed; QueueTakesNoTickets.
    """
    if ticket.queue_id == queue_id:
        return
    tickets.refuse_closed(ticket)
    triage = find_destination(session, ticket, queue_id)
    if triage is None:
        raise QueueTakesNoTickets
    if actor.id != ticket.requester_id:
        plan_limits.refuse_read_only(session, ticket.workspace_id, queue_id)
    queue = session.get_one(Queue, queue_id, with_for_update={"key_share": True}, populate_existing=True)
    left = session.get_one(Queue, ticket.queue_id)
    former = _leave(session, ticket, now=now)
    _enter(ticket, queue, triage, now=now)
    details: dict[str, Any] = {"queue": [left.name, queue.name], "key": [former.key, ticket.key]}
    if not _keeps_assignee(session, ticket, queue):
        details["assignee"] = [ticket.assignee_id, None]
        ticket.assignee_id = None
    session.flush()
    audit.record(
        session,
        AuditTag.TICKET_MOVED,
        workspace_id=ticket.workspace_id,
        actor=actor,
        ticket_id=ticket.id,
        details=details,
        now=now,
    )
    happenings.announce(session, TicketMoved(actor, ticket, left.id, former.key), now=now)
    status = lifecycle.status_when_moved(ticket.status, is_assigned=ticket.assignee_id is not None)
    tickets.change_status(session, ticket, status, actor=actor, now=now)


def find_destination(session: Session, ticket: Ticket, queue_id: int) -> Channel | None:
    """Return the triage channel a ticket moves to with a queue of its workspace; None while nothing can go there."""
    triage = queues.find_triage_channel(session, queue_id)
    if triage is None or triage.workspace_id != ticket.workspace_id:
        return None
    return None if triage.paused_at is not None or triage.is_shared else triage


def _keeps_assignee(session: Session, ticket: Ticket, queue: Queue) -> bool:
    """Return whether who has the ticket is an agent of its new queue too, or nobody has it."""
    if ticket.assignee_id is None:
        return True
    return agents.is_agent(session, session.get_one(Person, ticket.assignee_id), queue.id)


def _leave(session: Session, ticket: Ticket, *, now: datetime) -> FormerPlace:
    """Remember where the ticket was; what was on its way to its card there goes out no more."""
    former = FormerPlace(
        workspace_id=ticket.workspace_id,
        ticket_id=ticket.id,
        queue_id=ticket.queue_id,
        key=ticket.key,
        slack_channel_id=ticket.triage_slack_channel_id,
        card_ts=ticket.card_ts,
        left_at=now,
    )
    session.add(former)
    session.flush()
    lane, left = outbox.ticket_lane(ticket.id, Side.TRIAGE), outbox.former_lane(former.id)
    outbox.leave_lane(session, lane, left, workspace_id=ticket.workspace_id)
    return former


def _enter(ticket: Ticket, queue: Queue, triage: Channel, *, now: datetime) -> None:
    """Number the ticket in its new queue, where it has no card yet and none of the old queue's own statuses."""
    queue.last_number += 1
    ticket.queue_id, ticket.number = queue.id, queue.last_number
    ticket.key = f"{queue.key}-{queue.last_number}"
    ticket.triage_slack_channel_id, ticket.card_ts = triage.slack_channel_id, None
    ticket.queue_status_id, ticket.updated_at = None, now
