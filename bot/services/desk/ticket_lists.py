"""Finding tickets: by key, and the lists a person sees. What somebody may not see does not exist for them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, TypeVar

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.domain.desk.facts import Figures, OwnRequests, TicketFacts, TicketLists, TicketPage
from bot.domain.desk.home_lists import HomeList
from bot.domain.desk.typed import read_key
from bot.errors import AgentsOnly, NotUnderstood, TicketNotFound
from bot.services.desk import agents, pages, ticket_facts, visibility
from bot.services.desk.pages import Condition, Order, Reading
from bot.services.desk.ticket_filters import DUE_SOON, is_awake, is_due, is_open
from models.desk import (
    AuditEntry,
    AuditTag,
    Follower,
    Message,
    Person,
    Side,
    Ticket,
    TicketStatus,
    Workspace,
)

SOLVED_KEPT: Final = timedelta(days=30)
"""How long a request stays on its requester's Home after it was solved."""

SOLVED_SHOWN: Final = 5

Value = TypeVar("Value")

_URGENT_FIRST: Final[Sequence[Order]] = (Ticket.priority.asc(), Ticket.opened_at.asc())
_NEWEST_FIRST: Final[Sequence[Order]] = (Ticket.opened_at.desc(), Ticket.id.desc())
_ORDERS: Final[Mapping[HomeList, Sequence[Order]]] = {
    HomeList.DUE: (Ticket.due_at.asc(), Ticket.priority.asc()),
    HomeList.WATCHED: (Ticket.updated_at.desc(),),
    HomeList.OPEN: _NEWEST_FIRST,
}


def get_visible(session: Session, typed: str, *, reader: Person) -> tuple[TicketFacts, bool]:
    """Return the ticket with the key somebody typed, or that had it once, and whether they see it as an agent.

    Raises: NotUnderstood, when it is no key; TicketNotFound, for an unknown ticket and a hidden one alike: both cost
        the same queries.
    """
    key = read_key(typed)
    if key is None:
        raise NotUnderstood("A ticket's key looks like IT-12. `/desk list` shows yours.")
    queue_ids = agents.list_queue_ids(session, reader)
    rows = ticket_facts.select_tickets().where(
        Ticket.workspace_id == reader.workspace_id,
        visibility.has_key(reader.workspace_id, [key]),
        visibility.is_visible_to(reader, queue_ids),
    )
    row = session.execute(rows).one_or_none()
    if row is None:
        raise TicketNotFound(key)
    is_agent = row[0].queue_id in queue_ids
    workspace = session.get_one(Workspace, reader.workspace_id)
    side = Side.TRIAGE if is_agent else Side.REQUESTER
    return ticket_facts.page_facts_of(session, row, workspace=workspace, side=side), is_agent


def get_worked(session: Session, typed: str, *, actor: Person) -> TicketFacts:
    """Return the ticket with the key an agent typed.

    Raises: NotUnderstood, when it is no key; TicketNotFound, for a ticket they cannot see; AgentsOnly, for one they
        can see but not work.
    """
    ticket, is_agent = get_visible(session, typed, reader=actor)
    if not is_agent:
        raise AgentsOnly
    return ticket


def load_lists(session: Session, *, reader: Person) -> TicketLists:
    """Return the open tickets somebody asked for and, for an agent, those they hold and those nobody holds."""
    reading = pages.begin_reading(session, reader)
    worked = visibility.is_worked_by(reading.queue_ids)
    requested = pages.first_page(_as_requester(reading), [Ticket.requester_id == reader.id, is_open()], _NEWEST_FIRST)
    assigned = pages.first_page(reading, [worked, is_open(), Ticket.assignee_id == reader.id], _NEWEST_FIRST)
    unassigned = pages.first_page(reading, [worked, is_open(), Ticket.assignee_id.is_(None)], _NEWEST_FIRST)
    return TicketLists(
        requested=requested.tickets,
        requested_total=requested.total,
        assigned=assigned.tickets,
        assigned_total=assigned.total,
        unassigned=unassigned.tickets,
        unassigned_total=unassigned.total,
        is_agent=bool(reading.queue_ids),
    )


