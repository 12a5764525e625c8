"""Health and metrics: what a load balancer and Prometheus are told."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, make_url, text

from bot.domain.desk.instants import system_clock
from bot.gateways.database import create_database_engine, create_sessions
from bot.gateways.slack import SlackClient
from bot.web import create_app
from sandbox.endpoint import FORM, signed_headers
from tests.ingress.metrics import address, metric
from tests.support import plain_http
from tests.support.desk import Desk
from tests.support.handmade import command_fields, signed_post

UNREACHABLE_SLACK = "http://127.0.0.1:9/api/"


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_a_desk_that_runs_is_live_and_ready(desk: Desk, path: str) -> None:
    answer = plain_http.get(address(desk, path))
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_database_that_is_not_migrated_is_not_ready_and_the_answer_says_what_to_do(bare_database_url: str) -> None:
    with web_on(bare_database_url) as client:
        ready, live = client.get("/health/ready"), client.get("/health/live")
    assert (ready.status_code, live.status_code) == (503, 200)
    assert "python -m bot migrate" in str(ready.json)


def test_a_database_that_has_forgotten_its_revision_is_not_ready(fresh_database_url: str) -> None:
    with web_on(fresh_database_url) as client:
        before = client.get("/health/ready").status_code
        engine = create_database_engine(fresh_database_url, application_name="tests")
        with engine.begin() as connection:
            connection.execute(text("DELETE FROM alembic_version"))
        engine.dispose()
        after = client.get("/health/ready").status_code
    assert (before, after) == (200, 503)


def test_a_database_that_is_away_is_not_ready_but_the_process_lives(database_url: str) -> None:
    with web_on(
        make_url(database_url).set(database="nobody_made_this").render_as_string(hide_password=False)
    ) as client:
        ready, live = client.get("/health/ready"), client.get("/health/live")
    assert (ready.status_code, live.status_code) == (503, 200)
    assert "does not answer" in str(ready.json)


def test_a_command_while_the_database_is_away_is_answered_in_words(database_url: str, desk: Desk) -> None:
    body = urlencode(command_fields(desk, "rosa", "list")).encode()
    elsewhere = make_url(database_url).set(database="nobody_made_this").render_as_string(hide_password=False)
    with web_on(elsewhere, desk.sandbox.signing_secret) as client:
        headers = signed_headers(desk.sandbox.signing_secret, body, FORM)
        answer = client.post("/slack/events", data=body, headers=headers)
    assert answer.status_code == 200
    assert "Something went wrong" in answer.text


def test_metrics_count_what_was_answered(desk: Desk) -> None:
    before = metric(desk, "deskbell_requests_total", status="200")
    signed_post(desk).send_form(command_fields(desk, "rosa", "help"))
    assert metric(desk, "deskbell_requests_total", status="200") == before + 1


@contextmanager
def web_on(url: str, secret: str = "s" * 16) -> Iterator[FlaskClient]:
    """Yield a client of a web role on a database, whatever is in it."""
    engine: Engine = create_database_engine(url, application_name="tests")
    slack = SlackClient("xoxb-nobody", base_url=UNREACHABLE_SLACK)
    yield create_app(create_sessions(engine), engine, system_clock, slack, signing_secret=secret).test_client()
    engine.dispose()
