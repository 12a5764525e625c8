"""How often one event asks the database, from the door to the answer: promises that may only be made smaller."""

import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from bot.composition import wire
from bot.domain.desk.instants import system_clock
from bot.gateways.database import Sessions
from bot.gateways.slack import SlackClient
from bot.web import create_app
from sandbox.endpoint import JSON, signed_headers
from tests.support import desk_rows
from tests.support.queries import counting_queries

SECRET = "0123456789abcdef"
NOBODY = "http://127.0.0.1:9/api/"


@pytest.fixture
def client(sessions: Sessions, engine: Engine) -> FlaskClient:
    """A web role on a small desk; nothing drains its outbox."""
    wire(sessions)
    with sessions.begin() as session:
        desk = desk_rows.make_desk(session)
        desk_rows.make_ticket(session, desk)
    slack = SlackClient("xoxb-nobody", base_url=NOBODY)
    app = create_app(sessions, engine, system_clock, slack, signing_secret=SECRET)
    client = app.test_client()
    assert post(client, message("hello", channel="C0UNKNOWN")) == 200  # the app asks once who it is
    return client


def test_a_message_elsewhere_costs_next_to_nothing(client: FlaskClient, sessions: Sessions) -> None:
    assert count(client, sessions, message("lunch?", channel="C0UNKNOWN")) <= 5


def test_a_request_of_somebody_known_makes_its_ticket_in_few_queries(client: FlaskClient, sessions: Sessions) -> None:
    assert count(client, sessions, message("My laptop is broken")) <= 23


def test_a_reply_crosses_in_few_queries(client: FlaskClient, sessions: Sessions) -> None:
    reply = message("Any news?", thread_ts=desk_rows.ts_at(0))
    assert count(client, sessions, reply) <= 15


def test_a_delivery_that_was_seen_costs_next_to_nothing(client: FlaskClient, sessions: Sessions) -> None:
    again = message("My laptop is broken")
    post(client, again)
    assert count(client, sessions, again) <= 2


def count(client: FlaskClient, sessions: Sessions, body: dict[str, object]) -> int:
    """Return how many statements an event runs, those of its answer included."""
    with sessions.begin() as session, counting_queries(session) as statements:
        assert post(client, body) == 200
    return len(statements)


def post(client: FlaskClient, body: dict[str, object]) -> int:
    """Post an event as Slack does, and return the status."""
    raw = json.dumps(body).encode()
    return client.post("/slack/events", data=raw, headers=signed_headers(SECRET, raw, JSON)).status_code


def message(text: str, *, channel: str = "C0HELP", thread_ts: str | None = None) -> dict[str, object]:
    """Return the envelope of a message of Rosa's, one minute after noon."""
    ts = desk_rows.ts_at(60)
    event = {"type": "message", "channel": channel, "channel_type": "channel", "user": "U0ROSA", "ts": ts}
    event |= {"text": text, "event_ts": ts} | ({"thread_ts": thread_ts} if thread_ts else {})
    about = {"type": "event_callback", "team_id": "T0ACME", "event_id": f"Ev/{channel}/{text}"}
    return about | {"authorizations": [{"team_id": "T0ACME"}], "event": event}
