"""The account: what the seats of a period cost, and the documents that say so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Self

from bot.domain.billing.books import Books
from bot.domain.billing.changes import held_at_once, held_while_suspended
from bot.domain.billing.charges import Charges, Mirror
from bot.domain.billing.corrections import by_document
from bot.domain.billing.cycle import Cycle
from bot.domain.billing.documents import Document, Line, LineKind
from bot.domain.billing.facts import Fact
from bot.domain.billing.lines import Bearers, Rest, mirrored, renewal, seat_added
from bot.domain.billing.outcomes import PeriodOpened
from bot.domain.billing.periods import Period
from bot.domain.billing.pool import Newcomer, Pool
from bot.domain.billing.price_list import PriceLists
from bot.domain.billing.price_lists import shipped
from bot.domain.billing.seating import Seating
from bot.domain.billing.terms import Terms

Told = list[Document | PeriodOpened]
"""What an account did, in order."""


@dataclass
class Account:
    """Terms, period, paid seats, charges and books of one subscription.

    Every method that may charge or give back returns what it issued. Where no period runs, nothing does.

    Attributes:
        prices: every price list there is.
        terms: those that hold, and `wanted` those that hold from the next roll on.
        charging: whether seats that are added cost something at present.
    """

    prices: PriceLists = field(default_factory=shipped)
    terms: Terms = field(default_factory=Terms)
    wanted: Terms = field(default_factory=Terms)
    charging: bool = True
    cycle: Cycle = field(default_factory=Cycle)
    pool: Pool = field(default_factory=Pool)
    books: Books = field(default_factory=Books)
    _charges: Charges = field(default_factory=Charges)
    _previous: Charges = field(default_factory=Charges)

    def copy(self) -> Self:
        """Return an account that goes its own way from here."""
        return replace(
            self,
            pool=self.pool.copy(),
            books=self.books.copy(),
            _charges=self._charges.copy(),
            _previous=self._previous.copy(),
        )

    @property
    def settle(self) -> timedelta:
        """How long a settle window stays open."""
        return timedelta(minutes=self.terms.settle_minutes)

    @property
    def unit_minor(self) -> int | None:
        """What one seat costs for a whole period, in minor units; None where no price is agreed."""
        return self.prices.unit_minor(self.terms)

    @property
    def _nothing_bought(self) -> bool:
        """Whether no price holds, or one that is only stated and has cost nothing in this period."""
        return self.unit_minor is None or not (self.terms.collects or self._charges.total_minor)

    def sit(self, newcomer: Newcomer, occupied: int) -> None:
        """Take note of a newcomer, `occupied` seats being taken with them."""
        if self.cycle.period is not None:
            self.pool.sit(newcomer, occupied=occupied, settle=self.settle if self.charging else None)

    def pause(self) -> None:
        """Charge nothing until `resume`."""
        self.charging = False
        self.pool.pause()

    def resume(self, at: datetime, seating: Seating) -> Told:
        """Charge from now on again; where no period runs any more, one begins."""
        self.charging = True
        if self.cycle.period is None:
            return self.begin(at, seating)
        self.pool.restart(at, self.settle)
        return []

    def lapse(self) -> None:
        """Let the period end with no other to follow."""
        self.cycle = self.cycle.lapsed()
        self.pool = Pool()
        self._previous, self._charges = self._charges, Charges()

    def close_window(self, at: datetime, seating: Seating) -> Told:
        """Charge whoever is to be charged by now, on a document of their own."""
        lines, newcomers = self._settled(seating)
        return self._charge(lines, newcomers, at)

    def begin(self, at: datetime, seating: Seating) -> Told:
        """Open a period at an anchor of its own, by the terms that are wanted."""
        self.terms = self.wanted
        return self._open(self.cycle.anew(at, self.terms.period), at, seating, [], {})

    def roll(self, at: datetime, seating: Seating) -> Told:
        """Open the next period: settle what is left of this one, then renew by the terms that are wanted."""
        lines, newcomers = self._settled(seating)
        told: Told = []
        if self.wanted.currency != self.terms.currency:
            told, lines, newcomers = self._charge(lines, newcomers, at), [], {}
        self.terms = self.wanted
        return told + self._open(self.cycle.rolled(at, self.terms.period), at, seating, lines, newcomers)

    def change(self, wanted: Terms, at: datetime, fact_seq: int, seating: Seating) -> Told:
        """Take other terms. What holds at once is charged at once, what does not waits for the roll."""
        self.wanted = wanted
        if (period := self.cycle.period) is None:
            self.terms = wanted
            return []
        before, unit_before = self.terms, self.unit_minor
        if not self.charging:
            self.terms = held_while_suspended(before, wanted)
            return []
        self.terms = held_at_once(before, wanted, nothing_bought=self._nothing_bought)
        rest = Rest(period, at, self.pool.paid, fact_seq, self._bearers(seating, self.pool.paid))
        if self.terms.period is not before.period:
            cycle = self.cycle.anew(at, self.terms.period)
            return self._open(cycle, at, seating, self._plan_credit(rest, unit_before), {})
        lines = [] if unit_before == self.unit_minor else self._plan_lines(rest, unit_before)
        return self._charge(lines + self._licences(period, at, fact_seq), {}, at)

    def give_back_late(self, absent: Sequence[Newcomer], fact: Fact, seating: Seating) -> Told:
        """Give back what seats cost in this period whose people had left before it began.

        Args:
            absent: how those people had become seats; they are none any more.
        """
        excess_before = self.pool.excess(seating.occupied + len(absent))
        mirrors: list[Mirror] = []
        for newcomer in absent:
            mirrors += self._give_back(newcomer.user, newcomer.period_index, excess_before, seating)
        return self._correct(mirrors, LineKind.SEAT_CREDITED, fact, seating)

    def reverse(
        self, since: datetime, closed: Sequence[Newcomer], excess_before: int, fact: Fact, seating: Seating
    ) -> Told:
        """Give back what a channel cost that was a triage channel by mistake, in this period and the one before.

        Args:
            since: from when on it counted as one.
            closed: how those became seats whose seats it took along.
            excess_before: how many people sat beyond the paid seats before.
        """
        channel = fact.slack_channel_id or ""
        charged = self._charges.made_through(channel, since)
        renewed = {each.user: each.period_index for each in closed if not self._charges.has(each.user)}
        gone_first = sorted(charged, key=lambda user: user in seating.people)
        if self.pool.by_name:
            gone_first = [user for user in gone_first if user not in seating.people]
        mirrors: list[Mirror] = []
        for user in (*gone_first, *renewed):
            mirrors += self._give_back(user, renewed.get(user, self.cycle.last_index), excess_before, seating)
        for user in self._previous.made_through(channel, since):
            if user not in seating.people:
                mirrors += self._previous.give_back(user, renewed=False)
        return self._correct(mirrors, LineKind.SEAT_REVERSED, fact, seating)

    def _settled(self, seating: Seating) -> tuple[list[Line], dict[str, Newcomer]]:
        newcomers = self.pool.settle(seating.occupied)
        period, unit = self.cycle.period, self.unit_minor
        if period is None or unit is None:
            return [], {}
        lines = [seat_added(period, unit, each, self._bearer(each.user, seating)) for each in newcomers]
        return lines, {each.user: each for each in newcomers}

    def _charge(self, lines: Sequence[Line], newcomers: Mapping[str, Newcomer], at: datetime) -> Told:
        index = self.cycle.last_index
        document = self.books.charge(lines, at=at, terms=self.terms, period_index=index) if lines else None
        if document is None:
            return []
        self._charges.record(document, range(1, len(lines) + 1), newcomers)
        return [document]

    def _open(
        self,
        cycle: Cycle,
        at: datetime,
        seating: Seating,
        closing: Sequence[Line],
        newcomers: Mapping[str, Newcomer],
    ) -> Told:
        """Open a cycle's period, and charge it on one document with what closes the one before."""
        quantity = max(seating.occupied + len(seating.tails), self.terms.floor)
        unit, period = self.unit_minor, cycle.running
        lines = list(closing)
        if unit is not None and quantity:
            lines.append(renewal(period, unit, quantity, self._bearers(seating, quantity)))
        self.cycle, self.pool = cycle, Pool.of(quantity, seating.people, self.terms.reuse)
        seating.begin_period()
        document = self.books.charge(lines, at=at, terms=self.terms, period_index=period.index) if lines else None
        told: Told = [PeriodOpened(period.index, at, period.end_at, quantity, unit, self.terms.currency)]
        if document is not None:
            self._charges.record(document, range(1, len(closing) + 1), newcomers)
            told.append(document)
        self._previous, self._charges = self._charges, Charges()
        if document is not None:
            self._charges.record(document, range(len(closing) + 1, len(lines) + 1), {})
        self.books.keep_from(self._previous.first_document)
        return told

    def _plan_credit(self, rest: Rest, unit_before: int | None) -> list[Line]:
        charged = self._charges.total_minor
        if unit_before is None or not rest.quantity or charged <= 0:
            return []
        return [rest.line(LineKind.PLAN_CREDIT, unit_before, -1, most_minor=charged)]

    def _plan_lines(self, rest: Rest, unit_before: int | None) -> list[Line]:
        unit = self.unit_minor
        charge = [rest.line(LineKind.PLAN_CHARGE, unit)] if unit is not None and rest.quantity else []
        return self._plan_credit(rest, unit_before) + charge

    def _licences(self, period: Period, at: datetime, fact_seq: int) -> list[Line]:
        bought, unit = self.terms.prepaid_seats - self.pool.paid, self.unit_minor
        if bought <= 0:
            return []
        self.pool.buy(bought)
        bearers = Bearers((), bought) if self.terms.split_by_queue else None
        return [] if unit is None else [Rest(period, at, bought, fact_seq, bearers).line(LineKind.LICENCES_ADDED, unit)]

    def _give_back(self, user: str, came_in: int, excess_before: int, seating: Seating) -> list[Mirror]:
        """Take one paid seat out again, if the others stay covered without it and it cost anything."""
        if not self.pool.spare(seating.occupied, excess_before=excess_before, floor=self.terms.floor):
            return []
        mirrors = self._charges.give_back(user, renewed=came_in < self.cycle.last_index)
        if mirrors:
            self.pool.give_back(user)
        return mirrors

    def _correct(self, mirrors: Iterable[Mirror], kind: LineKind, fact: Fact, seating: Seating) -> Told:
        told: Told = []
        queues = seating.roster.queues((fact.slack_channel_id,)) if fact.slack_channel_id else ()
        for position, group in by_document(mirrors).items():
            lines = [mirrored(kind, mirror, fact.seq, queues) for mirror in group]
            index = self.cycle.last_index
            told.append(self.books.correct(position, lines, at=fact.counts_at, terms=self.terms, period_index=index))
        return told

    def _bearers(self, seating: Seating, quantity: int) -> Bearers | None:
        if not self.terms.split_by_queue:
            return None
        return Bearers(seating.bearers(), max(0, quantity - seating.occupied))

    def _bearer(self, user: str, seating: Seating) -> Bearers | None:
        return Bearers([seating.queues(user)]) if self.terms.split_by_queue else None
