"""Lines: what is charged, each rounded once, with everything that explains it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.domain.billing.charges import Mirror
from bot.domain.billing.documents import Line, LineKind
from bot.domain.billing.periods import Period
from bot.domain.billing.pool import Newcomer
from bot.domain.billing.proration import WHOLE, prorated_minor, rest_of
from bot.domain.billing.splits import split_by_queue


@dataclass(frozen=True)
class Bearers:
    """Who bears a line: the queues of each seat it is for, and how many of its seats are empty."""

    queues: Sequence[Collection[str]]
    empty: int = 0

    def split(self, amount_minor: int) -> Mapping[str, int]:
        """Return each queue's part of an amount."""
        return split_by_queue(amount_minor, self.queues, empty_seats=self.empty)


def renewal(period: Period, unit_minor: int, quantity: int, bearers: Bearers | None) -> Line:
    """Return the line for all paid seats and a whole period."""
    amount = prorated_minor(unit_minor, quantity, WHOLE)
    return Line(
        LineKind.RENEWAL,
        quantity,
        unit_minor,
        amount,
        start_on=period.start_at.date(),
        end_on=period.end_at.date(),
        split=_split(bearers, amount),
    )


def seat_added(period: Period, unit_minor: int, newcomer: Newcomer, bearers: Bearers | None) -> Line:
    """Return the line for one person, from the day they became a seat."""
    rest = rest_of(period, newcomer.at)
    amount = prorated_minor(unit_minor, 1, rest)
    return Line(
        LineKind.SEAT_ADDED,
        1,
        unit_minor,
        amount,
        start_on=newcomer.at.date(),
        end_on=period.end_at.date(),
        days=rest.units,
        of=rest.of,
        user=newcomer.user,
        fact_seqs=() if newcomer.fact_seq is None else (newcomer.fact_seq,),
        split=_split(bearers, amount),
    )


@dataclass(frozen=True)
class Rest:
    """What is left of a period when an admin changes something about so many seats."""

    period: Period
    at: datetime
    quantity: int
    fact_seq: int
    bearers: Bearers | None

    def line(self, kind: LineKind, unit_minor: int, sign: Literal[1, -1] = 1, *, most_minor: int | None = None) -> Line:
        """Return the line for it.

        Args:
            sign: -1 for a credit.
            most_minor: what a credit may not exceed.
        """
        rest = rest_of(self.period, self.at)
        amount = prorated_minor(unit_minor, self.quantity, rest, sign=sign)
        if most_minor is not None:
            amount = max(amount, -most_minor)
        return Line(
            kind,
            self.quantity,
            unit_minor,
            amount,
            start_on=self.at.date(),
            end_on=self.period.end_at.date(),
            days=rest.units,
            of=rest.of,
            fact_seqs=(self.fact_seq,),
            split=_split(self.bearers, amount),
        )


def mirrored(kind: LineKind, mirror: Mirror, fact_seq: int, queues: Collection[str]) -> Line:
    """Return the line that gives back what one person cost by one line of an earlier document.

    Args:
        fact_seq: the fact that made it known.
        queues: the person's, where the split is wanted and the earlier line is not theirs alone.
    """
    line, amount_minor = mirror.charge.line, mirror.amount_minor
    if amount_minor == -line.amount_minor:
        split: Mapping[str, int] = {queue: -part for queue, part in line.split.items()}
    else:
        split = split_by_queue(amount_minor, [queues]) if line.split else {}
    return Line(
        kind,
        1,
        line.unit_minor,
        amount_minor,
        start_on=line.start_on,
        end_on=line.end_on,
        days=line.days,
        of=line.of,
        user=mirror.user,
        fact_seqs=(fact_seq,),
        corrects=mirror.charge.number,
        split=split,
    )


def _split(bearers: Bearers | None, amount_minor: int) -> Mapping[str, int]:
    return {} if bearers is None else bearers.split(amount_minor)
