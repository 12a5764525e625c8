"""Rerouting: who wrote to Deskbell itself can send their ticket to another team, until somebody takes it up."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.facts import QueueChoice
from bot.errors import AgentsOnly, Refusal
from bot.services.desk import moves, queues
from models.desk import Person, Ticket, TicketSource, TicketStatus


def choose_team(session: Session, ticket_id: int, queue_id: int, *, actor: Person, now: datetime) -> Ticket:
    """Send a ticket to the queue its requester meant.

    Raises: AgentsOnly, for anybody but its requester, and for a ticket that does not exist; Refusal, once somebody has
        taken it up; QueueTakesNoTickets; TicketAlreadyClosed.
    """
    moves.hold_queue(session, actor.workspace_id, queue_id, Ticket.id == ticket_id)
    own = select(Ticket).where(
        Ticket.workspace_id == actor.workspace_id, Ticket.id == ticket_id, Ticket.requester_id == actor.id
    )
    ticket = session.scalar(own.with_for_update().execution_options(populate_existing=True))
    if ticket is None:
        raise AgentsOnly("Only the person who asked can choose another team for this.")
    if ticket.queue_id != queue_id and not _is_untouched(ticket):
        raise Refusal(f"Somebody is at work on {ticket.key} already. Tell them in this thread who should help.")
    moves.move(session, ticket, queue_id, actor=actor, now=now)
    return ticket


def list_other_teams(session: Session, ticket: Ticket) -> list[QueueChoice]:
    """Return the queues a ticket's requester may still send it to.

    None where they chose its queue, or their channel did, and none once somebody has taken it up.
    """
    if ticket.source is not TicketSource.DM or not _is_untouched(ticket):
        return []
    return [choice for choice in queues.list_choices(session, ticket.workspace_id) if choice.id != ticket.queue_id]


def _is_untouched(ticket: Ticket) -> bool:
    return ticket.status is TicketStatus.NEW and ticket.assignee_id is None
