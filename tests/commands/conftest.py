"""A stand-in for Slack for commands that speak to it."""

from collections.abc import Iterator

import pytest

from bot.manifest import Transport, manifest
from sandbox.server import SandboxServer


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    """A sandbox with the small company, without rate limits, that retries events within seconds."""
    with SandboxServer(manifest(Transport.HTTP), rate_scale=None, retry_delays=(0.0, 2.0, 8.0)) as server:
        yield server
