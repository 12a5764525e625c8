"""Tickets: opening, claiming, assigning, changing, resolving, reopening. Every change is audited and announced."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk import lifecycle, rich_text
from bot.domain.desk.changes import StatusChange
from bot.domain.desk.happenings import (
    TicketAssigned,
    TicketCreated,
    TicketDetailsChanged,
    TicketPriorityChanged,
    TicketStatusChanged,
)
from bot.domain.desk.origins import Origin
from bot.errors import AgentsOnly, NotAnAgentOfQueue, PriorityNotOfCategory, TicketAlreadyClaimed, TicketAlreadyClosed
from bot.services.desk import (
    agents,
    audit,
    guards,
    happenings,
    people,
    plan_limits,
    priority_scales,
    slack_time,
    status_changes,
)
from models.desk import (
    AuditTag,
    Category,
    Channel,
    Message,
    MessageKind,
    Person,
    PlanLimits,
    Priority,
    Queue,
    QueueStatus,
    Side,
    Ticket,
    TicketSource,
    TicketStatus,
    Workspace,
)

NO_QUEUE = 0
"""An id that no queue has: asking for its agents costs what asking for a real one's does."""


def open_ticket(
    session: Session,
    queue: Queue,
    triage: Channel,
    origin: Origin,
    *,
    source: TicketSource,
    requester: Person,
    author: Person | None = None,
    said_by: Person | None = None,
    replies_in_dm: bool = False,
    title: str | None = None,
    is_titled_by_hand: bool = False,
    opened_at: datetime | None = None,
    now: datetime,
) -> Ticket:
    """Open a ticket in a queue whose row the caller has locked, and announce it.

    Args:
        session: an open transaction.
        queue: where the ticket will live.
        triage: its triage channel.
        origin: what was said, when and where.
        source: what made it a ticket.
        requester: whom the ticket is for.
        author: who files it, when it is somebody else.
        said_by: who said it, when that was not the requester.
        replies_in_dm: whether talk goes on in the requester's DM and not where it was said; in a private queue it does.
        title: its title; made from the first line otherwise.
        is_titled_by_hand: whether somebody gave it that title, so that edits of what was said leave it alone.
        opened_at: when it became a ticket, if that was later than it was said.
        now: the desk's time.
    """
    queue.last_number += 1
    leaves_thread = queue.private_replies and origin.is_in_channel
    goes_to_dm = replies_in_dm or leaves_thread
    talk = (None, None) if goes_to_dm else (origin.slack_channel_id, origin.root_ts)
    ticket = Ticket(
        workspace_id=queue.workspace_id,
        queue_id=queue.id,
        number=queue.last_number,
        key=f"{queue.key}-{queue.last_number}",
        title=title or rich_text.title_of(origin.words.blocks, origin.words.text),
        is_titled_by_hand=is_titled_by_hand,
        status=TicketStatus.NEW,
        priority=Priority.P3,
        source=source,
        requester_id=requester.id,
        author_id=(author or requester).id,
        origin_slack_channel_id=origin.slack_channel_id,
        origin_ts=origin.ts,
        left_thread_ts=origin.root_ts if leaves_thread else None,
        replies_in_dm=goes_to_dm,
        requester_slack_channel_id=talk[0],
        requester_thread_ts=talk[1],
        triage_slack_channel_id=triage.slack_channel_id,
        opened_at=opened_at or origin.said_at,
        updated_at=now,
        threads_read_at=slack_time.slack_instant(session, now),
    )
    session.add(ticket)
    session.flush()
    opening = _add_opening(session, ticket, origin, said_by or requester)
    filed_by = author or requester
    _audit(session, AuditTag.TICKET_CREATED, ticket, {"queue": queue.key}, actor=filed_by, now=now)
    happenings.announce(session, TicketCreated(filed_by, ticket, opening), now=now)
    return ticket


def get_for_agent(session: Session, ticket_id: int, *, actor: Person) -> Ticket:
    """Return the ticket, locked, for an agent of its queue who is about to change something.

    Raises: what `get_for_reading` raises; DeskReadOnly; QueueReadOnly.
    """
    ticket, limits = _get_of_agent(session, ticket_id, actor=actor)
    plan_limits.refuse_under(session, limits, ticket.queue_id)
    return ticket


def get_for_reading(session: Session, ticket_id: int, *, actor: Person) -> Ticket:
    """Return the ticket, locked, for an agent of its queue.

    Raises: AgentsOnly, for anybody else, and for a ticket that does not exist: nobody learns which, both cost the same
        queries.
    """
    return _get_of_agent(session, ticket_id, actor=actor)[0]


def get_for_requester_or_agent(session: Session, ticket_id: int, *, actor: Person) -> Ticket:
    """Return the ticket, locked, for who asked and for the agents of its queue.

    Raises: AgentsOnly, for anybody else, and for a ticket that does not exist, at the same cost.
    """
    ticket, limits = _find_locked(session, ticket_id, actor=actor)
    is_agent = agents.is_agent(session, actor, NO_QUEUE if ticket is None else ticket.queue_id)
    if ticket is None or not (is_agent or actor.id == ticket.requester_id):
        raise AgentsOnly("Only the person who asked and the team's agents can reopen this.")
    if actor.id != ticket.requester_id:
        plan_limits.refuse_under(session, limits, ticket.queue_id)
    return ticket


