"""Admissions: people whom a triage channel alone does not make agents, and what admins said of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.happenings import AdmissionDecided
from bot.errors import NotFound, Refusal
from bot.services.desk import audit, happenings, people, plan_limits
from models.desk import Admission, AuditTag, Channel, ChannelMember, Person

TAGS: Final = {Admission.ADMITTED: AuditTag.AGENT_ADMITTED, Admission.REFUSED: AuditTag.AGENT_REFUSED}


def wait(session: Session, person: Person, *, now: datetime) -> bool:
    """Hold somebody until an admin decides, and return whether that is new; what was decided already stands."""
    if person.admission is not None:
        return False
    person.admission = Admission.WAITING
    _audit(session, AuditTag.AGENT_HELD, person, actor=None, now=now)
    return True


def release(session: Session, person: Person) -> None:
    """Hold somebody no longer about whom nothing was decided: the reason is gone, or they are."""
    if person.admission is Admission.WAITING:
        person.admission = None
        session.flush()


def list_triage_channels(session: Session, person: Person) -> Sequence[Channel]:
    """Return the triage channels somebody is in, the first known first."""
    theirs = select(Channel).join(ChannelMember, ChannelMember.channel_id == Channel.id)
    theirs = theirs.where(ChannelMember.workspace_id == person.workspace_id, ChannelMember.person_id == person.id)
    return session.scalars(theirs.order_by(Channel.id)).all()


def decide(session: Session, person_id: int, admission: Admission, *, actor: Person, now: datetime) -> Person:
    """Make somebody who is held an agent, or keep them out, and return them.

    Args:
        session: an open transaction.
        person_id: who.
        admission: ADMITTED or REFUSED.
        actor: who decides.
        now: the desk's time.

    Raises: AdminsOnly; NotFound, for nobody of this workspace; Refusal, when nothing is left to decide.
    """
    plan_limits.require_admin(session, actor)
    held = select(Person).where(Person.workspace_id == actor.workspace_id, Person.id == person_id)
    person = session.scalar(held.with_for_update(key_share=True).execution_options(populate_existing=True))
    if person is None:
        raise NotFound("I do not know that person any more.")
    name = people.facts_of(person).name
    if not list_triage_channels(session, person):
        raise Refusal(f"{name} has left the triage channels meanwhile, so there is nothing to decide.")
    if person.admission is admission:
        raise Refusal(f"That was decided already: {name} {_STANDS[admission]}.")
    if person.admission is None and not person.is_outsider:
        raise Refusal(f"{name} is an agent like everybody in that channel; nothing is left to decide.")
    person.admission = admission
    _audit(session, TAGS[admission], person, actor=actor, now=now)
    happenings.announce(session, AdmissionDecided(actor, person), now=now)
    return person


_STANDS: Final = {Admission.ADMITTED: "is an agent", Admission.REFUSED: "is kept out"}


def _audit(session: Session, tag: AuditTag, person: Person, *, actor: Person | None, now: datetime) -> None:
    details = {"slack_user_id": person.slack_user_id}
    audit.record(session, tag, workspace_id=person.workspace_id, actor=actor, details=details, now=now)
