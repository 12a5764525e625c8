"""Charges: what a period's seats have cost so far, so that any of it can be given back exactly and never twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Self

from bot.domain.billing.documents import Document, Line, LineKind
from bot.domain.billing.pool import Newcomer
from bot.domain.billing.proration import WHOLE, Part, prorated_minor

PLAN_CHANGES: Final = frozenset({LineKind.PLAN_CREDIT, LineKind.PLAN_CHARGE})


@dataclass(frozen=True, slots=True)
class Charge:
    """One line of a document, as far as it was not given back.

    Attributes:
        document: the document's position, and `number` that of the line in it, from 1.
        quantity: for how many seats, and `amount_minor` for how much, it still stands.
        newcomer: of a person's line, how they became a seat.
    """

    document: int
    number: int
    line: Line
    quantity: int
    amount_minor: int
    newcomer: Newcomer | None = None

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands among all charges."""
        return self.document, self.number

    def for_one_less(self) -> "Charge":
        """Return the charge as it would be for one seat less, rounded as it was."""
        line, quantity = self.line, self.quantity - 1
        part = WHOLE if line.days is None or line.of is None else Part(line.days, line.of)
        sign: Final = -1 if line.kind is LineKind.PLAN_CREDIT else 1
        return replace(self, quantity=quantity, amount_minor=prorated_minor(line.unit_minor, quantity, part, sign=sign))


@dataclass(frozen=True, slots=True)
class Mirror:
    """What is given back of a charge, for one person. `amount_minor` has the sign of the line that gives it back."""

    charge: Charge
    user: str
    amount_minor: int


@dataclass
class Charges:
    """The charges of one period. What is given back adds up to what was charged at most, line by line."""

    _of_person: dict[str, tuple[Charge, ...]] = field(default_factory=dict)
    _of_many: dict[tuple[int, int], Charge] = field(default_factory=dict)

    def copy(self) -> Self:
        """Return charges that go their own way from here."""
        return replace(self, _of_person=self._of_person.copy(), _of_many=self._of_many.copy())

    def record(self, document: Document, numbers: Iterable[int], newcomers: Mapping[str, Newcomer]) -> None:
        """Take in lines of a document that was just issued.

        Args:
            numbers: which lines, counted from 1.
            newcomers: how everybody who is charged by name became a seat.
        """
        for number in numbers:
            line = document.lines[number - 1]
            if line.user is None:
                charge = Charge(document.position, number, line, line.quantity, line.amount_minor)
                self._of_many[charge.place] = charge
            else:
                charge = Charge(document.position, number, line, 1, line.amount_minor, newcomers[line.user])
                self._of_person[line.user] = (*self._of_person.get(line.user, ()), charge)

    @property
    def total_minor(self) -> int:
        """What the period has cost so far, less what was given back, before tax."""
        people = sum(charge.amount_minor for charges in self._of_person.values() for charge in charges)
        return people + sum(charge.amount_minor for charge in self._of_many.values())

    @property
    def first_document(self) -> int | None:
        """The position of the oldest document that has a charge here."""
        people = (charge.document for charges in self._of_person.values() for charge in charges)
        return min((*people, *(charge.document for charge in self._of_many.values())), default=None)

    def made_through(self, channel: str, since: datetime) -> list[str]:
        """Return who was charged after becoming a seat through a channel, the last one first."""
        found = [
            (charges[-1].place, user)
            for user, charges in self._of_person.items()
            if (newcomer := charges[-1].newcomer) is not None and newcomer.at >= since and channel in newcomer.through
        ]
        return [user for _, user in sorted(found, reverse=True)]

    def has(self, user: str) -> bool:
        """Return whether a person was charged by name."""
        return user in self._of_person

    def give_back(self, user: str, *, renewed: bool) -> list[Mirror]:
        """Take out one person's seat and return the mirrors of all it cost; none if it cost nothing.

        That is the line with their name, or else their part of the renewal, and their part of what changes of the
        plan gave back and charged since.

        Args:
            renewed: whether the person was a seat when the period began.
        """
        own = self._take_person(user) or (self._take_renewed(user) if renewed else None)
        if own is None:
            return []
        later = [charge for place, charge in self._of_many.items() if place > own.charge.place]
        return [own, *(self._take_one(charge, user) for charge in later if charge.line.kind in PLAN_CHANGES)]

    def _take_person(self, user: str) -> Mirror | None:
        charges = self._of_person.pop(user, ())
        if not charges:
            return None
        *earlier, last = charges
        if earlier:
            self._of_person[user] = tuple(earlier)
        return Mirror(last, user, -last.amount_minor)

    def _take_renewed(self, user: str) -> Mirror | None:
        for charge in self._of_many.values():
            if charge.line.kind is LineKind.RENEWAL and charge.quantity:
                return self._take_one(charge, user)
        return None

    def _take_one(self, charge: Charge, user: str) -> Mirror:
        rest = charge.for_one_less() if charge.quantity else charge
        self._of_many[charge.place] = rest
        return Mirror(charge, user, rest.amount_minor - charge.amount_minor)