def load_home_list(reading: Reading, chosen: HomeList, *, page: int, now: datetime) -> TicketPage:
    """Return one page of the list an agent has on their Home."""
    return pages.load_page(
        reading, _home_conditions(reading, now=now)[chosen], _ORDERS.get(chosen, _URGENT_FIRST), page=page
    )


def count_work(reading: Reading, *, now: datetime) -> Figures:
    """Return how much there is for an agent to do, all figures in one query."""
    conditions = _home_conditions(reading, now=now)
    lists = (HomeList.NEEDS_ME, HomeList.MINE, HomeList.UNASSIGNED)
    return Figures(*pages.count_each(reading, [conditions[each] for each in lists]))


def load_own_requests(reading: Reading, *, now: datetime) -> OwnRequests:
    """Return what somebody asked for: what waits for them, what is under way, and what was solved lately."""
    reading, own = _as_requester(reading), Ticket.requester_id == reading.reader.id
    waiting = Ticket.status == TicketStatus.WAITING
    solved = and_(
        Ticket.status.in_([TicketStatus.RESOLVED, TicketStatus.CLOSED]),
        Ticket.updated_at > now - SOLVED_KEPT,
        Ticket.merged_into_id.is_(None),
    )
    return OwnRequests(
        waiting=pages.first_page(reading, [own, is_open(), waiting], _NEWEST_FIRST),
        under_way=pages.first_page(reading, [own, is_open(), ~waiting], _NEWEST_FIRST),
        solved=pages.load_first(reading, [own, solved], [Ticket.updated_at.desc()], limit=SOLVED_SHOWN),
    )


def _as_requester(reading: Reading) -> Reading:
    """Return the reader as one who works no queue: what they asked for leads to their own side of it."""
    return replace(reading, queue_ids=())


def _home_conditions(reading: Reading, *, now: datetime) -> Mapping[HomeList, Sequence[Condition]]:
    worked, mine = visibility.is_worked_by(reading.queue_ids), Ticket.assignee_id == reading.reader.id
    next_word = or_(_requester_spoke_last(), _woke_since_last_word(), Ticket.due_at <= now + DUE_SOON)
    followed = select(Follower.ticket_id).where(
        Follower.workspace_id == reading.reader.workspace_id, Follower.person_id == reading.reader.id
    )
    return {
        HomeList.NEEDS_ME: [worked, is_open(), mine, is_awake(now), next_word],
        HomeList.MINE: [worked, is_open(), mine],
        HomeList.UNASSIGNED: [worked, is_open(), Ticket.assignee_id.is_(None), is_awake(now)],
        HomeList.DUE: [worked, is_due(now, DUE_SOON)],
        HomeList.WATCHED: [is_open(), Ticket.id.in_(followed)],
        HomeList.OPEN: [worked, is_open()],
    }


def _requester_spoke_last() -> Condition:
    """Say that the newest words both sides read are the requester's: somebody owes them an answer."""
    return func.coalesce(_of_last_word(Message.side), Side.REQUESTER) == Side.REQUESTER


def _woke_since_last_word() -> Condition:
    """Say that a ticket was snoozed and woke up, and nobody has gone on with it since."""
    woken_at = select(func.max(AuditEntry.at)).where(
        AuditEntry.ticket_id == Ticket.id,
        AuditEntry.workspace_id == Ticket.workspace_id,
        AuditEntry.tag == AuditTag.TICKET_WOKEN,
    )
    return woken_at.correlate(Ticket).scalar_subquery() >= _of_last_word(Message.sent_at)


def _of_last_word(column: InstrumentedAttribute[Value]) -> ColumnElement[Value]:
    """Return something of the newest message that both sides of a ticket read."""
    newest = select(column).where(
        Message.ticket_id == Ticket.id,
        Message.workspace_id == Ticket.workspace_id,
        Message.kind.not_in(visibility.FOR_AGENTS),
        Message.deleted_at.is_(None),
    )
    return newest.order_by(Message.sent_at.desc(), Message.id.desc()).limit(1).correlate(Ticket).scalar_subquery()
