"""The order of a run."""

import pytest

from tests.support.order import begin_with_long


def test_the_share_of_every_worker_begins_with_its_part_of_what_takes_long() -> None:
    ordered = begin_with_long(["A", "B", "C", "D"], [*"abcdefgh"], workers=3)

    assert "".join(ordered) == "ADabBcdeCfgh"


@pytest.mark.parametrize("workers", [1, 2, 3, 8])
@pytest.mark.parametrize("sizes", [(0, 0), (0, 5), (5, 0), (3, 100), (7, 2)])
def test_no_test_is_left_out_and_none_runs_twice(sizes: tuple[int, int], workers: int) -> None:
    long, short = [f"L{number}" for number in range(sizes[0])], [f"s{number}" for number in range(sizes[1])]

    ordered = begin_with_long(long, short, workers=workers)

    assert sorted(ordered) == sorted(long + short)
    assert [test for test in ordered if test in short] == short
