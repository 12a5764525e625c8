"""The scenes that newcomers watch on the page, at full speed: each is a whole way through the desk."""

import pytest

from bot.demo.narrating import QuietNarrator
from bot.demo.scenes import SCENES, Scene
from bot.demo.stage import Stage
from tests.support.desk import Desk


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everything_a_scene_promises_is_seen(shared_desk: Desk, scene: Scene) -> None:
    stage = Stage(shared_desk.sandbox, QuietNarrator())
    scene.play(stage)
    shared_desk.settle()
    assert shared_desk.parked() == []


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_scene_can_be_played_again_and_opens_a_ticket_of_its_own(shared_desk: Desk, scene: Scene) -> None:
    before = shared_desk.count_tickets()
    for _ in range(2):
        scene.play(Stage(shared_desk.sandbox, QuietNarrator()))
    shared_desk.settle()
    assert shared_desk.count_tickets() == before + 2
