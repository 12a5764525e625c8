"""Desks that are reached by socket."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bot.gateways.database import Sessions
from bot.manifest import Transport
from tests.support.desk import IMPATIENT, Desk, running_desk


@pytest.fixture
def desk(sessions: Sessions, engine: Engine) -> Iterator[Desk]:
    """A running desk where #it-help feeds IT and #it-triage works it."""
    retry_delays = (0.0, 0.2, 2.0)
    with running_desk(
        sessions, engine, transport=Transport.SOCKET, retry_delays=retry_delays, patience=IMPATIENT
    ) as desk:
        desk.set_up()
        yield desk
