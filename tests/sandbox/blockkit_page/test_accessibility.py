"""Everybody can use it: axe finds nothing wrong, in both themes and on a phone, and nothing runs out of the page."""

import pytest
from playwright.sync_api import expect

from tests.sandbox.blockkit.samples import actions, element
from tests.sandbox.blockkit_page.gallery import CONFIRMED, GALLERY, PRIORITIES, with_ids
from tests.sandbox.blockkit_page.stage import Stage
from tests.support.browser import find_barriers


def show(stage: Stage, name: str) -> None:
    blocks = with_ids(GALLERY[name])
    if name == "modal":
        stage.show_view(*blocks)
    else:
        stage.show_message(*blocks)


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest, stage: Stage) -> Stage:
    stage.page.emulate_media(color_scheme=request.param)
    return stage


@pytest.mark.parametrize("name", GALLERY)
def test_axe_finds_nothing_wrong(theme: Stage, name: str) -> None:
    show(theme, name)
    for numbers in theme.drawn.get_by_text("Show the numbers").all():
        numbers.click()

    assert find_barriers(theme.page) == []


@pytest.mark.parametrize("name", GALLERY)
def test_nothing_runs_out_of_a_phone(stage: Stage, name: str) -> None:
    stage.page.set_viewport_size({"width": 390, "height": 844})

    show(stage, name)

    assert stage.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_axe_finds_nothing_wrong_with_errors(theme: Stage) -> None:
    show(theme, "modal")

    theme.show_errors({f"b{index}": "Say more" for index in range(20)} | {"elsewhere": "Not now"})

    assert find_barriers(theme.page) == []


def test_axe_finds_nothing_wrong_with_what_is_open(theme: Stage) -> None:
    theme.show_message(actions(element("multi_static_select", options=PRIORITIES, initial_options=PRIORITIES[:1])))

    theme.drawn.get_by_role("combobox").press("ArrowDown")
    expect(theme.drawn.get_by_role("listbox")).to_be_visible()

    assert find_barriers(theme.page) == []


def test_axe_finds_nothing_wrong_with_a_menu(theme: Stage) -> None:
    show(theme, "message")

    theme.drawn.get_by_role("button", name="More choices").press("ArrowDown")

    assert find_barriers(theme.page) == []


def test_axe_finds_nothing_wrong_with_the_dialog(theme: Stage) -> None:
    theme.show_message(actions(CONFIRMED))

    theme.drawn.get_by_role("button").click()
    expect(theme.page.get_by_role("dialog")).to_be_visible()

    assert find_barriers(theme.page) == []


def test_axe_finds_nothing_wrong_with_a_failure(theme: Stage) -> None:
    theme.prepare("stage.context.act = () => Promise.reject(new Error('No answer'))")
    theme.show_message(actions({name: value for name, value in CONFIRMED.items() if name != "confirm"}))

    theme.drawn.get_by_role("button").click()
    expect(theme.drawn.get_by_role("alert")).to_be_visible()

    assert find_barriers(theme.page) == []
