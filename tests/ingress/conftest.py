"""Ingress tests speak HTTP to a whole desk, as Slack does and as others might."""

from collections.abc import Iterator

import pytest

from tests.support.desk import Desk, desk_with_a_database


@pytest.fixture(scope="session")
def desk(server_url: str) -> Iterator[Desk]:
    """A desk that all these tests share: what they send adds to it, nothing else changes."""
    with desk_with_a_database(server_url) as desk:
        yield desk
