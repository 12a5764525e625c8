"""Links: two tickets that have to do with each other, and who may see that."""

from datetime import datetime
from typing import Final

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from bot.domain.desk.happenings import TicketDetailsChanged
from bot.errors import NotUnderstood, TicketNotFound
from bot.services.desk import agents, audit, happenings, tickets, visibility
from models.desk import AuditTag, Person, Ticket, TicketLink

ANOTHER_TICKET: Final = "a ticket of another queue"
"""What a history says of a ticket that its readers may not know of."""


def find_other(session: Session, key: str, *, actor: Person) -> Ticket:
    """Return the ticket with this key, present or former, for an agent of its queue.

    Raises: TicketNotFound, for an unknown ticket and one of another queue alike.
    """
    wanted = select(Ticket).where(
        Ticket.workspace_id == actor.workspace_id,
        visibility.has_key(actor.workspace_id, [key]),
        Ticket.queue_id.in_(agents.list_queue_ids(session, actor)),
    )
    ticket = session.scalar(wanted)
    if ticket is None:
        raise TicketNotFound(key)
    return ticket


def link_tickets(session: Session, ticket_id: int, key: str, *, actor: Person, now: datetime) -> Ticket:
    """Link two tickets whose agent the actor is, and return the other; linking them again changes nothing.

    Raises: AgentsOnly; TicketNotFound; NotUnderstood, when it is the same ticket.
    """
    ticket = tickets.get_for_agent(session, ticket_id, actor=actor)
    other = find_other(session, key, actor=actor)
    if other.id == ticket.id:
        raise NotUnderstood(f"{ticket.key} cannot be linked to itself. Please type another ticket's key.")
    if tie(session, ticket, other, now=now):
        _record(session, ticket, other, AuditTag.TICKET_LINKED, actor=actor, now=now)
        _record(session, other, ticket, AuditTag.TICKET_LINKED, actor=actor, now=now)
    return other


def unlink_tickets(session: Session, ticket_id: int, other_id: int, *, actor: Person, now: datetime) -> None:
    """Take a link away; where there is none nothing changes. Raises: AgentsOnly."""
    ticket = tickets.get_for_agent(session, ticket_id, actor=actor)
    first, second = sorted((ticket.id, other_id))
    gone = delete(TicketLink).where(
        TicketLink.workspace_id == actor.workspace_id, TicketLink.ticket_id == first, TicketLink.other_id == second
    )
    if session.scalar(gone.returning(TicketLink.ticket_id)) is None:
        return
    other = session.get_one(Ticket, other_id)
    _record(session, ticket, other, AuditTag.TICKET_UNLINKED, actor=actor, now=now)
    _record(session, other, ticket, AuditTag.TICKET_UNLINKED, actor=actor, now=now)


def tie(session: Session, ticket: Ticket, other: Ticket, *, now: datetime) -> bool:
    """Link two tickets for a caller that has checked who asks; return whether they were not linked before."""
    first, second = sorted((ticket.id, other.id))
    row = insert(TicketLink).values(ticket_id=first, other_id=second, workspace_id=ticket.workspace_id, linked_at=now)
    return session.scalar(row.on_conflict_do_nothing().returning(TicketLink.ticket_id)) is not None


def list_linked(session: Session, ticket: Ticket, *, queue_ids: list[int]) -> list[Ticket]:
    """Return the tickets that are linked to this one and live in these queues, oldest first."""
    linked = select(TicketLink).where(or_(TicketLink.ticket_id == ticket.id, TicketLink.other_id == ticket.id))
    ids = [link.other_id if link.ticket_id == ticket.id else link.ticket_id for link in session.scalars(linked)]
    if not ids:
        return []
    there = select(Ticket).where(
        Ticket.workspace_id == ticket.workspace_id, Ticket.id.in_(ids), Ticket.queue_id.in_(queue_ids)
    )
    return list(session.scalars(there.order_by(Ticket.id)))


def _record(session: Session, ticket: Ticket, other: Ticket, tag: AuditTag, *, actor: Person, now: datetime) -> None:
    """Write the link into one ticket's history; the other's key only where its readers work that queue too."""
    name = other.key if other.queue_id == ticket.queue_id else ANOTHER_TICKET
    change = [None, name] if tag is AuditTag.TICKET_LINKED else [name, None]
    audit.record(
        session,
        tag,
        workspace_id=ticket.workspace_id,
        actor=actor,
        ticket_id=ticket.id,
        details={"link": change},
        now=now,
    )
    happenings.announce(session, TicketDetailsChanged(actor, ticket, tag), now=now)
