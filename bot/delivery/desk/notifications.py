"""Delivers what people are told about tickets in direct messages."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.delivery.desk.direct import post_to
from bot.delivery.kinds import NOBODY_THERE, Deliverer, Drop, Step
from bot.delivery.leases import Row
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.services.desk import notification_facts
from bot.views.desk.notification import notification_message
from models.desk import Person


def deliverer() -> Deliverer:
    """Return the deliverer of this module."""
    return Deliverer(OutboxKind.TELL_NOTIFICATIONS, prepare_notifications, meaningless_after=NOBODY_THERE)


def prepare_notifications(session: Session, row: Row, *, now: datetime) -> Step:
    """Tell somebody in one message what of it still matters and is theirs to know."""
    person = session.get_one(Person, row.subject_id)
    told = notification_facts.load_notifications(session, person, row.payload["ids"])
    if person.is_deactivated or not told:
        return Drop("there is nothing of this left to tell them")
    return post_to(person, row, notification_message(told))
