"""How long a ledger of a hundred thousand seats takes to fold, and what it keeps of facts that come and go."""

import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.billing.documents import Document
from bot.domain.billing.facts import Fact, FactKind, FactSource
from bot.domain.billing.ledger import Ledger
from bot.domain.billing.outcomes import Outcome
from tests.domain.billing.story import TEAM, instant

SEATS = 100_000
PATIENCE_SECONDS = 30
FEW = 500

BEGIN = instant("01-01")
ON = instant("01-16 09:00")


def fact(seq: int, kind: FactKind, at: datetime, user: str | None = None, **details: object) -> Fact:
    """Return a fact about channel C1, or about a person alone."""
    channel = None if kind in {FactKind.PERSON_KNOWN, FactKind.TERMS_CHANGED} else "C1"
    return Fact(seq, kind, FactSource.SYSTEM, at, at, at, channel, user, None, details)


def all_hands(seats: int) -> Iterator[Fact]:
    """Yield a channel of so many people that becomes a triage channel within a paid month."""
    yield fact(1, FactKind.TERMS_CHANGED, BEGIN, **replace(TEAM, settle_minutes=60).to_json())
    for number in range(seats):
        user = f"U{number:06}"
        yield fact(2 * number + 2, FactKind.PERSON_KNOWN, BEGIN, user, standing="billable")
        yield fact(2 * number + 3, FactKind.JOINED, BEGIN, user)
    yield fact(2 * seats + 2, FactKind.TRIAGE_ON, ON, queue="IT")


def coming_and_going(people: int, rounds: int) -> Iterator[Fact]:
    """Yield so many people who join and leave again and again."""
    yield fact(1, FactKind.TERMS_CHANGED, BEGIN, **TEAM.to_json())
    yield fact(2, FactKind.TRIAGE_ON, BEGIN, queue="IT")
    seq = 2
    for turn in range(rounds):
        at = BEGIN + turn * timedelta(hours=1)
        for number in range(people):
            for kind in (FactKind.PERSON_KNOWN, FactKind.LEFT if turn % 2 else FactKind.JOINED):
                seq += 1
                details = {"standing": "billable"} if kind is FactKind.PERSON_KNOWN else {}
                yield fact(seq, kind, at, f"U{number:06}", **details)


def kept(rounds: int) -> int:
    """Return how many bytes a ledger keeps of people who came and went so often."""
    tracemalloc.start()
    ledger = Ledger()
    for each in coming_and_going(FEW, rounds):
        ledger.apply(each)
    size, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert ledger.occupied == 0
    return size


@pytest.mark.benchmark
def test_a_hundred_thousand_seats_are_folded_and_invoiced() -> None:
    ledger, outcomes = Ledger(), list[Outcome]()
    documents: list[Document] = []

    def fold() -> None:
        for each in all_hands(SEATS):
            outcomes.extend(ledger.apply(each))

    def roll() -> None:
        outcomes.extend(ledger.advance(instant("02-01")))
        documents.extend(each for each in outcomes if isinstance(each, Document))

    steps: dict[str, Callable[[], object]] = {
        "fold 200,002 facts, with the channel's 100,000 seats": fold,
        "close the window, roll": roll,
        "write both documents": lambda: [document.canonical() for document in documents],
        "copy the ledger, look at the next invoice": lambda: ledger.upcoming(instant("02-01")),
    }
    total = 0.0
    for name, step in steps.items():
        started = time.process_time()
        step()
        total += (took := time.process_time() - started)
        sys.stdout.write(f"\n{name:55} {took:6.2f} s")

    assert [(len(each.lines), each.total_minor) for each in documents] == [(SEATS, 129_000_000), (1, 250_000_000)]
    assert total < PATIENCE_SECONDS


@pytest.mark.benchmark
def test_what_a_ledger_keeps_grows_with_people_and_not_with_facts() -> None:
    once, often = kept(2), kept(40)

    sys.stdout.write(
        f"\nkept of {FEW} people: {once / FEW:,.0f} bytes each; twenty times as many facts later {often / FEW:,.0f}"
    )
    assert often < 1.2 * once
