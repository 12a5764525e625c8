"""The audience of a ticket: who is told of what happens on it, besides those whom Slack itself tells.

The assignee hears of what anybody else writes, and when the ticket ends or is taken up again; the requester and the
followers hear of what agents and followers write for them, and when it ends. Nobody hears of their own act, and nobody
twice: Slack tells those who are in the conversation it happens in.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from bot.domain.desk import concerns
from bot.domain.desk.concerns import Concern
from bot.domain.desk.happenings import MessageAdded, TicketAssigned, TicketStatusChanged
from bot.domain.desk.lifecycle import OPEN_STATUSES
from bot.domain.desk.notifications import NotificationKind
from bot.services.desk import agents, notifications, outbox, people, visibility
from models.desk import Channel, ChannelMember, ChannelRole, Follower, Message, MessageKind, Person, Side, Ticket

Rule = Callable[[Concern], bool]
Facts = Mapping[str, str]


def tell_of_message(session: Session, happening: MessageAdded, *, now: datetime) -> None:
    """Tell who is concerned that somebody wrote."""
    ticket, message, author = happening.ticket, happening.message, happening.actor
    if happening.is_backfilled or author is None:
        return
    concerned = list_concerned(session, ticket, besides=author)
    facts = {"message_id": str(message.id)}
    if message.kind is MessageKind.NOTE:
        kind, rule = NotificationKind.NOTE, concerns.is_told_of_note
    else:
        wrote = next(concern for person, concern in concerned if person.id == author.id)
        kind, rule = NotificationKind.REPLY, partial(concerns.is_told_of_reply, author=wrote)
    told = _others_for(rule, concerned, author)
    _tell_all(session, told, ticket, kind, f"message/{message.id}", author, facts, now=now)


def tell_of_status(session: Session, happening: TicketStatusChanged, *, now: datetime) -> None:
    """Tell who is concerned that a ticket was resolved or closed, and its assignee that it is open again.

    What Deskbell does itself, as closing what was resolved long ago, is told nobody.
    """
    ticket, actor = happening.ticket, happening.actor
    is_open, was_open = ticket.status in OPEN_STATUSES, happening.previous in OPEN_STATUSES
    if happening.is_undo or actor is None or (is_open and was_open):
        return
    concerned = list_concerned(session, ticket, besides=actor)
    cause = f"ticket/{ticket.id}/{ticket.status}/{now.isoformat()}"
    facts = {"status": ticket.status.value}
    if not is_open:
        said_on = {Side.REQUESTER} if was_open else set()
        told = _others_for(partial(concerns.is_told_of_end, said_on=said_on), concerned, actor)
        _tell_all(session, told, ticket, NotificationKind.CLOSED, cause, actor, facts, now=now)
        return
    said_on = {Side.TRIAGE} if actor.id == ticket.requester_id else set()
    if happening.because_of is not None:  # it was told as a reply a moment ago, and is told as this instead
        said_on, cause = set(Side), f"message/{happening.because_of.id}"
        facts["message_id"] = str(happening.because_of.id)
    told = _others_for(partial(concerns.is_told_of_reopening, said_on=said_on), concerned, actor)
    _tell_all(session, told, ticket, NotificationKind.REOPENED, cause, actor, facts, now=now)


def tell_assignee(session: Session, happening: TicketAssigned, *, now: datetime) -> None:
    """Tell an agent that somebody else gave them a ticket."""
    ticket, actor = happening.ticket, happening.actor
    if ticket.assignee_id is None or actor is None or ticket.assignee_id == actor.id:
        return
    told, cause = [session.get_one(Person, ticket.assignee_id)], f"ticket/{ticket.id}/assigned/{now.isoformat()}"
    _tell_all(session, told, ticket, NotificationKind.ASSIGNED, cause, actor, {}, now=now)


def list_concerned(session: Session, ticket: Ticket, *, besides: Person) -> list[tuple[Person, Concern]]:
    """Return the assignee, the requester, the followers and one person more, with what each has to do with a ticket."""
    session.flush()
    is_follower = exists().where(
        Follower.workspace_id == ticket.workspace_id, Follower.ticket_id == ticket.id, Follower.person_id == Person.id
    )
    named = {ticket.assignee_id, ticket.requester_id, besides.id} - {None}
    rows = session.execute(
        select(
            Person,
            is_follower,
            _is_member_of_triage(ticket),
            _wrote_on(ticket, Side.REQUESTER, ticket.requester_slack_channel_id),
            _wrote_on(ticket, Side.TRIAGE, ticket.triage_slack_channel_id),
        )
        .where(Person.workspace_id == ticket.workspace_id, or_(Person.id.in_(named), is_follower))
        .order_by(Person.id)
    )
    return [(person, _concern(ticket, person, *known)) for person, *known in rows]


def _concern(
    ticket: Ticket, person: Person, is_follower: bool, is_member: bool, wrote_there: bool, wrote_on_triage: bool
) -> Concern:
    is_agent = is_member and agents.can_be_agent(person)
    is_requester = ticket.requester_id == person.id
    slack_channel_id = ticket.requester_slack_channel_id
    is_between_us = slack_channel_id is None or slack_channel_id.startswith(visibility.BETWEEN_TWO)
    hears_there = wrote_there or (is_requester and is_between_us)
    heard = {Side.REQUESTER: hears_there, Side.TRIAGE: wrote_on_triage and is_agent}
    return Concern(
        is_assignee=ticket.assignee_id == person.id,
        is_requester=is_requester,
        is_follower=is_follower,
        is_agent=is_agent,
        hears=frozenset(side for side, hears in heard.items() if hears),
    )


def _is_member_of_triage(ticket: Ticket) -> ColumnElement[bool]:
    return exists().where(
        ChannelMember.person_id == Person.id,
        ChannelMember.channel_id == Channel.id,
        Channel.queue_id == ticket.queue_id,
        Channel.role == ChannelRole.TRIAGE,
    )


def _wrote_on(ticket: Ticket, side: Side, slack_channel_id: str | None) -> ColumnElement[bool]:
    return exists().where(
        Message.ticket_id == ticket.id,
        Message.author_id == Person.id,
        Message.side == side,
        Message.slack_channel_id == slack_channel_id,
    )


def _others_for(rule: Rule, concerned: Sequence[tuple[Person, Concern]], actor: Person) -> list[Person]:
    """Return whom a rule has told, whoever did it left out."""
    return [person for person, concern in concerned if person.id != actor.id and rule(concern)]


def _tell_all(
    session: Session,
    told: Sequence[Person],
    ticket: Ticket,
    kind: NotificationKind,
    cause: str,
    actor: Person,
    facts: Facts,
    *,
    now: datetime,
) -> None:
    """Tell people what `actor` did; who that is may still have to be read from Slack, first."""
    named = {"name": people.facts_of(actor).name, "person_id": str(actor.id), **facts}
    for person in told:
        people.read_profile_first(session, actor, lane=outbox.person_lane(person.id))
        notifications.tell(session, person, ticket, kind, cause, named, now=now)
