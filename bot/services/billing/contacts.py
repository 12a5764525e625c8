"""Billing contacts: who receives invoices, and who may see what the desk costs."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import NotAllowed, Refusal
from bot.gateways.slack_port import Profile
from bot.services.desk import audit, people
from models.billing import BillingContact
from models.desk import AuditTag, Person, Workspace


class BillingReadersOnly(NotAllowed):
    """Only billing contacts and desk admins can see that. An admin can add you: `/desk billing contact add @you`."""


def list_contacts(session: Session, workspace_id: int) -> Sequence[Person]:
    """Return the billing contacts whose accounts are active, the first added first."""
    contacts = (
        select(Person)
        .join(BillingContact, BillingContact.person_id == Person.id)
        .where(BillingContact.workspace_id == workspace_id, ~Person.is_deactivated)
        .order_by(BillingContact.added_at, Person.id)
    )
    return session.scalars(contacts).all()


def may_read(session: Session, person: Person) -> bool:
    """Return whether a person may see what the desk costs: desk admins and billing contacts in good standing."""
    if person.is_deactivated:
        return False
    if person.is_desk_admin and not person.is_outsider:
        return True
    contact = session.get(BillingContact, (person.workspace_id, person.id))
    return contact is not None


def require_reader(session: Session, person: Person) -> None:
    """Raise BillingReadersOnly unless a person may see what the desk costs."""
    if not may_read(session, person):
        raise BillingReadersOnly


def add_contact(session: Session, person: Person, *, actor: Person, now: datetime) -> bool:
    """Make somebody a billing contact and return whether that is new. It makes no seat.

    Raises: AdminsOnly; Refusal, for a bot or an account that was deactivated.
    """
    people.require_admin(actor)
    return name_contact(session, person, actor=actor, now=now)


def remove_contact(session: Session, person: Person, *, actor: Person, now: datetime) -> bool:
    """Make somebody a billing contact no more and return whether they were one. Raises: AdminsOnly."""
    people.require_admin(actor)
    return drop_contact(session, person, actor=actor, now=now)


def save_contacts(session: Session, profiles: Sequence[Profile], *, actor: Person, now: datetime) -> None:
    """Make exactly these people the billing contacts. Raises: AdminsOnly; Refusal, when one of them cannot be."""
    people.require_admin(actor)
    workspace = session.get_one(Workspace, actor.workspace_id)
    wanted = set()
    for profile in profiles:
        person = people.get_or_stub(session, workspace, profile.slack_user_id, now=now)
        people.record_profile(session, person.id, profile, now=now)
        name_contact(session, person, actor=actor, now=now)
        wanted.add(person.id)
    for person in list_all(session, workspace.id):
        if person.id not in wanted:
            drop_contact(session, person, actor=actor, now=now)


def name_contact(session: Session, person: Person, *, actor: Person | None, now: datetime) -> bool:
    """Make somebody a billing contact without asking who says so (the configuration file does). Raises: Refusal."""
    if person.is_bot or person.is_deactivated:
        raise Refusal("A billing contact has to be somebody who reads what they are sent: no bot, no closed account.")
    if session.get(BillingContact, (person.workspace_id, person.id)) is not None:
        return False
    session.add(BillingContact(workspace_id=person.workspace_id, person_id=person.id, added_at=now))
    session.flush()
    _audit(session, AuditTag.BILLING_CONTACT_ADDED, person, actor=actor, now=now)
    return True


def drop_contact(session: Session, person: Person, *, actor: Person | None, now: datetime) -> bool:
    """Make somebody a billing contact no more, whoever says so; return whether they were one."""
    contact = session.get(BillingContact, (person.workspace_id, person.id))
    if contact is None:
        return False
    session.delete(contact)
    session.flush()
    _audit(session, AuditTag.BILLING_CONTACT_REMOVED, person, actor=actor, now=now)
    return True


def list_all(session: Session, workspace_id: int) -> Sequence[Person]:
    """Return everybody who is named a billing contact, by Slack id, closed accounts among them."""
    named = select(Person).join(BillingContact, BillingContact.person_id == Person.id)
    return session.scalars(
        named.where(BillingContact.workspace_id == workspace_id).order_by(Person.slack_user_id)
    ).all()


def _audit(session: Session, tag: AuditTag, person: Person, *, actor: Person | None, now: datetime) -> None:
    details = {"slack_user_id": person.slack_user_id}
    audit.record(session, tag, workspace_id=person.workspace_id, actor=actor, details=details, now=now)
