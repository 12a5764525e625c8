"""Scenes watched on the page: chosen from the menu, told in a bar, followed from person to person."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from bot.demo.on_the_page import page_scenes
from bot.manifest import Transport
from tests.browser.visitor import Visitor
from tests.support.desk import Desk
from tests.support.staging import desk_as_in_the_demo

PACE = 0.02
"""Of the pauses people need: enough to be seen by a browser."""

WATCHED = ("First ticket", "Resolve and reopen", "A thread becomes a ticket", "An agent joins and the bill moves")
"""Between them they have all that scenes do on the page; `tests/scenarios/test_scenes.py` plays every one."""


@pytest.fixture(scope="module")
def desk(browser: Browser, server_url: str) -> Iterator[Desk]:
    """A desk as the demo sets it up."""
    del browser  # only asked for first, so that no desk is started where the tests are skipped
    with desk_as_in_the_demo(server_url, Transport.HTTP) as desk:
        yield desk


@pytest.fixture(autouse=True)
def scenes(desk: Desk) -> Iterator[None]:
    """The page offers the scenes."""
    desk.sandbox.offer_scenes(page_scenes(desk.sandbox), pace=PACE)
    yield
    desk.sandbox.offer_scenes([])


@pytest.mark.parametrize("title", WATCHED)
def test_a_scene_is_played_to_its_end_before_the_visitors_eyes(visitor: Visitor, title: str) -> None:
    visitor.comes("rosa", "it-help")
    plays(visitor, title)
    expect(bar(visitor)).to_contain_text("The end.", timeout=20_000)
    expect(bar(visitor)).to_contain_text(title)


def test_the_page_goes_where_the_scene_is_and_is_left_there(visitor: Visitor) -> None:
    visitor.comes("mona", "it-help")
    plays(visitor, "First ticket")
    expect(bar(visitor)).to_contain_text("The end.", timeout=20_000)
    expect(visitor.page.get_by_role("button", name="Acting as Ben Okafor")).to_be_visible()
    expect(visitor.reply("It wakes up now")).to_contain_text("rosa")
    assert visitor.barriers() == []
    bar(visitor).get_by_role("button", name="Close").click()
    expect(bar(visitor)).not_to_be_visible()


def test_a_scene_can_be_stopped(visitor: Visitor, desk: Desk) -> None:
    desk.sandbox.offer_scenes(page_scenes(desk.sandbox), pace=1)
    visitor.comes("rosa", "it-help")
    plays(visitor, "Two agents race")
    bar(visitor).get_by_role("button", name="Stop").click()
    expect(bar(visitor)).to_contain_text("Stopped.")


def test_who_watches_reads_the_error_at_the_field(visitor: Visitor, desk: Desk) -> None:
    desk.sandbox.offer_scenes(page_scenes(desk.sandbox), pace=0.5)
    visitor.comes("rosa", "it-help")
    plays(visitor, "Ask with the form")
    form = visitor.page.get_by_role("dialog")
    expect(form).to_contain_text("Please say in a few words what you need.", timeout=20_000)
    expect(form.locator("[aria-invalid=true]").first).to_be_visible()
    bar(visitor).get_by_role("button", name="Stop").click()
    expect(bar(visitor)).to_contain_text("Stopped.")
    visitor.page.keyboard.press("Escape")
    expect(form).to_have_count(0)


def plays(visitor: Visitor, title: str) -> None:
    """Choose a scene from the menu."""
    visitor.page.get_by_role("button", name="Scenes").click()
    visitor.page.get_by_role("menuitem", name=title).click()


def bar(visitor: Visitor) -> Locator:
    """The bar that tells the scene."""
    return visitor.page.get_by_role("region", name="Scene")
