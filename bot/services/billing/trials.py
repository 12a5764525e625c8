"""Trials and ends: people are told before their trial ends, when it did for want of a way to pay, and at the end."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.billing.happenings import StandingChanged
from bot.domain.billing.outbox_kinds import BillingOutboxKind
from bot.domain.billing.outcomes import SubscriptionStanding
from bot.domain.billing.subscription_notices import SubscriptionNews, SubscriptionNotice
from bot.domain.billing.trials import reminder_due
from bot.services.billing import billing_links, contacts, ledgers, subscriptions
from bot.services.desk import audit, outbox, people
from models.billing import Subscription
from models.desk import AuditEntry, AuditTag, Person

_NEWS: Final = {
    (SubscriptionStanding.TRIAL, SubscriptionStanding.SUSPENDED): SubscriptionNews.TRIAL_OVER,
    (SubscriptionStanding.TRIAL, SubscriptionStanding.CANCELLED): SubscriptionNews.ENDED,
    (SubscriptionStanding.ACTIVE, SubscriptionStanding.CANCELLED): SubscriptionNews.ENDED,
    (SubscriptionStanding.SUSPENDED, SubscriptionStanding.CANCELLED): SubscriptionNews.ENDED,
}
"""What people are told when a subscription stands otherwise; what was not paid is told where it is asked for."""


def list_in_trial(session: Session) -> list[int]:
    """Return the workspaces whose trial runs."""
    in_trial = select(Subscription.workspace_id).where(Subscription.standing == SubscriptionStanding.TRIAL)
    return list(session.scalars(in_trial.order_by(Subscription.id)))


def remind(session: Session, workspace_id: int, *, now: datetime) -> bool:
    """Remind people that their trial ends, if that is due and they were not; return whether they are."""
    subscriptions.lock(session, workspace_id, now=now)
    ledger = ledgers.load(session, workspace_id, at=now)
    ends_at = ledger.trial_ends_at
    if ledger.standing is not SubscriptionStanding.TRIAL or ledger.cancels or ends_at is None:
        return False
    days = reminder_due(ends_at, now=now)
    if days is None or _was_reminded(session, workspace_id, days):
        return False
    details = {"days": days}
    audit.record(
        session, AuditTag.SUBSCRIPTION_REMINDED, workspace_id=workspace_id, actor=None, details=details, now=now
    )
    _tell(session, workspace_id, SubscriptionNews.TRIAL_ENDS, ends_at, is_payable=ledger.has_payment_method)
    return True


def follow_standing(session: Session, happening: StandingChanged, *, now: datetime) -> None:
    """Tell people that the desk is read-only because the trial is over, or the subscription."""
    news = _NEWS.get((happening.before, happening.standing))
    if news is not None:
        _tell(session, happening.subscription.workspace_id, news, now, is_payable=False)


def notice_for(
    session: Session, person: Person, news: SubscriptionNews, at: datetime, *, is_payable: bool, now: datetime
) -> SubscriptionNotice:
    """Return what one person is told."""
    page_url = billing_links.find_overview_link(session, person, now=now)
    return SubscriptionNotice(news, at, is_payable, page_url, is_admin=people.is_admin(person))


def _was_reminded(session: Session, workspace_id: int, days: int) -> bool:
    """Return whether this reminder, or a later one, was sent: there is only one trial."""
    reminded = select(AuditEntry.id).where(
        AuditEntry.workspace_id == workspace_id,
        AuditEntry.tag == AuditTag.SUBSCRIPTION_REMINDED,
        AuditEntry.details["days"].as_integer() <= days,
    )
    return session.scalar(reminded.limit(1)) is not None


def _tell(session: Session, workspace_id: int, news: SubscriptionNews, at: datetime, *, is_payable: bool) -> None:
    readers = [*people.list_admins(session, workspace_id), *contacts.list_contacts(session, workspace_id)]
    for person in {reader.id: reader for reader in readers}.values():
        outbox.enqueue(
            session,
            BillingOutboxKind.TELL_OF_SUBSCRIPTION,
            workspace_id=workspace_id,
            lane=outbox.person_lane(person.id),
            subject_id=person.id,
            payload={"news": news, "at": at.isoformat(), "is_payable": is_payable},
        )
