"""The scenes that newcomers watch on the page, at full speed: each is a whole way through the desk."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest

from bot.demo.narrating import QuietNarrator
from bot.demo.scenes import SCENES, Scene
from bot.demo.stage import Stage
from bot.manifest import Transport
from tests.support.desk import Desk
from tests.support.staging import desk_as_in_the_demo


@pytest.fixture(scope="module")
def _staged(server_url: str) -> Iterator[Callable[[Transport], Desk]]:
    """One desk for each transport, set up as the demo sets it up, started when it is first asked for."""
    with ExitStack() as stack:
        yield cache(lambda chosen: stack.enter_context(desk_as_in_the_demo(server_url, chosen)))


@pytest.fixture
def staged_desk(_staged: Callable[[Transport], Desk], transport: Transport) -> Desk:
    """A desk as the demo sets it up, with a time machine."""
    return _staged(transport)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everything_a_scene_promises_is_seen_and_can_be_played_again(staged_desk: Desk, scene: Scene) -> None:
    counts = [staged_desk.count_tickets()]

    for _ in range(2):
        scene.play(Stage(staged_desk.sandbox, QuietNarrator()))
        staged_desk.settle()
        counts.append(staged_desk.count_tickets())

    before, once, twice = counts
    assert staged_desk.parked() == []
    assert twice - once == once - before > 0, "it opens tickets of its own, the same number each time"
