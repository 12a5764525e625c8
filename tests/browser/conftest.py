"""A whole desk, Chromium, and people in front of the page."""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import pytest
from playwright.sync_api import Browser

from tests.browser.visitor import Visitor
from tests.support.desk import Desk, desk_with_a_database

NewVisitor: TypeAlias = Callable[..., Visitor]


@pytest.fixture(scope="module")
def desk(browser: Browser, server_url: str) -> Iterator[Desk]:
    """A running desk where #it-help feeds IT, shared by the tests of a module."""
    del browser  # only asked for first, so that no desk is started where the tests are skipped
    with desk_with_a_database(server_url) as desk:
        yield desk


@pytest.fixture
def visitors(browser: Browser, desk: Desk) -> Iterator[NewVisitor]:
    """Opens windows on the page; a test during which a script of the page failed fails too."""
    opened: list[Visitor] = []

    def open_window(**how: Any) -> Visitor:
        opened.append(Visitor(browser, desk.sandbox.base_url, **how))
        return opened[-1]

    yield open_window
    for each in opened:
        each.leaves()
    assert [complaint for each in opened for complaint in each.complaints] == []


@pytest.fixture
def visitor(visitors: NewVisitor) -> Visitor:
    """One window on the page."""
    return visitors()
