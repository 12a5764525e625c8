"""Finding tickets: by key, and the lists a person sees. What somebody may not see does not exist for them."""

import re

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from bot.domain.desk import lifecycle
from bot.domain.desk.facts import TicketFacts, TicketLists
from bot.errors import NotUnderstood, TicketNotFound
from bot.services.desk import agents, ticket_facts
from models.desk import Person, Side, Ticket, Workspace

PAGE = 10
"""How many tickets a list shows."""

_KEY = re.compile(r"([A-Za-z][A-Za-z0-9]{0,9})-([0-9]{1,9})")


def get_visible(session: Session, typed: str, *, reader: Person) -> tuple[TicketFacts, bool]:
    """Return the ticket with the key somebody typed, and whether they see it as an agent.

    Raises: NotUnderstood, when it is no key; TicketNotFound, for an unknown ticket and a hidden one alike: both cost
        the same queries.
    """
    match = _KEY.fullmatch(typed.strip().lstrip("#"))
    if match is None:
        raise NotUnderstood("A ticket's key looks like IT-12. `/desk list` shows yours.")
    key = f"{match[1].upper()}-{int(match[2])}"
    queue_ids = agents.list_queue_ids(session, reader)
    rows = ticket_facts.select_tickets().where(
        Ticket.workspace_id == reader.workspace_id,
        Ticket.key == key,
        or_(Ticket.requester_id == reader.id, Ticket.queue_id.in_(queue_ids)),
    )
    row = session.execute(rows).one_or_none()
    if row is None:
        raise TicketNotFound(key)
    is_agent = row[0].queue_id in queue_ids
    workspace = session.get_one(Workspace, reader.workspace_id)
    side = Side.TRIAGE if is_agent else Side.REQUESTER
    return ticket_facts.page_facts_of(session, row, workspace=workspace, side=side), is_agent


def load_lists(session: Session, *, reader: Person) -> TicketLists:
    """Return the open tickets somebody asked for and, for an agent, those they hold and those nobody holds."""
    queue_ids = agents.list_queue_ids(session, reader)
    workspace = session.get_one(Workspace, reader.workspace_id)

    def page(condition: ColumnElement[bool], side: Side) -> tuple[list[TicketFacts], int]:
        return _page(session, condition, workspace=workspace, side=side)

    worked = Ticket.queue_id.in_(queue_ids)
    requested, requested_total = page(Ticket.requester_id == reader.id, Side.REQUESTER)
    assigned, assigned_total = page(worked & (Ticket.assignee_id == reader.id), Side.TRIAGE)
    unassigned, unassigned_total = page(worked & Ticket.assignee_id.is_(None), Side.TRIAGE)
    return TicketLists(
        requested=requested,
        requested_total=requested_total,
        assigned=assigned,
        assigned_total=assigned_total,
        unassigned=unassigned,
        unassigned_total=unassigned_total,
        is_agent=bool(queue_ids),
    )


def _page(
    session: Session, condition: ColumnElement[bool], *, workspace: Workspace, side: Side
) -> tuple[list[TicketFacts], int]:
    is_listed = (
        Ticket.workspace_id == workspace.id,
        Ticket.status.in_(lifecycle.OPEN_STATUSES),
        Ticket.closed_at.is_(None),  # says what OPEN_STATUSES say, for the partial indexes
        condition,
    )
    newest = ticket_facts.select_tickets().where(*is_listed).order_by(Ticket.opened_at.desc(), Ticket.id.desc())
    rows = session.execute(newest.limit(PAGE)).all()
    total = len(rows)
    if total == PAGE:
        total = session.scalars(select(func.count()).select_from(Ticket).where(*is_listed)).one()
    return [ticket_facts.facts_of(row, workspace=workspace, side=side) for row in rows], total
