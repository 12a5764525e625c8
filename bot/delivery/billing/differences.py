"""Delivers what admins are told when a stored document is not what the facts give."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.delivery.desk.direct import post_to
from bot.delivery.kinds import NOBODY_THERE, Deliverer, Drop, Step
from bot.delivery.leases import Row
from bot.domain.billing.outbox_kinds import BillingOutboxKind
from bot.services.desk import people
from bot.views.billing.document_message import difference_message
from models.desk import Person


def deliverer() -> Deliverer:
    """Return the deliverer of this module."""
    return Deliverer(BillingOutboxKind.TELL_DIFFERENCE, prepare_report, meaningless_after=NOBODY_THERE)


def prepare_report(session: Session, row: Row, *, now: datetime) -> Step:
    """Tell an admin, unless they are none any more."""
    person = session.get_one(Person, row.subject_id)
    if not people.is_admin(person):
        return Drop("no admin any more")
    return post_to(person, row, difference_message(row.payload["what"], row.payload["reference"]))
