"""A browser with the stage in it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.sandbox.blockkit_page.stage import CHROMIUM, Stage, running_browser, running_site


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the stage is served."""
    with running_site() as address:
        yield address


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page whose browser lives in another zone than the reader on the stage; skipped without a browser."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium: make browser")
    with (
        running_browser() as browser,
        browser.new_context(locale="en-US", timezone_id="America/New_York") as context,
    ):
        yield context.new_page()


@pytest.fixture
def stage(page: Page, address: str) -> Iterator[Stage]:
    """A fresh stage; a test during which a script failed fails too."""
    page.set_viewport_size({"width": 760, "height": 800})
    stage = Stage(page, address)
    yield stage
    assert stage.complaints == []
