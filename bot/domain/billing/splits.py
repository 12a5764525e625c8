"""How an amount is shared among queues, for charging back inside a company: to the last minor unit."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from typing import Final

UNUSED: Final = "unused"
"""Stands for a queue where a paid seat has nobody in it, or a person in no queue."""


def split_by_queue(amount_minor: int, seats: Iterable[Collection[str]], *, empty_seats: int = 0) -> Mapping[str, int]:
    """Return each queue's part of an amount, by queue key in alphabetical order; the parts add up to it exactly.

    Every seat weighs the same, and a person in two queues is shared equally between them. What division leaves over
    goes, one minor unit each, to the parts that lost most by rounding down; among equals to the first in the alphabet.
    A credit is split as its charge was, with the sign turned.

    Args:
        amount_minor: what is shared; below zero for a credit.
        seats: the queue keys of each person.
        empty_seats: paid seats with nobody in them.
    """
    weights = _weights(seats, empty_seats)
    total = sum(weights.values())
    if not total:
        return {UNUSED: amount_minor} if amount_minor else {}
    exact = {queue: abs(amount_minor) * weight / total for queue, weight in sorted(weights.items())}
    parts = {queue: int(share) for queue, share in exact.items()}
    left_over = abs(amount_minor) - sum(parts.values())
    for queue in sorted(exact, key=lambda queue: (parts[queue] - exact[queue], queue))[:left_over]:
        parts[queue] += 1
    return parts if amount_minor >= 0 else {queue: -part for queue, part in parts.items()}


def _weights(seats: Iterable[Collection[str]], empty_seats: int) -> Mapping[str, Fraction]:
    weights: dict[str, Fraction] = {}
    alike = Counter(frozenset(queues) or frozenset({UNUSED}) for queues in seats)
    alike[frozenset({UNUSED})] += empty_seats
    for queues, seats_alike in alike.items():
        for queue in queues:
            weights[queue] = weights.get(queue, Fraction(0)) + Fraction(seats_alike, len(queues))
    return {queue: weight for queue, weight in weights.items() if weight}
