"""The list of channels in Chromium: narrowed by typing, and not endless where there are hundreds."""

import pytest
from playwright.sync_api import Page, expect

from sandbox.company import default_company, user_id
from sandbox.server import SandboxServer
from tests.sandbox.conftest import StartSandbox
from tests.sandbox.page.test_shell import come
from tests.support.browser import find_barriers

MANY = 250


@pytest.fixture
def sandbox(start_sandbox: StartSandbox) -> SandboxServer:
    """A company with hundreds of channels; Rosa is in all of them."""
    company = default_company()
    for number in range(MANY):
        company.add_channel(f"project-{number:03}", kind="channel", creator=user_id("ada"), members=[user_id("rosa")])
    return start_sandbox(company=company)


def test_only_so_many_are_drawn_and_more_on_demand(window: Page) -> None:
    come(window, "rosa")
    channels = window.locator("#sidebar").get_by_role("region", name="Channels").get_by_role("listitem")

    expect(channels).to_have_count(101)
    window.get_by_role("button", name="Show more of channels: 152 left").click()
    expect(channels).to_have_count(201)
    assert find_barriers(window) == []


def test_typing_finds_a_channel_and_escape_brings_all_back(window: Page) -> None:
    come(window, "rosa")
    field = window.get_by_role("searchbox", name="Find a channel")

    field.press_sequentially("#Project-24")
    expect(window.locator("#sidebar").get_by_role("button", name="project-")).to_have_count(10)
    expect(field).to_be_focused()
    window.locator("#sidebar").get_by_role("button", name="project-249").click()
    expect(window.get_by_role("textbox", name="Message #project-249")).to_be_visible()
    field.press("Escape")
    expect(window.get_by_role("button", name="Show more of channels")).to_be_visible()


def test_the_open_channel_is_in_the_list_however_far_down(window: Page) -> None:
    window.goto("/#/as/rosa/c/project-240")

    expect(window.locator("#sidebar").get_by_role("button", name="project-240")).to_have_attribute(
        "aria-current", "page"
    )
