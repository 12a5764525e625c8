"""Who takes a seat and who does not yet: what `/desk seats` shows, frozen, as services hand it to views."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.billing.explanations import ToldFact
from bot.domain.billing.money import Money
from bot.domain.desk.facts import PersonFacts


class SeatState(StrEnum):
    """How a member of a triage channel counts at the moment."""

    SEAT = "seat"
    HELD = "held"
    """An admin has to decide."""
    REFUSED = "refused"
    """An admin decided that they are no agent."""
    PENDING = "pending"
    """Slack has not said yet who they are."""
    NONE = "none"
    """In no triage channel, or nobody who is billed."""


class SeatReason(StrEnum):
    """Why somebody counts as they do."""

    MEMBER = "member"
    INVITED = "invited"
    GUEST = "guest"
    OUTSIDER = "outsider"
    ABOVE_CEILING = "spend_ceiling"
    UNKNOWN = "unknown"
    NOT_HUMAN = "bot"
    GONE = "deactivated"
    NO_CHANNEL = "no_channel"


@dataclass(frozen=True)
class SeatEntry:
    """One person of the list.

    Attributes:
        since: the triage channels they are in, by Slack id, and since when.
        opened_at: since when they take a seat; None for who takes none.
    """

    person: PersonFacts
    state: SeatState
    reason: SeatReason
    since: Mapping[str, datetime]
    opened_at: datetime | None = None


@dataclass(frozen=True)
class QueueSeats:
    """A queue's part of the bill.

    Attributes:
        key: of the queue; `splits.UNUSED` stands for seats that are paid and nobody has.
        people: how many of its agents take a seat, and `shared` how many of those work for another queue, too.
        share: its part of the next document, before tax; None where there will be none.
    """

    key: str
    name: str
    people: int
    shared: int
    share: Money | None


@dataclass(frozen=True)
class SeatsPage:
    """A page of the list: who waits first, then the seats in the order in which they were taken.

    Attributes:
        entries: those of this page; `total` counts all pages, `page` counts from 0.
        occupied: how many seats are taken, and `paid` how many are paid for in this period.
        unit: what a seat costs for a whole period, before tax; None where no price is agreed.
        paid_until: the end of the period that runs; None where none does.
        locale: of the reader, as Slack names it.
    """

    entries: Sequence[SeatEntry]
    page: int
    per_page: int
    total: int
    occupied: int
    paid: int
    held: int
    pending: int
    unit: Money | None
    collects: bool
    paid_until: datetime | None
    queues: Sequence[QueueSeats]
    locale: str | None

    @property
    def last_page(self) -> int:
        """The number of the last page."""
        return max(0, (self.total - 1) // self.per_page)


@dataclass(frozen=True)
class SeatExplained:
    """Why one person takes a seat, or takes none: what was recorded about them, the newest first.

    Attributes:
        entry: as the list has it.
        facts: the newest ones; `more` counts those that are older still.
    """

    entry: SeatEntry
    facts: Sequence[ToldFact]
    more: int
