"""Outcomes: what the ledger says happened, in order, while facts are folded and time passes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.billing.documents import Document


class SubscriptionStanding(StrEnum):
    """How a subscription stands."""

    COUNTING = "counting"
    """Nothing is collected: seats are counted and, where a price is set, stated."""
    TRIAL = "trial"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    """Readable, nothing can be changed, nothing is charged, until it is paid or a payment method is there."""
    CANCELLED = "cancelled"
    """Its last period is over."""


class SeatChangeKind(StrEnum):
    """What happened to a person's seat. One opens and one of the others closes, in turn."""

    OPENED = "opened"
    CLOSED = "closed"
    """Off from the next roll."""
    REVERSED = "reversed"
    """Its channel was a triage channel by mistake."""
    TAIL = "tail"
    """Closed before August 2020, so on one more invoice."""


@dataclass(frozen=True, slots=True)
class SeatChange:
    """A person became a seat, or is none any more.

    Attributes:
        fact_seq: the fact that did it; None where time alone did.
        through: the triage channels that make the seat, or made it until now.
    """

    kind: SeatChangeKind
    user: str
    at: datetime
    fact_seq: int | None
    through: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeriodOpened:
    """A period began: at a roll, or before its time where the interval changed.

    Attributes:
        index: counts a subscription's periods from 0.
        start_at: the instant it began, and `end_at` the midnight (UTC) up to which it goes.
        quantity: seats it was opened with, which are paid where there is a price.
        unit_minor: price of one; None where none is agreed.
    """

    index: int
    start_at: datetime
    end_at: datetime
    quantity: int
    unit_minor: int | None
    currency: str


@dataclass(frozen=True, slots=True)
class StandingChanged:
    """The subscription stands otherwise than before."""

    before: SubscriptionStanding
    now: SubscriptionStanding
    at: datetime


@dataclass(frozen=True, slots=True)
class SeatsSettled:
    """A settle window is over in which the seats changed: what admins and billing contacts are told at once.

    Attributes:
        since: the first change, and `at` the end of the window.
        came: who has a seat now and had none before, as Slack ids; `left` the other way round.
        count: how many seats are taken now.
    """

    since: datetime
    at: datetime
    came: tuple[str, ...]
    left: tuple[str, ...]
    count: int

    @property
    def count_before(self) -> int:
        """How many seats were taken before."""
        return self.count - len(self.came) + len(self.left)


Outcome = SeatChange | PeriodOpened | Document | StandingChanged | SeatsSettled
"""One thing that happened."""
