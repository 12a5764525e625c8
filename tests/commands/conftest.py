"""A stand-in for Slack for commands that speak to it."""

from collections.abc import Iterator

import pytest

from bot.manifest import Transport, manifest
from sandbox.server import SandboxServer


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    """A sandbox with the small company, without rate limits."""
    with SandboxServer(manifest(Transport.HTTP), rate_scale=None) as server:
        yield server
