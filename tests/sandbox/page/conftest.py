"""What the tests of the page share: looking as somebody, hearing the stream, and a window of Chromium."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeAlias

import httpx
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from sandbox.server import SandboxServer
from tests.support.plain_http import trusted

Look: TypeAlias = Callable[..., dict[str, Any]]
Listen: TypeAlias = Callable[..., AbstractContextManager[Iterator[dict[str, Any]]]]
SECONDS = 10.0


@pytest.fixture
def http(sandbox: SandboxServer) -> Iterator[httpx.Client]:
    """A browser without eyes."""
    with httpx.Client(base_url=sandbox.base_url, trust_env=False, verify=trusted(), timeout=SECONDS) as client:
        yield client


@pytest.fixture
def look(http: httpx.Client) -> Look:
    """Read what somebody sees: `look("company", "rosa")`."""

    def read(path: str, who: str, **query: str) -> dict[str, Any]:
        seen: dict[str, Any] = http.get(f"/page/{path}", params={"as": who, **query}).raise_for_status().json()
        return seen

    return read


@pytest.fixture
def listen(http: httpx.Client) -> Listen:
    """Hear the stream's events as somebody, after a cursor."""

    @contextmanager
    def hear(who: str, after: str, **headers: str) -> Iterator[Iterator[dict[str, Any]]]:
        with http.stream("GET", "/page/stream", params={"as": who, "after": after}, headers=headers) as response:
            lines = response.iter_lines()
            yield (json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: "))

    return hear


@pytest.fixture
def window(browser: Browser, sandbox: SandboxServer) -> Iterator[Page]:
    """A window on the sandbox; a test during which a script failed fails too."""
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    with browser.new_context(
        base_url=sandbox.base_url, viewport={"width": 1280, "height": 800}, reduced_motion="reduce"
    ) as context:
        page = context.new_page()
        page.set_default_timeout(SECONDS * 1000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", hear)
        yield page
    assert complaints == []
