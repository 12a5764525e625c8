"""Homes: what a person finds on the app's Home tab, and when it is drawn again.

Only who has opened their Home once has it drawn again, a moment after what concerns them changed.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from bot.domain.desk.facts import HomeFacts
from bot.domain.desk.happenings import (
    AgentJoined,
    AgentLeft,
    MessageChanged,
    TicketAssigned,
    TicketCreated,
    TicketPriorityChanged,
    TicketStatusChanged,
)
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.services.desk import outbox, queues, ticket_lists
from models.desk import Channel, ChannelMember, ChannelRole, MessageKind, Person, Ticket

LANES: Final = "home/"
"""What the lanes of Homes begin with; the person's id follows. Nothing else waits for a Home, nor it for anything."""

GATHERING: Final = timedelta(seconds=2)
"""How long a Home waits for further changes, so that a busy minute draws it a few times and not at every click."""


def open_home(session: Session, person: Person, *, now: datetime) -> None:
    """Have somebody's Home drawn because they opened it, and from here on whenever what concerns them changes."""
    if person.home_opened_at is None:
        person.home_opened_at = now
        session.flush()
    _redraw(session, person.workspace_id, Person.id == person.id, delay=timedelta(0))


def load_home(session: Session, person: Person, *, now: datetime) -> HomeFacts:
    """Return what a person finds on their Home as it stands now; nothing in it is hidden from them elsewhere."""
    return HomeFacts(
        lists=ticket_lists.load_lists(session, reader=person),
        takes_requests=bool(queues.list_choices(session, person.workspace_id)),
        drawn_at=now,
    )


def show_ticket(
    session: Session,
    happening: TicketCreated | TicketPriorityChanged | TicketStatusChanged,
    *,
    now: datetime,
) -> None:
    """Draw again the Homes that list a ticket."""
    _redraw_listing(session, happening.ticket, was_unassigned=False)


def show_assignment(session: Session, happening: TicketAssigned, *, now: datetime) -> None:
    """Draw again the Homes that list a ticket, and those that did until it was given to somebody else."""
    ticket, previous_id = happening.ticket, happening.previous_assignee_id
    _redraw_listing(session, ticket, Person.id == previous_id, was_unassigned=previous_id is None)


def show_title(session: Session, happening: MessageChanged, *, now: datetime) -> None:
    """Draw again the Homes that list a ticket whose opening, and with it perhaps its title, changed."""
    if happening.message.kind is MessageKind.OPENING:
        _redraw_listing(session, happening.ticket, was_unassigned=False)


def show_role(session: Session, happening: AgentJoined | AgentLeft, *, now: datetime) -> None:
    """Draw somebody's Home again who became an agent of a queue, or is one no longer."""
    person = happening.person
    _redraw(session, person.workspace_id, Person.id == person.id)


def _redraw_listing(session: Session, ticket: Ticket, *further: ColumnElement[bool], was_unassigned: bool) -> None:
    """Draw the Homes that may list a ticket: of who asked, of who works it, and while nobody does of all agents."""
    session.flush()
    concerned = [Person.id == ticket.requester_id, Person.id == ticket.assignee_id, *further]
    if was_unassigned or ticket.assignee_id is None:
        concerned.append(_is_member_of_triage(ticket.queue_id))
    _redraw(session, ticket.workspace_id, or_(*concerned))


def _is_member_of_triage(queue_id: int) -> ColumnElement[bool]:
    return exists().where(
        ChannelMember.person_id == Person.id,
        ChannelMember.channel_id == Channel.id,
        Channel.queue_id == queue_id,
        Channel.role == ChannelRole.TRIAGE,
    )


def _redraw(
    session: Session, workspace_id: int, concerned: ColumnElement[bool], *, delay: timedelta = GATHERING
) -> None:
    people = select(Person.id).where(
        Person.workspace_id == workspace_id, Person.home_opened_at.is_not(None), ~Person.is_deactivated, concerned
    )
    outbox.refresh_each(session, OutboxKind.REFRESH_HOME, people, workspace_id=workspace_id, lanes=LANES, delay=delay)
