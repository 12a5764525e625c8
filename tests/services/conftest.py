"""Sessions as the roles compose them: with subscribers and guards."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.composition import wire
from bot.gateways.database import Sessions, create_sessions
from tests.support.desk_rows import Desk, make_desk


@pytest.fixture
def session(session: Session, engine: Engine) -> Session:
    """A session with the product's subscribers, whose work is rolled back after the test."""
    session.info.update(wire(create_sessions(engine)).kw["info"])
    return session


@pytest.fixture
def sessions(sessions: Sessions) -> Sessions:
    """Sessions with the product's subscribers, that really commit."""
    return wire(sessions)


@pytest.fixture
def desk(session: Session) -> Desk:
    """A small desk in the test's own transaction."""
    return make_desk(session)


@pytest.fixture
def open_desk(sessions: Sessions) -> Desk:
    """A small desk that was committed, for tests with several connections."""
    with sessions.begin() as session:
        return make_desk(session)
