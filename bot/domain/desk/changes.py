"""Changes that guards are asked about before they are made."""

from dataclasses import dataclass

from models.desk import Person, Ticket, TicketStatus


@dataclass(frozen=True)
class StatusChange:
    """A ticket is about to change its status. `actor` is None when Deskbell itself acts."""

    ticket: Ticket
    to: TicketStatus
    actor: Person | None
