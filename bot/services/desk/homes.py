"""Homes: what a person finds on the app's Home tab, and when it is drawn again.

Only who has opened their Home once has it drawn again, a moment after what concerns them changed.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from bot.domain.desk.facts import HomeFacts, SetUpFacts, WorkFacts
from bot.domain.desk.happenings import (
    AdmissionDecided,
    AgentsChanged,
    ChannelRoleChanged,
    FollowerChanged,
    MessageAdded,
    MessageChanged,
    TicketAssigned,
    TicketCreated,
    TicketDetailsChanged,
    TicketMerged,
    TicketMoved,
    TicketPriorityChanged,
    TicketStatusChanged,
)
from bot.domain.desk.home_lists import HomeList, list_named
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.services.desk import home_parts, outbox, pages, queues, ratings, ticket_lists
from bot.services.desk.pages import Reading
from models.desk import Channel, ChannelMember, ChannelRole, Follower, MessageKind, Person, Ticket

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


def choose_list(session: Session, person: Person, chosen: HomeList, *, page: int = 0) -> None:
    """Have somebody's Home show another list, or another page of it, and draw it at once."""
    person.home_list, person.home_page = chosen, max(0, page)
    session.flush()
    _redraw(session, person.workspace_id, Person.id == person.id, delay=timedelta(0))


def load_home(session: Session, person: Person, *, now: datetime) -> HomeFacts:
    """Return what a person finds on their Home as it stands now; nothing in it is hidden from them elsewhere."""
    reading = pages.begin_reading(session, person)
    shown = list_named(person.home_list)
    as_requester = shown is HomeList.AS_REQUESTER and bool(reading.queue_ids or person.is_desk_admin)
    return HomeFacts(
        requests=ticket_lists.load_own_requests(reading, now=now),
        takes_requests=bool(queues.list_choices(session, person.workspace_id)),
        drawn_at=now,
        work=_load_work(reading, shown, now=now) if reading.queue_ids and not as_requester else None,
        as_requester=as_requester,
        set_up=_load_set_up(session, person.workspace_id) if person.is_desk_admin and not as_requester else None,
        parts=[] if as_requester else home_parts.list_parts(session, person, now=now),
    )


def _load_work(reading: Reading, shown: HomeList, *, now: datetime) -> WorkFacts:
    page = ticket_lists.load_home_list(reading, shown, page=reading.reader.home_page, now=now)
    figures = ticket_lists.count_work(reading, now=now)
    workspace_id = reading.reader.workspace_id
    summaries = ratings.list_summaries(reading.session, reading.queue_ids, workspace_id=workspace_id, now=now)
    return WorkFacts(figures, shown, page, summaries)


def _load_set_up(session: Session, workspace_id: int) -> SetUpFacts:
    roles = select(Channel.role, Channel.slack_channel_id).where(
        Channel.workspace_id == workspace_id, Channel.role != ChannelRole.NONE
    )
    channels = session.execute(roles.order_by(Channel.id)).all()
    anything = select(exists().where(Ticket.workspace_id == workspace_id))
    return SetUpFacts(
        triage_channels=[slack_channel_id for role, slack_channel_id in channels if role is ChannelRole.TRIAGE],
        request_channels=[slack_channel_id for role, slack_channel_id in channels if role is ChannelRole.REQUEST],
        has_tickets=bool(session.scalar(anything)),
    )


def show_ticket(
    session: Session,
    happening: TicketCreated | TicketDetailsChanged | TicketMerged | TicketPriorityChanged | TicketStatusChanged,
    *,
    now: datetime,
) -> None:
    """Draw again the Homes that list a ticket."""
    _redraw_listing(session, happening.ticket, was_unassigned=False)


def show_assignment(session: Session, happening: TicketAssigned, *, now: datetime) -> None:
    """Draw again the Homes that list a ticket, and those that did until it was given to somebody else."""
    ticket, previous_id = happening.ticket, happening.previous_assignee_id
    _redraw_listing(session, ticket, Person.id == previous_id, was_unassigned=previous_id is None)


def show_move(session: Session, happening: TicketMoved, *, now: datetime) -> None:
    """Draw again the Homes of both teams: a ticket went from the one's lists to the other's."""
    ticket = happening.ticket
    teams = (_is_member_of_triage(queue_id) for queue_id in (ticket.queue_id, happening.previous_queue_id))
    _redraw_listing(session, ticket, *teams, was_unassigned=False)


def show_message(session: Session, happening: MessageAdded, *, now: datetime) -> None:
    """Draw the assignee's Home again when the requester's side wrote: the next word is theirs. Or it was just said."""
    ticket, message = happening.ticket, happening.message
    if message.kind is not MessageKind.NOTE and ticket.assignee_id is not None and not happening.is_backfilled:
        _redraw(session, ticket.workspace_id, Person.id == ticket.assignee_id)


def show_following(session: Session, happening: FollowerChanged, *, now: datetime) -> None:
    """Draw somebody's Home again who follows a ticket now, or does so no longer."""
    _redraw(session, happening.person.workspace_id, Person.id == happening.person.id)


def show_title(session: Session, happening: MessageChanged, *, now: datetime) -> None:
    """Draw again the Homes that list a ticket whose opening, and with it perhaps its title, changed."""
    if happening.message.kind is MessageKind.OPENING:
        _redraw_listing(session, happening.ticket, was_unassigned=False)


def show_role(session: Session, happening: AgentsChanged, *, now: datetime) -> None:
    """Draw the Homes again of those who became agents of a queue, or are so no longer."""
    concerned = [person.id for person in (*happening.joined, *happening.left)]
    _redraw(session, happening.channel.workspace_id, Person.id.in_(concerned))


def show_admission(session: Session, happening: AdmissionDecided, *, now: datetime) -> None:
    """Draw somebody's Home again about whom an admin decided whether they are an agent."""
    person = happening.person
    _redraw(session, person.workspace_id, Person.id == person.id)


def show_to(session: Session, workspace_id: int, person_ids: Collection[int]) -> None:
    """Draw some people's Homes again, because what another wing shows on them changed."""
    _redraw(session, workspace_id, Person.id.in_(person_ids))


def show_channel(session: Session, happening: ChannelRoleChanged, *, now: datetime) -> None:
    """Draw again the Homes of a channel's members, whose queue it may be, and of the admins who set the desk up."""
    session.flush()
    channel = happening.channel
    is_member = exists().where(ChannelMember.person_id == Person.id, ChannelMember.channel_id == channel.id)
    _redraw(session, channel.workspace_id, or_(Person.is_desk_admin, is_member))


def _redraw_listing(session: Session, ticket: Ticket, *further: ColumnElement[bool], was_unassigned: bool) -> None:
    """Draw the Homes that may list a ticket: of who asked, follows or works it, and while nobody does of all agents."""
    session.flush()
    is_follower = exists().where(Follower.ticket_id == ticket.id, Follower.person_id == Person.id)
    concerned = [Person.id == ticket.requester_id, Person.id == ticket.assignee_id, is_follower, *further]
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