def is_over(session: Session, ticket: Ticket, *, now: datetime) -> bool:
    """Return whether a resolved ticket can be reopened no more, though the job has not closed it yet."""
    if ticket.status is not TicketStatus.RESOLVED:
        return False
    window = session.get_one(Queue, ticket.queue_id).close_resolved_after_seconds
    until = lifecycle.reopens_until(ticket.resolved_at, window)
    return until is not None and until <= now


def claim_ticket(session: Session, ticket_id: int, *, actor: Person, now: datetime) -> Ticket:
    """Give an unassigned ticket to the agent who asks; asking twice is harmless.

    Raises: AgentsOnly; TicketAlreadyClaimed, naming who was first; TicketAlreadyClosed; ChangeRefused, from a guard.
    """
    ticket = get_for_agent(session, ticket_id, actor=actor)
    if ticket.assignee_id == actor.id:
        return ticket
    if ticket.assignee_id is not None:
        holder = people.facts_of(session.get_one(Person, ticket.assignee_id))
        raise TicketAlreadyClaimed(ticket.key, holder.name)
    _give_to(session, ticket, actor, tag=AuditTag.TICKET_CLAIMED, actor=actor, now=now)
    return ticket


def assign_ticket(session: Session, ticket_id: int, assignee: Person, *, actor: Person, now: datetime) -> Ticket:
    """Give a ticket to an agent of its queue.

    Raises: AgentsOnly; NotAnAgentOfQueue; TicketAlreadyClosed; ChangeRefused, from a guard.
    """
    ticket = get_for_agent(session, ticket_id, actor=actor)
    if ticket.assignee_id == assignee.id:
        return ticket
    if not agents.is_agent(session, assignee, ticket.queue_id):
        queue = session.get_one(Queue, ticket.queue_id)
        raise NotAnAgentOfQueue(people.facts_of(assignee).name, queue.key)
    _give_to(session, ticket, assignee, tag=AuditTag.TICKET_ASSIGNED, actor=actor, now=now)
    return ticket


def set_priority(session: Session, ticket_id: int, priority: Priority, *, actor: Person, now: datetime) -> Ticket:
    """Change how urgent a ticket is. Raises: AgentsOnly; TicketAlreadyClosed; PriorityNotOfCategory."""
    ticket = get_for_agent(session, ticket_id, actor=actor)
    change_priority(session, ticket, priority, actor=actor, now=now)
    return ticket


def change_priority(
    session: Session, ticket: Ticket, priority: Priority, *, actor: Person | None, now: datetime
) -> None:
    """Change how urgent a locked ticket is, for a caller that has checked who asks.

    Raises: TicketAlreadyClosed; PriorityNotOfCategory.
    """
    if ticket.priority is priority:
        return
    refuse_closed(ticket)
    category = None if ticket.category_id is None else session.get_one(Category, ticket.category_id)
    if category is not None and priority not in category.priorities:
        scale = priority_scales.scale_of(session.get_one(Workspace, ticket.workspace_id))
        raise PriorityNotOfCategory(category.name, scale.name_all(category.priorities))
    previous, ticket.priority, ticket.updated_at = ticket.priority, priority, now
    details = {"priority": [previous, priority]}
    _audit(session, AuditTag.TICKET_PRIORITY_CHANGED, ticket, details, actor=actor, now=now)
    happenings.announce(session, TicketPriorityChanged(actor, ticket, previous), now=now)


def set_status(session: Session, ticket_id: int, status: TicketStatus, *, actor: Person, now: datetime) -> Ticket:
    """Move a ticket to another status, resolving and reopening included.

    Raises: AgentsOnly; TicketAlreadyClosed; ChangeRefused, from a guard.
    """
    ticket = get_for_agent(session, ticket_id, actor=actor)
    change_status(session, ticket, status, actor=actor, now=now)
    return ticket


def resolve_ticket(session: Session, ticket_id: int, *, actor: Person, now: datetime) -> Ticket:
    """Say that a ticket is done; its requester is told and can reopen it.

    Raises: AgentsOnly; TicketAlreadyClosed; ChangeRefused, from a guard.
    """
    return set_status(session, ticket_id, TicketStatus.RESOLVED, actor=actor, now=now)


def close_ticket(session: Session, ticket_id: int, *, actor: Person, now: datetime) -> Ticket:
    """End a ticket for good: it does not reopen.

    Raises: AgentsOnly; ChangeRefused, from a guard.
    """
    return set_status(session, ticket_id, TicketStatus.CLOSED, actor=actor, now=now)


def reopen_ticket(session: Session, ticket_id: int, *, actor: Person, now: datetime) -> Ticket:
    """Take a resolved ticket up again, for its requester or an agent of its queue; an open one stays as it is.

    Raises: AgentsOnly; TicketAlreadyClosed; ChangeRefused, from a guard.
    """
    ticket = get_for_requester_or_agent(session, ticket_id, actor=actor)
    if ticket.status is TicketStatus.CLOSED or (actor.id == ticket.requester_id and is_over(session, ticket, now=now)):
        raise TicketAlreadyClosed(ticket.key)
    if ticket.status is TicketStatus.RESOLVED:
        status = lifecycle.status_when_reopened(is_assigned=ticket.assignee_id is not None)
        change_status(session, ticket, status, actor=actor, now=now)
    return ticket


