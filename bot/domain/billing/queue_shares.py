"""Queue shares: how many agents each queue has on the bill, and which part of the next document is its own."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from bot.domain.billing.documents import LineKind
from bot.domain.billing.ledger import Ledger
from bot.domain.billing.money import Money
from bot.domain.billing.seat_list import QueueSeats
from bot.domain.billing.splits import UNUSED, split_by_queue


def queue_seats(ledger: Ledger, names: Mapping[str, str], *, at: datetime) -> list[QueueSeats]:
    """Return what each queue has of the bill, by its name; paid seats that nobody has come last.

    Args:
        ledger: up to date.
        names: the queues' names by key.
        at: the present.
    """
    bearers = [frozenset(ledger.queues_of(user)) for user in ledger.seats]
    people = Counter(queue for queues in bearers for queue in queues)
    shared = Counter(queue for queues in bearers if len(queues) > 1 for queue in queues)
    shares = _shares(ledger, bearers, at)
    keys = sorted({*people, *shares} - {UNUSED}, key=lambda key: names.get(key, key))
    keys += [UNUSED] if UNUSED in shares else []
    return [QueueSeats(key, names.get(key, key), people[key], shared[key], shares.get(key)) for key in keys]


def _shares(ledger: Ledger, bearers: list[frozenset[str]], at: datetime) -> Mapping[str, Money]:
    upcoming = ledger.upcoming(at)
    if upcoming is None:
        return {}
    billed = next(line.quantity for line in upcoming.lines if line.kind is LineKind.RENEWAL)
    parts = split_by_queue(upcoming.subtotal_minor, bearers, empty_seats=max(0, billed - len(bearers)))
    return {key: Money(minor, upcoming.currency) for key, minor in parts.items()}
