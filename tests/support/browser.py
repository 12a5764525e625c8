"""Debian's Chromium, driven by Playwright, for tests of the page."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium")
NO_BROWSER = "there is no Chromium here"
ARGUMENTS = (
    "--no-sandbox",  # tests also run as root, in containers
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

FIND_VIOLATIONS = "axe.run({preload: false, resultTypes: ['violations']}).then((found) => found.violations)"
"""Every rule is tried. Not preloaded: axe would fetch imported styles from the wrong place."""


PATIENCE_MS = 20_000
"""How long the page may take to show what is expected: it costs nothing when it does, and the machine may be busy."""


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Run the browser, which finds no other machine. One at a time: Playwright has one loop per thread.

    Where there is none the test is skipped; but in CI as root, where `make browser` would have installed it, it fails.
    """
    if CHROMIUM is None:
        if os.environ.get("CI") and os.geteuid() == 0:
            pytest.fail(f"{NO_BROWSER}, though `make browser` should have installed it")
        pytest.skip(NO_BROWSER)
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


def find_barriers(page: Page) -> list[str]:
    """Return what axe-core finds that keeps people out, as lines of rule, element and what to mend.

    It waits until nothing moves or fades any more, but for what never ends: colours are judged at rest.
    """
    page.wait_for_function(
        """() => document.getAnimations().every((each) =>
             each.playState !== "running" || each.effect.getComputedTiming().iterations === Infinity)"""
    )
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(FIND_VIOLATIONS)
    return [f"{rule['id']}: {node['html']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]
