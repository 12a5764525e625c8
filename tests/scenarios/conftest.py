"""Scenario tests play people in the sandbox against a whole desk."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bot.gateways.database import Sessions
from tests.support.desk import Desk, running_desk


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
