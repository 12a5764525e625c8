"""What admins and billing contacts are told of the subscription itself."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SubscriptionNews(StrEnum):
    """What happened, or is about to."""

    TRIAL_ENDS = "trial_ends"
    """In a few days."""
    TRIAL_OVER = "trial_over"
    """There is no way to collect, so the desk is read-only."""
    ENDED = "ended"
    """It was cancelled, and its last period is over."""


@dataclass(frozen=True)
class SubscriptionNotice:
    """One piece of news for one person.

    Attributes:
        at: when it happened, or will.
        is_payable: whether there is a way to collect.
        page_url: where a way to pay can be given; None where there is no page for them.
        is_admin: whether they may change the subscription.
    """

    news: SubscriptionNews
    at: datetime
    is_payable: bool
    page_url: str | None
    is_admin: bool
