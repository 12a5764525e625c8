"""The bot is killed while somebody is on the page: the page goes on, and what was written meanwhile is answered."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.manifest import Transport, manifest
from sandbox.server import SandboxServer
from tests.browser.visitor import Visitor
from tests.support.desk import make_triage
from tests.support.grouping import let_each_message_count
from tests.support.roles import Roles

SOON = 30_000
"""Milliseconds in which a restarted bot has made up for what it missed."""


@pytest.fixture
def sandbox(browser: Browser) -> Iterator[SandboxServer]:
    """A sandbox that delivers again after 1, 3 and 6 seconds."""
    del browser  # only asked for first, so that nothing is started where the test is skipped
    with SandboxServer(manifest(Transport.HTTP), rate_scale=None, retry_delays=(1.0, 3.0, 6.0, 6.0)) as server:
        yield server


def test_a_restart_of_the_bot_in_the_middle_loses_nothing_on_the_page(
    browser: Browser, sandbox: SandboxServer, tmp_path: Path
) -> None:
    rosa, ben = Visitor(browser, sandbox.base_url), Visitor(browser, sandbox.base_url)
    with Roles(tmp_path, sandbox) as roles:
        ada = sandbox.actor("ada")
        assert ada.command("/desk", "admin add @ada").status == 200
        make_triage(ada, "it-triage", "IT")
        assert ada.command("/desk", "request #it-help IT every").status == 200
        let_each_message_count(ada)
        rosa.comes("rosa", "it-help")
        ben.comes("ben", "it-triage")
        rosa.says("it-help", "Before the restart")
        expect(ben.message("Before the restart")).to_contain_text("New", timeout=SOON)

        for name in ("web", "worker"):
            roles.kill(name)
        rosa.says("it-help", "While nobody is there")
        expect(rosa.message("While nobody is there")).to_be_visible()
        ben.message("Before the restart").get_by_role("button", name="Claim").click()
        expect(ben.message("Before the restart")).to_contain_text("did not answer")
        for name in ("web", "worker"):
            roles.start(name)

        expect(ben.message("While nobody is there")).to_contain_text("New", timeout=SOON)
        expect(rosa.message("While nobody is there")).to_contain_text("1 reply", timeout=SOON)
        ben.message("Before the restart").get_by_role("button", name="Claim").click()
        expect(ben.message("Before the restart")).to_contain_text("In progress", timeout=SOON)
    assert [*rosa.complaints, *ben.complaints] == []
    rosa.leaves()
    ben.leaves()
