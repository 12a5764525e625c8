"""A browser with the stage in it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.sandbox.blockkit_page.stage import Stage, running_site


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the stage is served."""
    with running_site() as address:
        yield address


@pytest.fixture(scope="session")
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The stage in a window that lives in another zone than the reader."""
    with browser.new_context(locale="en-US", timezone_id="America/New_York") as context:
        page = context.new_page()
        page.goto(address)
        page.wait_for_function("window.stage !== undefined")
        yield page


@pytest.fixture
def stage(page: Page) -> Iterator[Stage]:
    """An empty stage; a test during which a script failed fails too."""
    stage = Stage(page)
    yield stage
    assert stage.complaints == []
