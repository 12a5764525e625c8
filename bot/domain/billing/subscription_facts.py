"""What pages show of the subscription: frozen, as services hand it to views."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.billing.documents import Document
from bot.domain.billing.ledger import Ledger
from bot.domain.billing.outcomes import SubscriptionStanding
from bot.domain.billing.periods import Period
from bot.domain.billing.terms import Terms


@dataclass(frozen=True)
class SubscriptionFacts:
    """A subscription as of now.

    Attributes:
        terms: those that hold, and `scheduled` those that follow at the renewal, if those are others.
        unit_minor: what a seat costs for a whole period, before tax; None where no price is agreed.
        trial_ends_at: when its only trial ends or ended; None before it ever collected.
        period: the one that runs, if one does.
        cancels: whether it ends with its period or trial.
        has_payment_method: whether there is a way to collect.
        paid: how many seats of the period are paid, and `occupied` how many are taken.
        upcoming: the next renewal as of now; None where there will be none.
        may_change: whether who looks is an admin.
    """

    terms: Terms
    scheduled: Terms | None
    unit_minor: int | None
    standing: SubscriptionStanding
    trial_ends_at: datetime | None
    period: Period | None
    cancels: bool
    has_payment_method: bool
    paid: int
    occupied: int
    upcoming: Document | None
    may_change: bool

    @property
    def ends_at(self) -> datetime | None:
        """When it ends if it is cancelled: with its trial or its period; None where neither runs."""
        if self.standing is SubscriptionStanding.TRIAL:
            return self.trial_ends_at
        return None if self.period is None else self.period.end_at


def subscription_facts(ledger: Ledger, *, at: datetime, may_change: bool) -> SubscriptionFacts:
    """Return what a ledger says of its subscription.

    Args:
        ledger: folded up to `at`.
        at: the present; aware UTC.
        may_change: whether who looks is an admin.
    """
    return SubscriptionFacts(
        terms=ledger.terms,
        scheduled=ledger.scheduled_terms,
        unit_minor=ledger.unit_minor,
        standing=ledger.standing,
        trial_ends_at=ledger.trial_ends_at,
        period=ledger.period,
        cancels=ledger.cancels,
        has_payment_method=ledger.has_payment_method,
        paid=ledger.paid_quantity,
        occupied=ledger.occupied,
        upcoming=ledger.upcoming(at),
        may_change=may_change,
    )
