"""Whatever people do, in whatever order the desk hears of it: no words reach who they are not for, and none are lost.

A failure is shown as the shortest story that leads to it.
"""

from collections.abc import Sequence
from typing import Final, TypeAlias

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from tests.leaks.acts import ACTS
from tests.leaks.judge import Judge
from tests.leaks.room import QUEUES, Room, a_room
from tests.leaks.story import Story

Step: TypeAlias = tuple[str, int, int, int]
"""An act, and the three numbers that choose who, where and how."""

OFTEN: Final = (
    "settle",
    "settle",
    "settle",
    "answer_as_agent",
    "answer_as_agent",
    "answer_as_requester",
    "move",
    "look",
)
NUMBERS: Final = st.integers(0, 4095)
STEPS: Final = st.tuples(st.sampled_from([*ACTS, *OFTEN]), NUMBERS, NUMBERS, NUMBERS)

SETTLE: Final[Step] = ("settle", 0, 0, 0)
BEGINNING: Final[Sequence[Step]] = (("ask", 0, 0, 0), ("ask", 1, 2, 0), SETTLE)
"""Omar's request in private is the newest ticket, Rosa's in public the one before."""

DELETED_AND_MOVED: Final[Sequence[Step]] = (
    ("answer_as_requester", 0, 0, 0),
    SETTLE,
    ("delete", 0, 0, 0),
    ("move", 0, 0, 0),
)
MERGED_IN_PRIVATE: Final[Sequence[Step]] = (
    *(("ask", 0, 4, 0), SETTLE, ("ask", 1, 4, 0), SETTLE),
    *(("merge", 1, 0, 0), SETTLE, ("answer_as_requester", 1, 0, 0), SETTLE),
    *(("look", 0, 1, page) for page in range(3)),
)
ANSWER_TURNED_ORDER: Final[Sequence[Step]] = (("answer_as_agent", 0, 0, 0), SETTLE, ("edit", 0, 4, 0))
TAKEN_BACK: Final[Sequence[Step]] = (
    *(("answer_as_agent", 1, 0, 0), ("take_back", 0, 0, 0), SETTLE, ("edit", 0, 0, 0), SETTLE),
    *(("type_reply", 1, 0, 0), ("move", 1, 0, 1), ("take_back", 0, 0, 0), SETTLE),
)
RATED: Final[Sequence[Step]] = (
    *(("work", 1, 0, 2), SETTLE, ("wait", 0, 0, 0), SETTLE, ("rate", 0, 0, 0), SETTLE),
    *(("move", 1, 0, 1), ("look", 1, 0, 0), ("wait", 1, 0, 0), SETTLE, ("look", 1, 0, 0)),
)

CONTINUED_IN_PRIVATE: Final[Sequence[Step]] = (
    *(("move", 1, 0, 2), SETTLE, ("work", 1, 0, 3), SETTLE, ("answer_as_requester", 1, 0, 0), SETTLE),
    *(("answer_as_requester", 2, 0, 0), SETTLE, ("answer_as_requester", 0, 0, 0), SETTLE),
)
"""What was begun in public is closed in a queue that talks in private, and its requester goes on."""


def judge_shown(story: Story) -> None:
    """Fail if anything shown since the last time was not for who saw it."""
    shown = list(story.room.slack.shown)
    story.room.slack.shown.clear()
    if not shown:
        return
    with story.room.sessions() as session:
        judge = Judge(story, session)
        faults = [fault for each in shown for fault in judge.faults(each)]
    assert not faults, faults


def play(room: Room, steps: Sequence[Step]) -> Story:
    """Let a story happen, and judge what is shown after every step of it."""
    story = Story(room)
    for name, *numbers in (*BEGINNING, *steps):
        ACTS[name](story, *numbers)
        judge_shown(story)
    return story


def end(story: Story) -> None:
    """Let all arrive that is still on its way, the channels go on, and everything be sent."""
    while story.held:
        story.tell(story.held.pop())
    for number in range(len(QUEUES)):
        ACTS["share"](story, number, 1, 0)
    story.room.settle()
    judge_shown(story)


@pytest.mark.long
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=10, max_size=40))
@example(steps=DELETED_AND_MOVED)
@example(steps=MERGED_IN_PRIVATE)
@example(steps=ANSWER_TURNED_ORDER)
@example(steps=TAKEN_BACK)
@example(steps=RATED)
@example(steps=CONTINUED_IN_PRIVATE)
def test_every_word_reaches_whom_it_is_for_once_and_nobody_else(engine: Engine, steps: Sequence[Step]) -> None:
    with a_room(engine) as room:
        story = play(room, steps)
        end(story)

        with room.sessions() as session:
            judge = Judge(story, session)
            wrong = [*judge.lost(), *judge.wrongly_found(), *room.parked()]
    assert not wrong, wrong
