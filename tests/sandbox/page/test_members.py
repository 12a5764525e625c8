"""The people of a channel in Chromium: the app invited and removed, the channel made private."""

from playwright.sync_api import Page, expect

from sandbox.server import SandboxServer
from tests.sandbox.listening_app import ListeningApp
from tests.sandbox.page.test_shell import come
from tests.support.browser import find_barriers


def test_the_app_is_invited_and_removed_from_the_list_of_members(
    window: Page, sandbox: SandboxServer, app: ListeningApp
) -> None:
    window.goto("/#/as/ada/c/general")
    open_members(window)
    window.get_by_role("button", name="Invite Deskbell").click()
    expect(window.get_by_role("listitem").filter(has_text="has joined the channel")).to_be_visible()
    open_members(window)
    window.get_by_role("button", name="Remove Deskbell").click()
    expect(window.get_by_role("listitem").filter(has_text="has left the channel")).to_be_visible()

    sandbox.wait_idle()
    assert [event["inviter"] for event in app.events_of("member_joined_channel")] == ["U000000ADA"]
    assert len(app.events_of("channel_left")) == 1


def test_the_app_is_invited_by_typing(window: Page, sandbox: SandboxServer, app: ListeningApp) -> None:
    field = come(window, "ada", "general")
    field.press_sequentially("/inv")
    expect(window.get_by_role("option", name="/invite")).to_be_visible()
    field.fill("/invite @deskbell ")
    field.press("Enter")
    expect(window.get_by_role("listitem").filter(has_text="has joined the channel")).to_be_visible()

    sandbox.wait_idle()
    assert len(app.events_of("member_joined_channel")) == 1


def test_an_admin_makes_a_channel_private(window: Page, sandbox: SandboxServer, app: ListeningApp) -> None:
    window.goto("/#/as/ada/c/it-help")
    open_members(window)
    assert find_barriers(window) == []
    window.get_by_role("button", name="Make private").click()
    expect(window.get_by_role("listitem").filter(has_text="made this channel private")).to_be_visible()
    open_members(window)
    expect(window.get_by_role("button", name="Make public")).to_be_visible()

    sandbox.wait_idle()
    assert len(app.events_of("channel_convert_to_private")) == 1


def open_members(window: Page) -> None:
    """Open the list of members of the channel that is shown."""
    window.get_by_role("button", name="members").click()
