"""Scenario tests play people in the sandbox against a whole desk."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bot.gateways.database import Sessions
from tests.support.desk import Desk, desk_with_a_database, running_desk


@pytest.fixture
def desk(sessions: Sessions, engine: Engine) -> Iterator[Desk]:
    """A running desk, not set up."""
    with running_desk(sessions, engine) as desk:
        yield desk


@pytest.fixture
def it_desk(desk: Desk) -> Desk:
    """A running desk where #it-help feeds IT and #it-triage works it."""
    desk.set_up()
    return desk


@pytest.fixture(scope="session")
def _one_desk_for_all(server_url: str) -> Iterator[Desk]:
    with desk_with_a_database(server_url) as desk:
        yield desk


@pytest.fixture
def shared_desk(_one_desk_for_all: Desk) -> Iterator[Desk]:
    """A desk set up as `it_desk`, shared by tests that open tickets of their own and leave everything else alone."""
    yield _one_desk_for_all
    _one_desk_for_all.settle()
    assert _one_desk_for_all.parked() == []
