"""What an answer about the help means, and when answers are summed up."""

import pytest

from bot.domain.desk.satisfaction import RatingSummary, is_negative, is_positive


@pytest.mark.parametrize(
    ("scale", "negative", "positive"), [(3, [1], [3]), (5, [1, 2], [4, 5])], ids=["three points", "five points"]
)
def test_the_middle_of_a_scale_is_neither_good_nor_bad(scale: int, negative: list[int], positive: list[int]) -> None:
    scores = range(1, scale + 1)

    assert [score for score in scores if is_negative(score, scale)] == negative
    assert [score for score in scores if is_positive(score, scale)] == positive


@pytest.mark.parametrize(("answers", "positive", "share"), [(0, 0, None), (4, 4, None), (5, 4, 80), (34, 31, 91)])
def test_a_share_is_told_from_five_answers_on(answers: int, positive: int, share: int | None) -> None:
    assert RatingSummary("IT", asked=50, answers=answers, positive=positive).share == share
