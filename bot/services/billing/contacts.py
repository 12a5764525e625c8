"""Billing contacts: who receives invoices, and who may see what the desk costs."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import NotAllowed
from models.billing import BillingContact
from models.desk import Person


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
