"""How an amount is shared among queues, for charging back inside a company: to the last minor unit."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from math import lcm
from typing import Final

UNUSED: Final = "unused"
"""Stands for a queue where a paid seat has nobody in it, or a person in no queue."""

_NO_QUEUE: Final = frozenset({UNUSED})


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
    shares = {queue: divmod(abs(amount_minor) * weight, total) for queue, weight in sorted(weights.items())}
    parts = {queue: part for queue, (part, _) in shares.items()}
    left_over = abs(amount_minor) - sum(parts.values())
    for queue in sorted(shares, key=lambda queue: (-shares[queue][1], queue))[:left_over]:
        parts[queue] += 1
    return parts if amount_minor >= 0 else {queue: -part for queue, part in parts.items()}


def _weights(seats: Iterable[Collection[str]], empty_seats: int) -> Mapping[str, int]:
    """Return how much each queue weighs: a seat weighs a number that every number of queues somebody has divides."""
    alike = Counter(frozenset(queues) or _NO_QUEUE for queues in seats)
    if empty_seats:
        alike[_NO_QUEUE] += empty_seats
    seat = lcm(*(len(queues) for queues in alike))
    weights: dict[str, int] = {}
    for queues, number in alike.items():
        for queue in queues:
            weights[queue] = weights.get(queue, 0) + number * seat // len(queues)
    return weights
