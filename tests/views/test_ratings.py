"""The question how good the help was, the form behind it, and what agents are told in the end."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.desk.notices import ThreadNotice
from bot.domain.desk.queue_rules import QueueSettings
from bot.domain.desk.satisfaction import RatingFacts, RatingSummary
from bot.domain.desk.setting_facts import QueuePage
from bot.views.content import Content
from bot.views.desk.home import home_page
from bot.views.desk.notices import thread_notice
from bot.views.desk.rating_form import RatingField, rating_form
from bot.views.desk.rating_prompt import rating_prompt
from bot.views.desk.rating_wording import NAMES
from bot.views.desk.settings_pages import SettingField, queue_form
from models.desk import RatingState
from tests.views.hostile import HOSTILE
from tests.views.judging import dangers_of, every_object, every_string, problems_of, problems_of_home, problems_of_view
from tests.views.samples import NOON, make_home, make_work

ASKED = RatingFacts(
    rating_id=9,
    ticket_id=7,
    ticket_key="IT-42",
    state=RatingState.ASKED,
    scale=3,
    score=None,
    comment="",
    open_until=NOON,
    can_reopen=True,
)
ANSWERED = replace(ASKED, score=1, comment="It took three days")
ENDED = replace(ASKED, state=RatingState.ENDED)


def buttons_of(content: Content) -> list[tuple[str, str, str]]:
    """Return label, action and value of each button."""
    found = [each for each in every_object(list(content.blocks)) if each.get("type") == "button"]
    return [(each["text"]["text"], each["action_id"], each["value"]) for each in found]


def test_one_tap_answers_the_best_first_and_reopening_is_at_hand() -> None:
    drawn = rating_prompt(ASKED)

    assert drawn.text == "IT-42: how was the help? Good, okay or bad."
    assert buttons_of(drawn) == [
        ("Good", "rating.give_3", "9"),
        ("Okay", "rating.give_2", "9"),
        ("Bad", "rating.give_1", "9"),
        ("Reopen", "ticket.reopen", "7"),
    ]


def test_five_points_have_a_button_each_and_a_closed_ticket_is_not_reopened() -> None:
    drawn = rating_prompt(replace(ASKED, scale=5, can_reopen=False))

    assert [label for label, *_ in buttons_of(drawn)] == ["Very Good", "Good", "Okay", "Bad", "Very Bad"]
    assert [action for _, action, _ in buttons_of(drawn)] == [f"rating.give_{score}" for score in (5, 4, 3, 2, 1)]


@pytest.mark.parametrize("state", [RatingState.ASKED, RatingState.ENDED])
def test_what_stands_in_the_thread_is_the_same_whatever_was_answered(state: RatingState) -> None:
    drawn = [rating_prompt(replace(ANSWERED, state=state, score=score)) for score in (1, 2, 3)]

    assert drawn[0] == drawn[1] == drawn[2]
    assert drawn[0].text == "Thanks, noted."
    assert "three days" not in "".join(every_string(list(drawn[0].blocks)))


def test_an_answer_can_be_changed_until_it_stands() -> None:
    drawn = [rating_prompt(answered) for answered in (ANSWERED, replace(ANSWERED, state=RatingState.ENDED))]

    assert [buttons_of(content) for content in drawn] == [[("Change or Comment", "rating.change", "9")], []]


@pytest.mark.parametrize(
    ("rating", "said"),
    [
        (ENDED, "IT-42: I asked how the help was. The time to answer is over."),
        (
            replace(ASKED, state=RatingState.WITHDRAWN),
            "IT-42 is open again, so my question how the help was can wait.",
        ),
    ],
)
def test_a_question_that_is_over_says_so_and_has_no_button(rating: RatingFacts, said: str) -> None:
    drawn = rating_prompt(rating)

    assert (drawn.text, buttons_of(drawn)) == (said, [])


def test_the_form_holds_what_was_answered_so_far() -> None:
    view = rating_form(ANSWERED)

    fields = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert fields[RatingField.SCORE]["initial_option"]["text"]["text"] == "Bad"
    assert fields[RatingField.COMMENT]["initial_value"] == "It took three days"
    assert view["private_metadata"] == "9"


@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_somebody_says_about_the_help_slack_takes_it_and_nobody_is_mentioned(words: str) -> None:
    facts = {"ticket_key": "IT-42", "name": words, "rating": "1/3", "comment": words}

    drawn = thread_notice(ThreadNotice.TICKET_RATED, facts)

    assert problems_of(drawn) + dangers_of(drawn) == []
    assert problems_of_view(rating_form(replace(ANSWERED, comment=words))) == []


def test_every_answer_that_the_ledger_holds_has_a_name() -> None:
    assert sorted(NAMES) == [f"{score}/{scale}" for score in range(1, 6) for scale in (3, 5) if score <= scale]


def test_slack_takes_the_question_in_every_state() -> None:
    ratings = [ASKED, replace(ASKED, scale=5), ANSWERED, ENDED, replace(ASKED, state=RatingState.WITHDRAWN)]
    drawn = [rating_prompt(rating) for rating in ratings]

    assert [problems_of(content) + dangers_of(content) for content in drawn] == [[]] * len(drawn)


def test_home_sums_up_what_the_help_was_found_like_and_tells_no_share_of_a_few() -> None:
    summaries = [RatingSummary("HR", 9, 4, 4), RatingSummary("IT", 50, 34, 31)]

    view = home_page(make_home(work=replace(make_work(), ratings=summaries)))

    said = [text for text in every_string(view) if text.startswith("Help of")]
    assert said == ["Help of HR, 30 days: 4 of 9 answered", "Help of IT, 30 days: 91% good, 34 of 50 answered"]
    assert problems_of_home(view) == []


@pytest.mark.parametrize(
    ("settings", "chosen"),
    [
        (QueueSettings(), "no"),
        (QueueSettings(rating_scale=5), "no"),
        (QueueSettings(asks_for_rating=True), "3"),
        (QueueSettings(asks_for_rating=True, rating_scale=5), "5"),
    ],
)
def test_a_queue_s_form_shows_whether_it_asks(settings: QueueSettings, chosen: str) -> None:
    view = queue_form(QueuePage(1, "IT", "Computers", True, settings, ()))

    field: dict[str, Any] = next(block for block in view["blocks"] if block.get("block_id") == SettingField.RATING)
    assert [option["value"] for option in field["element"]["options"]] == ["no", "3", "5"]
    assert field["element"]["initial_option"]["value"] == chosen
    assert problems_of_view(view) == []
