"""An amount shared among queues."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.billing.splits import UNUSED, split_by_queue

PEOPLE = st.lists(st.frozensets(st.sampled_from(["IT", "HR", "OPS", "LAW"]), max_size=3), max_size=30)
AMOUNTS = st.integers(-(10**9), 10**9)


def test_a_person_in_two_queues_is_shared_equally() -> None:
    assert split_by_queue(5000, [{"IT"}, {"IT", "HR"}]) == {"HR": 1250, "IT": 3750}


def test_seats_that_nobody_has_are_a_part_of_their_own() -> None:
    assert split_by_queue(10000, [{"IT"}, {"HR"}, set()], empty_seats=1) == {"HR": 2500, "IT": 2500, UNUSED: 5000}


def test_what_is_left_over_goes_to_the_largest_remainders_then_by_the_alphabet() -> None:
    assert split_by_queue(100, [{"IT"}, {"HR"}, {"OPS"}]) == {"HR": 34, "IT": 33, "OPS": 33}
    assert split_by_queue(100, [{"IT", "HR"}, {"OPS"}]) == {"HR": 25, "IT": 25, "OPS": 50}


def test_without_seats_an_amount_belongs_to_nobody() -> None:
    assert split_by_queue(700, []) == {UNUSED: 700}
    assert split_by_queue(0, []) == {}


@given(AMOUNTS, PEOPLE, st.integers(0, 5))
def test_the_parts_add_up_are_within_one_unit_of_exact_and_a_credit_mirrors_them(
    amount: int, people: list[frozenset[str]], empty: int
) -> None:
    parts = split_by_queue(amount, people, empty_seats=empty)

    assert sum(parts.values()) == amount
    assert split_by_queue(-amount, people, empty_seats=empty) == {queue: -part for queue, part in parts.items()}
    for queue, part in parts.items():
        weight = sum((Fraction(1, len(queues)) for queues in people if queue in queues), Fraction(0))
        if queue != UNUSED:
            assert abs(amount * weight / (len(people) + empty) - part) < 1
