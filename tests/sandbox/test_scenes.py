"""Scenes on the sandbox's page: offered, played one at a time, told through captions, and stopped."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from sandbox.scenes import Caption, Scene, Teller
from sandbox.server import SandboxServer
from tests.support.plain_http import trusted

MANIFEST = {"display_information": {"name": "Deskbell"}}


class Script:
    """A scene that tells two captions, and goes on to the second when it may."""

    def __init__(self) -> None:
        self.may_go_on = threading.Event()

    def play(self, teller: Teller) -> None:
        teller.caption(Caption("Rosa asks.", "rosa", "it-help"))
        assert self.may_go_on.wait(10)
        teller.caption(Caption("Ben answers.", "ben", "it-triage", "1.000001"))


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def page(script: Script) -> Iterator[httpx.Client]:
    """The address of a sandbox that offers the script, and one that gets stuck."""

    def get_stuck(_teller: Teller) -> None:
        raise LookupError("no card")

    with (
        SandboxServer(MANIFEST) as sandbox,
        httpx.Client(base_url=sandbox.base_url, trust_env=False, verify=trusted()) as client,
    ):
        scenes = [Scene("two", "Two captions", "…", script.play), Scene("stuck", "Stuck", "…", get_stuck)]
        sandbox.offer_scenes(scenes, pace=0)
        yield client
        script.may_go_on.set()


def test_the_scenes_on_offer_are_listed_and_none_is_shown(page: httpx.Client) -> None:
    listed = page.get("/page/scenes").json()
    assert [each["title"] for each in listed["offered"]] == ["Two captions", "Stuck"]
    assert listed["showing"] is None


def test_a_scene_tells_its_captions_with_their_places_and_ends(page: httpx.Client, script: Script) -> None:
    page.post("/page/scenes/two").raise_for_status()
    first = when(page, lambda showing: showing["caption"] is not None)
    script.may_go_on.set()
    last = when(page, lambda showing: showing["state"] == "over")
    assert first["state"] == "playing"
    assert first["caption"]["words"] == "Rosa asks."
    assert first["caption"]["place"] == {
        "person": "U00000ROSA",
        "name": "rosa",
        "channel": "C0000ITHELP",
        "thread": None,
    }
    assert last["caption"]["place"]["thread"] == "1.000001"


def test_a_second_scene_is_refused_while_one_is_played(page: httpx.Client) -> None:
    page.post("/page/scenes/two").raise_for_status()
    refused = page.post("/page/scenes/stuck")
    assert (refused.status_code, refused.json()) == (409, {"error": "“Two captions” is being played"})


def test_an_unknown_scene_is_refused(page: httpx.Client) -> None:
    refused = page.post("/page/scenes/three")
    assert (refused.status_code, refused.json()) == (409, {"error": "there is no scene 'three'"})


def test_a_stopped_scene_ends_before_its_next_caption_and_can_be_played_again(
    page: httpx.Client, script: Script
) -> None:
    page.post("/page/scenes/two").raise_for_status()
    page.delete("/page/scenes").raise_for_status()
    script.may_go_on.set()
    stopped = when(page, lambda showing: showing["state"] != "playing")
    again = page.post("/page/scenes/two")
    assert stopped["state"] == "stopped"
    assert again.json()["showing"]["state"] == "playing"


def test_a_scene_that_gets_stuck_says_why(page: httpx.Client) -> None:
    page.post("/page/scenes/stuck").raise_for_status()
    stuck = when(page, lambda showing: showing["state"] != "playing")
    assert (stuck["state"], stuck["reason"]) == ("stuck", "no card")


def when(page: httpx.Client, is_so: Callable[[Any], bool]) -> Any:
    """Return what is shown as soon as it is as it should be."""

    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        showing = page.get("/page/scenes").json()["showing"]
        if is_so(showing):
            return showing
        time.sleep(0.01)
    raise TimeoutError(showing)
