"""Seating: who is a seat at the moment, and through what. One person is one seat, whatever the channels."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from bot.domain.billing.eligibility import PersonStanding
from bot.domain.billing.pool import Newcomer
from bot.domain.billing.roster import Roster


@dataclass(frozen=True, slots=True)
class Seat:
    """One person on the bill.

    Attributes:
        fact_seq: the fact that opened it; None where time alone did.
        since: the triage channels the person is in, and since when.
        standing: billable, or held where an admin confirmed an outsider.
    """

    opened_at: datetime
    fact_seq: int | None
    since: Mapping[str, datetime]
    standing: PersonStanding


@dataclass
class Seating:
    """The seats, as they follow from the roster; while Slack is silent, as they last were.

    Attributes:
        people: who is a seat, and how they became one.
        tails: who is a seat no more, but on one more renewal.
        vacated: who got up in this period and got nothing back, and how they had become a seat.
        connected: whether Slack tells what happens.
    """

    roster: Roster = field(default_factory=Roster)
    people: dict[str, Newcomer] = field(default_factory=dict)
    tails: dict[str, None] = field(default_factory=dict)
    vacated: dict[str, Newcomer] = field(default_factory=dict)
    connected: bool = True
    _stale: dict[str, None] = field(default_factory=dict)

    def copy(self) -> Self:
        """Return a seating that goes its own way from here."""
        return replace(
            self,
            roster=self.roster.copy(),
            people=self.people.copy(),
            tails=self.tails.copy(),
            vacated=self.vacated.copy(),
            _stale=self._stale.copy(),
        )

    @property
    def occupied(self) -> int:
        """How many seats are taken."""
        return len(self.people)

    def changes(self, concerned: Iterable[str]) -> Iterator[tuple[str, bool]]:
        """Yield who of some people is to sit down (True) or get up (False); none while Slack is silent."""
        if not self.connected:
            self._stale |= dict.fromkeys(concerned)
            return
        for user in concerned:
            counts = self.roster.counts(user)
            if counts is not (user in self.people):
                yield user, counts

    def begin_period(self) -> None:
        """Take note that a period begins, with a seat for whoever has one and is to be on one more renewal."""
        self.tails.clear()
        self.vacated.clear()

    def take_absent(self, concerned: Iterable[str], before: datetime) -> list[Newcomer]:
        """Return how those became seats who got up in this period but were gone before an instant; each only once."""
        absent = [user for user in concerned if user in self.vacated and self.roster.was_gone(user, before)]
        for user in absent:
            self.tails.pop(user, None)
        return [self.vacated.pop(user) for user in absent]

    def disconnect(self) -> None:
        """Leave everybody where they are, whatever is told."""
        self.connected = False

    def connect(self, at: datetime) -> list[str]:
        """Follow the roster again, and return whom that may concern."""
        self.connected = True
        self.roster.freeze_anew(at)
        concerned, self._stale = list(self._stale), {}
        return concerned

    def view(self) -> Mapping[str, Seat]:
        """Return the seats by Slack user id, in the order in which they were opened."""
        return {
            user: Seat(newcomer.at, newcomer.fact_seq, self.roster.since(user), self.roster.person(user).standing)
            for user, newcomer in self.people.items()
        }

    def bearers(self) -> list[tuple[str, ...]]:
        """Return the queues of every seat."""
        return [self.queues(user) for user in self.people]

    def queues(self, user: str) -> tuple[str, ...]:
        """Return the queues of one person, as far as known those that made them a seat."""
        newcomer = self.people.get(user)
        through = self.roster.through(user) or (newcomer.through if newcomer is not None else ())
        return self.roster.queues(through)
