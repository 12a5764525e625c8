"""The rooms that the tests of the deliverers work in."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.gateways.database import Sessions
from bot.gateways.slack import SlackClient
from tests.delivery.desk_room import DeskRoom
from tests.support.slack_worlds import sandbox


@pytest.fixture
def room(sessions: Sessions, engine: Engine) -> Iterator[DeskRoom]:
    """A desk with its two channels, nothing asked yet."""
    with sandbox() as server:
        client = SlackClient(server.bot_token, base_url=server.api_url, timeout=timedelta(seconds=2))
        room = DeskRoom(server, sessions, engine, client)
        room.open()
        yield room
