"""Agents: the humans in a queue's triage channel. Authority is read from here on every act, never from a button."""

from sqlalchemy import ColumnElement, Select, false, select
from sqlalchemy.orm import Session

from models.desk import Admission, Channel, ChannelMember, ChannelRole, Person


def is_agent(session: Session, person: Person, queue_id: int) -> bool:
    """Return whether `person` may see and work the tickets of a queue."""
    if not can_be_agent(person):
        return False
    return bool(session.scalar(select(_queue_ids(person).where(Channel.queue_id == queue_id).exists())))


def works_on(person: Person, queue_id: int | None) -> ColumnElement[bool]:
    """Say, as part of a query, that `person` is an agent of a queue."""
    if queue_id is None or not can_be_agent(person):
        return false()
    return _queue_ids(person).where(Channel.queue_id == queue_id).exists()


def list_queue_ids(session: Session, person: Person) -> list[int]:
    """Return the queues whose agent `person` is."""
    if not can_be_agent(person):
        return []
    return [queue_id for queue_id in session.scalars(_queue_ids(person)) if queue_id is not None]


def can_be_agent(person: Person) -> bool:
    """Return whether membership of a triage channel makes this person an agent; guests count, outsiders are held."""
    return not (person.is_bot or person.is_deactivated or is_held(person))


def is_held(person: Person) -> bool:
    """Return whether a person is no agent until an admin says so: from another company, or above what may be spent."""
    if person.admission is None:
        return person.is_outsider
    return person.admission is not Admission.ADMITTED


def _queue_ids(person: Person) -> Select[int | None]:
    return (
        select(Channel.queue_id)
        .join(ChannelMember, ChannelMember.channel_id == Channel.id)
        .where(
            Channel.workspace_id == person.workspace_id,
            Channel.role == ChannelRole.TRIAGE,
            ChannelMember.person_id == person.id,
        )
    )
