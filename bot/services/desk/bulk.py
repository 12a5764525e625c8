"""Bulk: one change to several tickets, each for itself: what one refuses does not hold up the others."""

from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.facts import BulkOutcome
from bot.errors import AgentsOnly, Refusal
from bot.services.desk import agents
from models.desk import Person, Ticket

MOST: Final = 10
"""How many tickets are changed at once: as many as a page shows."""

HIDDEN: Final = "A ticket"
"""What one is called that the actor may not see: nobody learns its key."""

Change = Callable[[int], object]
"""Changes the ticket with this id, and checks that the actor may."""


def change_each(session: Session, ticket_ids: Sequence[int], change: Change, *, actor: Person) -> BulkOutcome:
    """Make one change to several tickets, each in a savepoint of its own, and return what became of each.

    They are taken in the order of their ids, so that two of these never wait for each other in a circle.
    """
    chosen = sorted(set(ticket_ids))[:MOST]
    keys = _keys_of(session, chosen, actor=actor)
    changed: list[str] = []
    refused: list[tuple[str, str]] = []
    for ticket_id in chosen:
        try:
            with session.begin_nested():
                change(ticket_id)
        except Refusal as refusal:
            refused.append((keys.get(ticket_id, HIDDEN), str(refusal)))
        else:
            changed.append(keys.get(ticket_id, HIDDEN))
    return BulkOutcome(changed, refused)


def _keys_of(session: Session, ticket_ids: Sequence[int], *, actor: Person) -> dict[int, str]:
    """Return the keys of the tickets among these that the actor works. Raises: AgentsOnly, for who works none."""
    queue_ids = agents.list_queue_ids(session, actor)
    if not queue_ids:
        raise AgentsOnly
    worked = select(Ticket.id, Ticket.key).where(
        Ticket.workspace_id == actor.workspace_id, Ticket.id.in_(ticket_ids), Ticket.queue_id.in_(queue_ids)
    )
    return {row.id: row.key for row in session.execute(worked)}
