"""Statuses by the names people type: the base ones, and those a ticket's queue has of its own."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import NotUnderstood
from bot.services.desk import statuses, tickets
from models.desk import Person, TicketStatus


def set_status_named(session: Session, ticket_id: int, typed: str, *, actor: Person, now: datetime) -> str:
    """Give a ticket the status that somebody typed, in whatever case, with spaces or hyphens; return what it is called.

    A queue's own name wins over a base status of the same name.

    Raises: AgentsOnly; NotUnderstood, naming the statuses there are; TicketAlreadyClosed; ChangeRefused, from a guard.
    """
    ticket = tickets.get_for_agent(session, ticket_id, actor=actor)
    name = _plain(typed)
    own = statuses.list_own(session, ticket.queue_id, workspace_id=ticket.workspace_id)
    for status in own:
        if name in {_plain(status.key), _plain(status.name)}:
            statuses.set_own_status(session, ticket.id, status.id, actor=actor, now=now)
            return status.name
    if name in set(TicketStatus):
        tickets.set_status(session, ticket.id, TicketStatus(name), actor=actor, now=now)
        return name
    known = ", ".join(f"`{each}`" for each in [*TicketStatus, *(status.key for status in own)])
    raise NotUnderstood(f"{ticket.key} has no status like that. There are {known}.")


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")
