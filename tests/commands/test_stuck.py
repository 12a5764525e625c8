"""`python -m bot stuck …`: what was given up can be seen, tried again, or dropped."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from bot.gateways.database import Sessions, create_database_engine, create_sessions
from bot.services.desk import deliveries
from models.desk import KeptDelivery, OutboxRow, OutboxState, Ticket, Workspace
from tests.commands.command_line import environment, run
from tests.support.desk_rows import make_desk, posted

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def desk(fresh_database_url: str) -> Iterator[Sessions]:
    """A small desk."""
    engine = create_database_engine(fresh_database_url)
    sessions = create_sessions(engine)
    with sessions.begin() as session:
        make_desk(session)
    yield sessions
    engine.dispose()


def park_a_row(desk: Sessions) -> int:
    with desk.begin() as session:
        row = OutboxRow(
            workspace_id=session.scalars(select(Workspace.id)).one(),
            kind="slack.post_reply",
            lane="ticket/1/requester",
            payload={},
            state=OutboxState.PARKED,
            attempts=3,
            last_error="channel_not_found",
            finished_at=func.now(),
        )
        session.add(row)
        session.flush()
        return row.id


def state_of(desk: Sessions, row_id: int) -> OutboxState:
    with desk() as session:
        return session.get_one(OutboxRow, row_id).state


@pytest.mark.usefixtures("desk")
def test_a_desk_with_nothing_stuck_says_so(fresh_database_url: str) -> None:
    ended = run("stuck", "list", env=environment(DATABASE_URL=fresh_database_url))

    assert (ended.code, ended.out) == (0, "Nothing is stuck.\n")


def test_what_is_stuck_is_listed_with_its_reason(desk: Sessions, fresh_database_url: str) -> None:
    row_id = park_a_row(desk)
    with desk.begin() as session:
        workspace_id = session.scalars(select(Workspace.id)).one()
        kept = KeptDelivery(
            workspace_id=workspace_id, delivery_id="Ev1", reference="7F3A", body={}, error="KeyError", kept_at=NOW
        )
        session.add(kept)

    ended = run("stuck", "list", env=environment(DATABASE_URL=fresh_database_url))

    assert ended.out.splitlines() == [
        f"{row_id}  slack.post_reply  ticket/1/requester  channel_not_found after 3 tries",
        "7F3A  from Slack  Ev1  KeyError",
    ]


@pytest.mark.parametrize(
    ("verb", "said", "state"),
    [("retry", "is tried again.", OutboxState.PENDING), ("drop", "is given up.", OutboxState.DROPPED)],
)
def test_a_row_is_tried_again_or_dropped(
    desk: Sessions, fresh_database_url: str, verb: str, said: str, state: OutboxState
) -> None:
    row_id = park_a_row(desk)

    ended = run("stuck", verb, str(row_id), env=environment(DATABASE_URL=fresh_database_url))

    assert (ended.code, ended.out) == (0, f"{row_id} (slack.post_reply) {said}\n")
    assert state_of(desk, row_id) is state


def test_a_kept_delivery_is_handled_again_and_kept_no_longer(desk: Sessions, fresh_database_url: str) -> None:
    with desk.begin() as session:
        workspace = session.scalars(select(Workspace)).one()
        body = {
            "type": "event_callback",
            "team_id": workspace.slack_team_id,
            "event_id": "Ev9",
            "event": posted("My screen is black"),
        }
        reference = deliveries.keep_failed(
            session, "Ev9", body, workspace_id=workspace.id, error="builtins.KeyError", now=NOW
        )
    slack = {"SLACK_BOT_TOKEN": "xoxb-1-test", "SLACK_SIGNING_SECRET": "0123456789abcdef"}

    ended = run("stuck", "retry", reference, env=environment(DATABASE_URL=fresh_database_url, **slack))
    again = run("stuck", "retry", reference, env=environment(DATABASE_URL=fresh_database_url, **slack))

    assert (ended.code, ended.out) == (0, f"{reference} is handled.\n")
    assert (again.code, again.out) == (1, "")
    assert "Nothing kept has the reference" in again.err
    with desk() as session:
        assert session.scalars(select(Ticket.title)).all() == ["My screen is black"]


@pytest.mark.usefixtures("desk")
def test_a_number_that_is_not_stuck_is_refused_in_one_line(fresh_database_url: str) -> None:
    ended = run("stuck", "retry", "99", env=environment(DATABASE_URL=fresh_database_url))

    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "Nothing stuck has the number 99. `python -m bot stuck list` shows what is.\n"