def change_status(
    session: Session,
    ticket: Ticket,
    status: TicketStatus,
    *,
    actor: Person | None,
    own: QueueStatus | None = None,
    because_of: Message | None = None,
    is_undo: bool = False,
    now: datetime,
) -> None:
    """Move a locked ticket to another status, for a caller that has checked who asks.

    Args:
        session: an open transaction.
        ticket: the ticket.
        status: the base status it will have.
        actor: who asks; None when Deskbell itself does.
        own: the queue's own name for it, of that base; None for the base status itself.
        because_of: the message that brings it about, if one does.
        is_undo: whether this takes back the change before it, which nobody needs to be told.
        now: the desk's time.

    Raises: TicketAlreadyClosed; ChangeRefused, from a guard.
    """
    _ask_guards(session, ticket, status, actor=actor, now=now)
    previous = ticket.status
    tag = status_changes.enter(session, ticket, status, own, actor=actor, now=now)
    if previous is not status:
        happenings.announce(session, TicketStatusChanged(actor, ticket, previous, because_of, is_undo), now=now)
    elif tag is not None:
        happenings.announce(session, TicketDetailsChanged(actor, ticket, tag), now=now)


def _get_of_agent(session: Session, ticket_id: int, *, actor: Person) -> tuple[Ticket, PlanLimits | None]:
    """Return the ticket, locked, for an agent of its queue, and what limits the desk. Raises: AgentsOnly."""
    ticket, limits = _find_locked(session, ticket_id, actor=actor)
    is_agent = agents.is_agent(session, actor, NO_QUEUE if ticket is None else ticket.queue_id)
    if ticket is None or not is_agent:
        raise AgentsOnly
    return ticket, limits


def _find_locked(
    session: Session, ticket_id: int, *, actor: Person
) -> tuple[Ticket, PlanLimits | None] | tuple[None, None]:
    """Return a ticket of the actor's workspace, locked and as it stands then, with the limits of the desk."""
    found = select(Ticket, PlanLimits).where(Ticket.workspace_id == actor.workspace_id, Ticket.id == ticket_id)
    found = found.outerjoin(PlanLimits, PlanLimits.workspace_id == Ticket.workspace_id).with_for_update(of=Ticket)
    row = session.execute(found.execution_options(populate_existing=True)).one_or_none()
    return (None, None) if row is None else (row[0], row[1])


def _ask_guards(session: Session, ticket: Ticket, status: TicketStatus, *, actor: Person | None, now: datetime) -> None:
    """Raise what stands against a change of status, before anything is changed."""
    if ticket.status is not status:
        refuse_closed(ticket)
        guards.ask(session, StatusChange(ticket, status, actor), now=now)


def _add_opening(session: Session, ticket: Ticket, origin: Origin, said_by: Person) -> Message:
    """Add what was said to a new ticket."""
    opening = Message(
        workspace_id=ticket.workspace_id,
        ticket_id=ticket.id,
        queue_id=ticket.queue_id,
        kind=MessageKind.OPENING,
        side=Side.REQUESTER,
        author_id=said_by.id,
        slack_channel_id=origin.slack_channel_id,
        ts=origin.ts,
        thread_ts=origin.thread_ts,
        text=origin.words.text,
        blocks=origin.words.blocks,
        files=origin.words.files,
        sent_at=origin.said_at,
        edited_ts=origin.edited_ts,
    )
    session.add(opening)
    session.flush()
    return opening


def _give_to(
    session: Session, ticket: Ticket, assignee: Person, *, tag: AuditTag, actor: Person, now: datetime
) -> None:
    refuse_closed(ticket)
    status = lifecycle.status_when_assigned(ticket.status)
    _ask_guards(session, ticket, status, actor=actor, now=now)
    previous, ticket.assignee_id, ticket.updated_at = ticket.assignee_id, assignee.id, now
    _audit(session, tag, ticket, {"assignee": [previous, assignee.id]}, actor=actor, now=now)
    was = ticket.status
    if status is not was:
        status_changes.enter(session, ticket, status, None, actor=actor, now=now)
        happenings.announce(session, TicketStatusChanged(actor, ticket, was), now=now)
    happenings.announce(session, TicketAssigned(actor, ticket, previous), now=now)


def refuse_closed(ticket: Ticket) -> None:
    """Raise TicketAlreadyClosed for a closed ticket."""
    if ticket.status is TicketStatus.CLOSED:
        raise TicketAlreadyClosed(ticket.key)


def _audit(
    session: Session, tag: AuditTag, ticket: Ticket, details: dict[str, Any], *, actor: Person | None, now: datetime
) -> None:
    audit.record(
        session, tag, workspace_id=ticket.workspace_id, actor=actor, ticket_id=ticket.id, details=details, now=now
    )
