"""Scenario tests play people in the sandbox against a whole desk."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest
from sqlalchemy import Engine

from bot.gateways.database import Sessions
from bot.manifest import Transport
from tests.support.desk import Desk, desk_with_a_database, running_desk


@pytest.fixture(params=list(Transport))
def transport(request: pytest.FixtureRequest) -> Transport:
    """How what happens in Slack reaches the desk: every scenario is played both ways (see `shared_out`)."""
    chosen: Transport = request.param
    return chosen


@pytest.fixture
def desk(sessions: Sessions, engine: Engine, transport: Transport) -> Iterator[Desk]:
    """A running desk, not set up."""
    with running_desk(sessions, engine, transport=transport) as desk:
        yield desk


@pytest.fixture
def it_desk(desk: Desk) -> Desk:
    """A running desk where #it-help feeds IT and #it-triage works it."""
    desk.set_up()
    return desk


@pytest.fixture(scope="session")
def _desks(server_url: str) -> Iterator[Callable[[Transport], Desk]]:
    """One desk for each transport, started when it is first asked for."""
    with ExitStack() as stack:
        yield cache(lambda chosen: stack.enter_context(desk_with_a_database(server_url, transport=chosen)))


@pytest.fixture
def shared_desk(_desks: Callable[[Transport], Desk], transport: Transport) -> Iterator[Desk]:
    """A desk set up as `it_desk`, shared by tests that open tickets of their own and leave everything else alone."""
    desk = _desks(transport)
    yield desk
    desk.settle()
    assert desk.parked() == []
