"""The page on which somebody installs the app, in Chromium: nobody is kept out of it."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from sandbox.installation import CLIENT_ID
from sandbox.server import SandboxServer
from tests.sandbox.test_oauth import exchange
from tests.support.browser import find_barriers

BACK = "https://desk.example.com/slack"
ASKED = f"/oauth/v2/authorize?client_id={CLIENT_ID}&scope=chat:write,users:read.email&redirect_uri={BACK}"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("address", "heading"),
    [(ASKED, "Deskbell asks to join Acme"), ("/oauth/v2/authorize?client_id=nobody", "Deskbell cannot be installed")],
)
def test_nobody_is_kept_out(browser: Browser, sandbox: SandboxServer, theme: str, address: str, heading: str) -> None:
    with browser.new_context(base_url=sandbox.base_url, color_scheme="dark" if theme == "dark" else "light") as context:
        page = context.new_page()
        page.goto(address)
        expect(page.get_by_role("heading", name=heading)).to_be_visible()

        assert find_barriers(page) == []


def test_the_keyboard_alone_is_enough(window: Page, sandbox: SandboxServer) -> None:
    back = f"{sandbox.base_url}/"
    sandbox.platform.app.redirect_urls = (back,)
    window.goto(ASKED.replace(BACK, back))
    window.get_by_role("checkbox", name="users:read.email").focus()
    window.keyboard.press("Space")
    window.get_by_role("button", name="Allow").focus()
    window.keyboard.press("Enter")
    window.wait_for_url(re.compile(r"/\?code="))
    expect(window.get_by_role("button", name="Acting as")).to_be_visible()

    code = parse_qs(urlsplit(window.url).query)["code"][0]
    granted = exchange(sandbox, code, redirect_uri=back)["scope"].split(",")
    assert ("chat:write" in granted, "users:read.email" in granted) == (True, False)
