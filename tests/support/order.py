"""In which order a run begins its tests: what takes long first, so that no worker waits for another at the end."""

from collections.abc import Sequence
from typing import TypeVar

Test = TypeVar("Test")


def begin_with_long(long: Sequence[Test], short: Sequence[Test], *, workers: int) -> list[Test]:
    """Return all tests in an order of which each worker's share begins with its part of those that take long.

    A share is what `--dist worksteal` gives a worker at the start: as many tests in a row as to each other. What has
    begun cannot be stolen, and neither can the test after it.

    Args:
        long: the tests that take long.
        short: the others, in the order in which they come.
        workers: how many run the tests, at least one.
    """
    ordered: list[Test] = []
    begun = 0
    for worker in range(workers):
        own = long[worker::workers]
        size = (len(long) + len(short) - len(ordered)) // (workers - worker)
        more = max(0, size - len(own))
        ordered += [*own, *short[begun : begun + more]]
        begun += more
    return [*ordered, *short[begun:]]
