"""Followers: people who are told what goes on in a ticket and see its public side, agents who watch it among them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from bot.domain.desk.happenings import FollowerChanged
from bot.domain.desk.notifications import NotificationKind
from bot.services.desk import audit, happenings, notifications, people, tickets
from models.desk import AuditTag, Follower, Message, Person, Ticket


def list_followers(session: Session, ticket: Ticket) -> list[Person]:
    """Return who follows a ticket, who came first first."""
    following = (
        select(Person)
        .join(Follower, Follower.person_id == Person.id)
        .where(Follower.workspace_id == ticket.workspace_id, Follower.ticket_id == ticket.id)
    )
    return list(session.scalars(following.order_by(Follower.id)))


def watch_ticket(session: Session, ticket_id: int, *, actor: Person, now: datetime) -> Ticket:
    """Let an agent of its queue follow a ticket; asking twice is harmless. Raises: AgentsOnly."""
    ticket = tickets.get_for_agent(session, ticket_id, actor=actor)
    _add(session, ticket, actor, actor=actor, now=now)
    return ticket


def unwatch_ticket(session: Session, ticket_id: int, *, actor: Person, now: datetime) -> Ticket:
    """Let an agent of its queue follow a ticket no longer; asking twice is harmless. Raises: AgentsOnly."""
    ticket = tickets.get_for_agent(session, ticket_id, actor=actor)
    stop_following(session, ticket.id, actor=actor, now=now)
    return ticket


def stop_following(session: Session, ticket_id: int, *, actor: Person, now: datetime) -> None:
    """Let somebody follow a ticket no longer. Whether they did, and whether there is such a ticket, is not said."""
    followed = select(Ticket).join(Follower, Follower.ticket_id == Ticket.id)
    theirs = Ticket.workspace_id == actor.workspace_id, Ticket.id == ticket_id, Follower.person_id == actor.id
    ticket = session.scalar(followed.where(*theirs).with_for_update(of=Ticket))
    if ticket is not None:
        _remove(session, ticket, actor, actor=actor, now=now)


def add_follower(session: Session, ticket: Ticket, person: Person, *, actor: Person, now: datetime) -> None:
    """Let somebody follow a locked ticket, for a caller that has checked who asks; they are told, and how to stop."""
    _add(session, ticket, person, actor=actor, now=now)


def set_followers(session: Session, ticket: Ticket, wanted: Sequence[Person], *, actor: Person, now: datetime) -> None:
    """Make exactly these people the followers of a locked ticket, for a caller that has checked who asks.

    Who is added by somebody else is told, once, and how to stop.
    """
    present = {person.id: person for person in list_followers(session, ticket)}
    chosen = {person.id: person for person in wanted}
    for person in (chosen[person_id] for person_id in chosen if person_id not in present):
        _add(session, ticket, person, actor=actor, now=now)
    for person in (present[person_id] for person_id in present if person_id not in chosen):
        _remove(session, ticket, person, actor=actor, now=now)


def list_unfit(session: Session, ticket: Ticket, wanted: Iterable[Person]) -> list[Person]:
    """Return those who cannot follow a ticket: bots, who is gone, and outsiders who do not share its channel."""
    return [person for person in wanted if not _can_follow(session, ticket, person)]


def _can_follow(session: Session, ticket: Ticket, person: Person) -> bool:
    if person.is_bot or person.is_deactivated:
        return False
    return not person.is_outsider or _shares_channel(session, ticket, person)


def _shares_channel(session: Session, ticket: Ticket, outsider: Person) -> bool:
    """Return whether an outsider is known to read the channel a ticket was asked in: they wrote there once."""
    wrote_there = exists().where(
        Message.workspace_id == ticket.workspace_id,
        Message.author_id == outsider.id,
        Message.slack_channel_id == ticket.origin_slack_channel_id,
    )
    return bool(session.scalar(select(wrote_there)))


def _add(session: Session, ticket: Ticket, person: Person, *, actor: Person, now: datetime) -> None:
    row = insert(Follower).values(
        workspace_id=ticket.workspace_id, ticket_id=ticket.id, person_id=person.id, followed_at=now
    )
    follower_id = session.scalar(row.on_conflict_do_nothing().returning(Follower.id))
    if follower_id is None:
        return
    _note(session, AuditTag.TICKET_FOLLOWED, ticket, person, actor=actor, now=now)
    if person.id != actor.id:
        facts = {"name": people.facts_of(actor).name}
        cause = f"follower/{follower_id}"
        notifications.tell(session, person, ticket, NotificationKind.FOLLOWING, cause, facts, now=now)


def _remove(session: Session, ticket: Ticket, person: Person, *, actor: Person, now: datetime) -> None:
    gone = delete(Follower).where(Follower.ticket_id == ticket.id, Follower.person_id == person.id)
    session.execute(gone.where(Follower.workspace_id == ticket.workspace_id))
    _note(session, AuditTag.TICKET_UNFOLLOWED, ticket, person, actor=actor, now=now)


def _note(session: Session, tag: AuditTag, ticket: Ticket, person: Person, *, actor: Person, now: datetime) -> None:
    details = {"follower": person.id}
    audit.record(
        session, tag, workspace_id=ticket.workspace_id, actor=actor, ticket_id=ticket.id, details=details, now=now
    )
    is_following = tag is AuditTag.TICKET_FOLLOWED
    happenings.announce(session, FollowerChanged(actor, ticket, person, is_following), now=now)
