"""What holds of the ledger whatever happens, in whatever order it becomes known."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.billing.documents import Document, DocumentKind, LineKind
from bot.domain.billing.facts import Fact, FactKind, FactSource
from bot.domain.billing.ledger import Ledger
from bot.domain.billing.outcomes import Outcome, SeatChange, SeatChangeKind, SubscriptionStanding
from bot.domain.billing.proration import Part, prorated_minor
from bot.domain.billing.terms import SeatReuse, Terms
from tests.domain.billing.chance import (
    BEGIN,
    BEGINNING,
    END,
    Told,
    any_terms,
    charging,
    everything,
    lively,
    many_memberships,
    numbered,
)
from tests.domain.billing.story import TEAM, folded


def documents_of(outcomes: Sequence[Outcome]) -> list[Document]:
    return [each for each in outcomes if isinstance(each, Document)]


def written(outcomes: Sequence[Outcome]) -> list[object]:
    """Return outcomes as they would be kept."""
    return [each.canonical() if isinstance(each, Document) else each for each in outcomes]


def in_order(facts: Sequence[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda each: (each.counts_at, each.seq))


@given(
    st.one_of(everything, lively),
    st.one_of(any_terms, charging),
    st.sampled_from([timedelta(minutes=7), timedelta(hours=5), timedelta(days=3)]),
)
@settings(max_examples=30, deadline=None)
def test_it_does_not_matter_how_often_time_advances(told: list[Told], terms: Terms, pause: timedelta) -> None:
    facts = numbered(told, terms)

    assert written(folded(facts, END, pause=max(pause, timedelta(hours=1)))) == written(folded(facts, END))


@given(many_memberships, any_terms, st.data())
@settings(max_examples=30, deadline=None)
def test_no_membership_counts_twice(told: list[Told], terms: Terms, data: st.DataObject) -> None:
    facts = numbered(told, terms)
    repeated = data.draw(st.lists(st.sampled_from(facts), max_size=10))
    again = [
        replace(fact, seq=len(facts) + number, counts_at=min(END, fact.counts_at + timedelta(days=number * 3)))
        for number, fact in enumerate(repeated, 1)
        if fact.kind in {FactKind.JOINED, FactKind.LEFT}
    ]

    assert written(folded([*facts, *again], END)) == written(folded(facts, END))


@given(many_memberships, st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_who_is_a_seat_in_the_end_does_not_depend_on_the_order_of_telling(told: list[Told], random: Any) -> None:
    facts = numbered(told, TEAM)
    shuffled = facts[BEGINNING:]
    random.shuffle(shuffled)
    anyhow = [
        *facts[:BEGINNING],
        *(replace(fact, seq=seq, counts_at=END) for seq, fact in enumerate(shuffled, BEGINNING + 1)),
    ]

    ledgers = Ledger(), Ledger()
    for ledger, told_facts in zip(ledgers, (facts, anyhow), strict=True):
        for fact in in_order(told_facts):
            ledger.apply(fact)

    assert ledgers[0].seats.keys() == ledgers[1].seats.keys()


@given(
    many_memberships,
    st.one_of(any_terms, charging),
    st.integers(1, 4 * 24 * 90),
    st.integers(1, 45),
    st.permutations(range(4)),
)
@settings(max_examples=60, deadline=None)
def test_what_a_departure_gives_back_does_not_depend_on_whether_a_read_or_its_event_told_of_it_first(
    told: list[Told], terms: Terms, quarter: int, days: int, order: Sequence[int]
) -> None:
    found_at = BEGIN + timedelta(days=14, minutes=15 * quarter + 1)
    left_at, minute = found_at - timedelta(days=days), timedelta(minutes=1)
    base = replace(numbered([], terms)[0], kind=FactKind.LEFT, slack_user_id="U3", details={})
    event = replace(base, source=FactSource.EVENT, effective_at=left_at)
    read = replace(base, source=FactSource.SNAPSHOT, effective_at=found_at)
    words = [replace(fact, slack_channel_id=to) for to in ("C1", "C2") for fact in (event, read)]
    second = replace(base, kind=FactKind.TRIAGE_ON, slack_channel_id="C2", slack_user_id=None, details={"queue": "HR"})

    def billed(order: Sequence[int]) -> list[tuple[object, ...]]:
        facts = numbered(told, terms)
        facts += [replace(second, seq=len(facts) + 1)]
        for nth, word in enumerate(order, 1):
            facts.append(replace(words[word], seq=len(facts) + 1, counts_at=found_at + nth * minute))
        return [
            (document.kind, document.total_minor, line.kind, line.user, line.amount_minor)
            for document in documents_of(folded(facts, END))
            for line in document.lines
        ]

    assert billed(order) == billed((0, 2, 1, 3))


@given(st.one_of(everything, lively), st.one_of(any_terms, charging))
@settings(max_examples=60, deadline=None)
def test_every_document_adds_up_and_no_line_is_given_back_twice(told: list[Told], terms: Terms) -> None:
    documents = documents_of(folded(numbered(told, terms), END))
    by_position = {document.position: document for document in documents}
    given_back: defaultdict[tuple[int, int], int] = defaultdict(int)
    credited: Counter[int] = Counter()

    for document in documents:
        assert document.subtotal_minor == sum(line.amount_minor for line in document.lines)
        assert all(sum(line.split.values()) == line.amount_minor for line in document.lines if line.split)
        if document.corrects is not None:
            assert document.total_minor <= 0
            credited[document.corrects] += document.total_minor
            for line in document.lines:
                given_back[document.corrects, line.corrects or 0] += line.amount_minor

    for (position, number), amount in given_back.items():
        charged = by_position[position].lines[number - 1].amount_minor
        assert 0 <= -amount <= charged or charged <= -amount <= 0
    for position, amount in credited.items():
        charges_only = all(line.amount_minor >= 0 for line in by_position[position].lines)
        assert -amount <= by_position[position].total_minor or not charges_only
    assert list(by_position) == list(range(1, len(documents) + 1))


@given(st.one_of(everything, lively), st.one_of(any_terms, charging))
@settings(max_examples=60, deadline=None)
def test_all_that_was_given_back_was_charged_before_and_all_is_collected_or_carried(
    told: list[Told], terms: Terms
) -> None:
    ledger, outcomes = Ledger(), list[Outcome]()
    for fact in in_order(numbered(told, terms)):
        outcomes += ledger.apply(fact)
    outcomes += ledger.advance(END)
    charged: Counter[str] = Counter()
    due: Counter[str] = Counter()

    for document in documents_of(outcomes):
        charged[document.currency] += document.subtotal_minor
        assert charged[document.currency] >= 0
        if document.kind is not DocumentKind.STATEMENT:
            due[document.currency] += document.total_minor - document.collect_minor

    assert all(ledger.account.books.balance_minor(currency) == amount for currency, amount in due.items())


@given(st.one_of(everything, lively), st.one_of(any_terms, charging))
@settings(max_examples=60, deadline=None)
def test_a_person_is_never_two_seats_and_everybody_is_paid_for_or_about_to_be(told: list[Told], terms: Terms) -> None:
    ledger, seated = Ledger(), set[str]()

    for fact in in_order(numbered(told, terms)):
        for outcome in ledger.apply(fact):
            if isinstance(outcome, SeatChange):
                assert (outcome.user in seated) is (outcome.kind is not SeatChangeKind.OPENED)
                seated ^= {outcome.user}
        settled = ledger.window_closes_at is None and ledger.period is not None
        if settled and ledger.standing is not SubscriptionStanding.SUSPENDED:
            assert ledger.occupied <= ledger.paid_quantity

    assert seated == ledger.seats.keys()


@given(st.one_of(everything, lively), st.one_of(any_terms, charging))
@settings(max_examples=30, deadline=None)
def test_asking_what_would_be_changes_nothing(told: list[Told], terms: Terms) -> None:
    facts = in_order(numbered(told, terms))
    ledger, outcomes = Ledger(), list[Outcome]()

    for fact in facts:
        outcomes += ledger.apply(fact)
        ledger.upcoming(fact.counts_at)
        ledger.open_charges(fact.counts_at)
        twin = ledger.copy()
        twin.advance(END)

    assert written([*outcomes, *ledger.advance(END)]) == written(folded(facts, END))


def charged_naively(facts: Sequence[Fact]) -> list[tuple[str, int]]:
    """Return day and amount of each charge, reckoned from scratch: the k-th seat costs from when there first were k."""
    boundaries = [BEGIN, *(BEGIN.replace(month=month, day=28 if month == 2 else 29) for month in (2, 3, 4, 5))]
    charges = []
    for start, end in pairwise(boundaries):
        opening = [fact for fact in facts if fact.counts_at < start or fact.counts_at == BEGIN]
        paid = seats_naively(opening)
        charges += [(start.isoformat(), 2500 * paid)] if paid else []
        for at in sorted({fact.counts_at for fact in facts if start <= fact.counts_at < end} - {BEGIN}):
            for fact in [fact for fact in facts if fact.counts_at == at]:
                known = [each for each in facts if (each.counts_at, each.seq) <= (at, fact.seq)]
                while seats_naively(known) > paid:
                    paid += 1
                    rest = Part((end.date() - at.date()).days, (end.date() - start.date()).days)
                    charges.append((at.isoformat(), prorated_minor(2500, 1, rest)))
    return charges


def seats_naively(facts: Sequence[Fact]) -> int:
    """Return how many people the newest word about each membership leaves in C1."""
    newest: dict[str, tuple[Any, bool]] = {}
    for fact in facts:
        if fact.slack_channel_id == "C1" and fact.slack_user_id is not None:
            word = (fact.effective_at, fact.kind is FactKind.LEFT)
            newest[fact.slack_user_id] = max(newest.get(fact.slack_user_id, word), word)
    return sum(not left for _, left in newest.values())


@given(many_memberships)
@settings(max_examples=40, deadline=None)
def test_seats_cost_what_a_reckoning_from_scratch_gives(told: list[Told]) -> None:
    facts = numbered([(at, timedelta(0), word) for at, _, word in told], TEAM)
    documents = documents_of(folded(facts, END))

    charged = [
        (document.issued_at.isoformat(), line.amount_minor)
        for document in documents
        for line in document.lines
        if line.kind in {LineKind.RENEWAL, LineKind.SEAT_ADDED} and document.issued_at < END - timedelta(days=30)
    ]

    until = (END - timedelta(days=30)).isoformat()
    assert charged == [charge for charge in charged_naively(facts) if charge[0] < until]


@pytest.mark.parametrize("reuse", list(SeatReuse))
def test_a_hundred_people_who_come_and_go_leave_no_trace_of_how_often(reuse: SeatReuse) -> None:
    terms = replace(TEAM, reuse=reuse)
    facts = numbered([], terms)
    for number in range(2000):
        at = BEGIN + timedelta(minutes=number + 1)
        kind = FactKind.JOINED if (number // 100) % 2 == 0 else FactKind.LEFT
        user = f"W{number % 100}"
        base = replace(facts[0], seq=len(facts) + 1, counts_at=at, effective_at=at, slack_user_id=user)
        facts.append(base)
        facts.append(replace(base, seq=len(facts) + 1, kind=kind, slack_channel_id="C1", details={}))
    ledger = Ledger()
    for fact in facts:
        ledger.apply(fact)

    assert (ledger.occupied, ledger.paid_quantity) == (3, 103)
