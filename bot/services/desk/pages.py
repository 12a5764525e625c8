"""Pages of tickets: some of those that match, in an order, and how many there are, as far as anybody counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from bot.domain.desk.facts import FoundTicket, TicketPage
from bot.services.desk import agents, ticket_facts
from models.desk import Person, Side, Ticket, Workspace

PAGE: Final = 10
"""How many tickets a page shows."""

MOST_COUNTED: Final = 1_000
"""Nobody pages further, so further nothing is counted: however many tickets there are, a page costs the same."""

Condition = ColumnElement[bool]
Order = ColumnElement[Any]


@dataclass(frozen=True)
class Reading:
    """Somebody looking at tickets of their workspace; `queue_ids` are the queues they are an agent of."""

    session: Session
    reader: Person
    workspace: Workspace
    queue_ids: Sequence[int]


def begin_reading(session: Session, reader: Person) -> Reading:
    """Return somebody as they look at tickets: their workspace and queues, read once for all that follows."""
    workspace = session.get_one(Workspace, reader.workspace_id)
    return Reading(session, reader, workspace, agents.list_queue_ids(session, reader))


def load_page(reading: Reading, matching: Sequence[Condition], order: Sequence[Order], *, page: int) -> TicketPage:
    """Return the page of this number, from 0, of the tickets that match; the last one where there are fewer pages.

    Args:
        reading: who looks; they see the links of their own side.
        matching: what the tickets have in common; the caller sees to it that the reader may see them.
        order: what comes first.
        page: which page.
    """
    total = count_each(reading, [matching])[0]
    page = max(0, min(page, (min(total, MOST_COUNTED) - 1) // PAGE))
    found = load_first(reading, matching, order, limit=PAGE, offset=page * PAGE)
    return _page(reading, found, page=page, total=total)


def first_page(reading: Reading, matching: Sequence[Condition], order: Sequence[Order]) -> TicketPage:
    """Return the first page of the tickets that match; they are counted only where one page does not show them all."""
    found = load_first(reading, matching, order, limit=PAGE)
    total = count_each(reading, [matching])[0] if len(found) == PAGE else len(found)
    return _page(reading, found, page=0, total=total)


def load_first(
    reading: Reading, matching: Sequence[Condition], order: Sequence[Order], *, limit: int, offset: int = 0
) -> list[FoundTicket]:
    """Return the first tickets that match."""
    tickets = ticket_facts.select_tickets().where(_is_of_workspace(reading), *matching)
    rows = reading.session.execute(tickets.order_by(*order, Ticket.id.desc()).limit(limit).offset(offset)).all()
    found = []
    for row in rows:
        is_worked = row[0].queue_id in reading.queue_ids
        side = Side.TRIAGE if is_worked else Side.REQUESTER
        facts = ticket_facts.facts_of(row, workspace=reading.workspace, side=side)
        found.append(FoundTicket(facts, is_worked=is_worked))
    return found


def count_each(reading: Reading, lists: Sequence[Sequence[Condition]]) -> list[int]:
    """Return how many tickets match each list of conditions, in one query, at most one more than anybody counts."""
    counts = [
        select(func.count())
        .select_from(select(Ticket.id).where(_is_of_workspace(reading), *matching).limit(MOST_COUNTED + 1).subquery())
        .scalar_subquery()
        for matching in lists
    ]
    return list(reading.session.execute(select(*counts)).one())


def _is_of_workspace(reading: Reading) -> Condition:
    return Ticket.workspace_id == reading.reader.workspace_id


def _page(reading: Reading, found: Sequence[FoundTicket], *, page: int, total: int) -> TicketPage:
    return TicketPage(
        found,
        page=page,
        per_page=PAGE,
        total=min(total, MOST_COUNTED),
        is_more=total > MOST_COUNTED,
        is_agent=bool(reading.queue_ids),
    )
