"""What people are told of seats: each about themselves, admins and billing contacts once for each settle window."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from bot.domain.billing.money import Money
from bot.domain.billing.outcomes import SeatChange, SeatChangeKind


class SeatNews(StrEnum):
    """What happened, from the side of who is told."""

    AGENT = "agent"
    """They are an agent now."""
    INVITER = "inviter"
    """They invited people who are agents now."""
    TAKEN_BACK = "taken_back"
    """They are none any more: the channel was a mistake."""


@dataclass(frozen=True)
class SeatNotice:
    """What one person is told.

    Attributes:
        names: whom it is about, where that is somebody else: the agents they invited.
        channel: the triage channel, as `#name`.
        inviter: the name of who invited them, where Slack told.
        company: who pays.
        is_priced: whether a seat costs anything.
    """

    news: SeatNews
    names: Sequence[str]
    channel: str
    inviter: str | None
    company: str
    is_priced: bool


@dataclass(frozen=True)
class SeatDigest:
    """What became of the seats within a settle window.

    Attributes:
        came: who has a seat now and had none, as Slack ids; `left` the other way round.
        charged: what is charged for it, before tax; below zero where it is given back; None where nothing is.
        is_priced: whether a seat costs anything.
        collects: whether money is asked for; else statements say what it comes to.
        upcoming: the next document's total, as of then; None where there will be none.
        upcoming_at: when that is issued.
    """

    count_before: int
    count: int
    came: tuple[str, ...]
    left: tuple[str, ...]
    charged: Money | None
    is_priced: bool
    collects: bool
    upcoming: Money | None
    upcoming_at: datetime | None

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "count_before": self.count_before,
            "count": self.count,
            "came": self.came,
            "left": self.left,
            "charged": _money_to_json(self.charged),
            "is_priced": self.is_priced,
            "collects": self.collects,
            "upcoming": _money_to_json(self.upcoming),
            "upcoming_at": None if self.upcoming_at is None else self.upcoming_at.isoformat(),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return the digest that `to_json` wrote."""
        at = values["upcoming_at"]
        return cls(
            count_before=values["count_before"],
            count=values["count"],
            came=tuple(values["came"]),
            left=tuple(values["left"]),
            charged=_money_of(values["charged"]),
            is_priced=values["is_priced"],
            collects=values["collects"],
            upcoming=_money_of(values["upcoming"]),
            upcoming_at=None if at is None else datetime.fromisoformat(at),
        )


@dataclass(frozen=True)
class Told:
    """Whom a folding concerns: who took a seat and has it still, and whose seat was taken back, by the last change."""

    opened: Mapping[str, SeatChange]
    taken_back: Mapping[str, SeatChange]


def concerned(changes: Sequence[SeatChange]) -> Told:
    """Return whom seat changes concern in the end: who came and went again hears nothing, nor who went and came."""
    first: dict[str, SeatChange] = {}
    last: dict[str, SeatChange] = {}
    for change in changes:
        first.setdefault(change.user, change)
        last[change.user] = change
    had_none = {user for user, change in first.items() if change.kind is SeatChangeKind.OPENED}
    opened = {user: each for user, each in last.items() if user in had_none and each.kind is SeatChangeKind.OPENED}
    back = {user: each for user, each in last.items() if user not in had_none and each.kind is SeatChangeKind.REVERSED}
    return Told(opened, back)


def _money_to_json(money: Money | None) -> list[Any] | None:
    return None if money is None else [money.minor, money.currency]


def _money_of(written: Sequence[Any] | None) -> Money | None:
    return None if written is None else Money(written[0], written[1])
