"""Delivers what admins and billing contacts are told of the subscription itself."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.delivery.desk.direct import post_to
from bot.delivery.kinds import NOBODY_THERE, Deliverer, Drop, Step
from bot.delivery.leases import Row
from bot.domain.billing.outbox_kinds import BillingOutboxKind
from bot.domain.billing.subscription_notices import SubscriptionNews
from bot.services.billing import contacts, trials
from bot.views.billing.subscription_notice import subscription_notice
from models.desk import Person


def deliverer() -> Deliverer:
    """Return the deliverer of this module."""
    return Deliverer(BillingOutboxKind.TELL_OF_SUBSCRIPTION, prepare_notice, meaningless_after=NOBODY_THERE)


def prepare_notice(session: Session, row: Row, *, now: datetime) -> Step:
    """Tell somebody, unless it is no business of theirs any more."""
    person = session.get_one(Person, row.subject_id)
    if not contacts.may_read(session, person):
        return Drop("no admin and no billing contact any more")
    news, at = SubscriptionNews(row.payload["news"]), datetime.fromisoformat(row.payload["at"])
    notice = trials.notice_for(session, person, news, at, is_payable=row.payload["is_payable"], now=now)
    return post_to(person, row, subscription_notice(notice))
