"""The pool: how many seats of a period are paid, and who sits down beyond them and waits to be charged."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Self

from bot.domain.billing.terms import SeatReuse


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who became a seat.

    Attributes:
        fact_seq: the fact that did it; None where time alone did.
        through: the triage channels they were in then.
        period_index: the period they came in; -1 where there was none yet.
    """

    user: str
    at: datetime
    fact_seq: int | None
    through: tuple[str, ...]
    period_index: int


@dataclass
class Pool:
    """The paid seats of one period.

    A settle window opens with the first newcomer whom no paid seat covers. Whoever is gone again when it closes costs
    nothing; of those still there, the last ones to come are charged, as many as there are people beyond the paid seats.

    Attributes:
        paid: how many seats are paid.
        closes_at: when the open settle window closes; None while none is.
    """

    paid: int = 0
    closes_at: datetime | None = None
    _waiting: dict[str, Newcomer] = field(default_factory=dict)
    _named: dict[str, None] | None = None  # who was paid for, where seats are paid by name

    @classmethod
    def of(cls, paid: int, people: Iterable[str], reuse: SeatReuse) -> Self:
        """Return the pool of a period that begins with so many paid seats, and with these people on them."""
        return cls(paid, _named=dict.fromkeys(people) if reuse is SeatReuse.NAMED else None)

    def copy(self) -> Self:
        """Return a pool that goes its own way from here."""
        named = None if self._named is None else self._named.copy()
        return replace(self, _waiting=self._waiting.copy(), _named=named)

    @property
    def by_name(self) -> bool:
        """Whether a paid seat is one person's alone."""
        return self._named is not None

    def sit(self, newcomer: Newcomer, *, occupied: int, settle: timedelta | None) -> None:
        """Seat a newcomer.

        Args:
            occupied: how many seats are taken now, this one included.
            settle: how long a window stays open; None where nothing is charged at present: then none opens.
        """
        covered = newcomer.user in self._named if self._named is not None else occupied <= self.paid
        if covered:
            return
        self._waiting[newcomer.user] = newcomer
        if self.closes_at is None and settle is not None:
            self.closes_at = newcomer.at + settle

    def get_up(self, user: str) -> None:
        """Take note that somebody is a seat no more."""
        self._waiting.pop(user, None)

    def restart(self, at: datetime, settle: timedelta) -> None:
        """Charge from now on again, after a time in which nothing was: whoever came in it has come now."""
        self._waiting = {user: replace(newcomer, at=at) for user, newcomer in self._waiting.items()}
        self.closes_at = at + settle if self._waiting else None

    def pause(self) -> None:
        """Charge nothing until `restart`."""
        self.closes_at = None

    def uncovered(self, occupied: int) -> list[Newcomer]:
        """Return whom closing the window now would charge, in the order in which they came."""
        waiting = list(self._waiting.values())
        if self._named is not None:
            return waiting[max(0, self.paid - len(self._named)) :]
        return waiting[len(waiting) - max(0, min(occupied - self.paid, len(waiting))) :]

    def settle(self, occupied: int) -> list[Newcomer]:
        """Close the window: take the uncovered into the paid seats, and return them to be charged."""
        charged = self.uncovered(occupied)
        self.paid += len(charged)
        if self._named is not None:
            self._named |= dict.fromkeys(self._waiting)
        self._waiting, self.closes_at = {}, None
        return charged

    def buy(self, quantity: int) -> None:
        """Add paid seats."""
        self.paid += quantity

    def excess(self, occupied: int) -> int:
        """Return how many people sit beyond the paid seats."""
        return max(0, occupied - self.paid)

    def spare(self, occupied: int, *, excess_before: int, floor: int) -> int:
        """Return how many paid seats could be given back without making anybody pay who sat on one.

        Args:
            occupied: how many seats are taken now that some were vacated.
            excess_before: how many sat beyond the paid seats before that.
            floor: how many seats are paid in any case.
        """
        if self._named is not None:
            return max(0, self.paid - floor)
        to_be_charged = min(excess_before, len(self._waiting))
        return max(0, self.paid - max(occupied - to_be_charged, floor))

    def give_back(self, user: str) -> None:
        """Take one paid seat out again: this person's, where seats are paid by name."""
        self.paid -= 1
        if self._named is not None:
            self._named.pop(user, None)
