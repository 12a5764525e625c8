"""What /metrics says of the outbox is what the database holds."""

from prometheus_client import CollectorRegistry, generate_latest
from sqlalchemy import Engine, text

from bot.delivery.metrics import OutboxCollector
from bot.gateways.database import Sessions, create_database_engine, create_sessions
from models.desk import OutboxState
from tests.delivery.outbox_rows import add_row, make_workspace


def scrape(sessions: Sessions) -> str:
    registry = CollectorRegistry()
    registry.register(OutboxCollector(sessions))
    return generate_latest(registry).decode()


def test_waiting_and_parked_rows_are_counted_by_kind(sessions: Sessions) -> None:
    with sessions.begin() as session:
        workspace = make_workspace(session)
        for number in range(3):
            add_row(session, workspace.id, lane=f"lane/{number}")
        add_row(session, workspace.id, state=OutboxState.PARKED)
        add_row(session, workspace.id, state=OutboxState.SENT)

    said = scrape(sessions)

    assert 'deskbell_outbox_rows{kind="test.post",state="pending"} 3.0' in said
    assert 'deskbell_outbox_parked_rows{kind="test.post"} 1.0' in said
    assert "deskbell_database_up 1.0" in said


def test_the_age_is_that_of_the_longest_due_row(sessions: Sessions) -> None:
    with sessions.begin() as session:
        workspace = make_workspace(session)
        add_row(session, workspace.id, lane="old")
        session.execute(text("UPDATE outbox SET due_at = now() - interval '90 seconds'"))
        add_row(session, workspace.id, lane="new")

    [line] = [line for line in scrape(sessions).splitlines() if line.startswith("deskbell_outbox_oldest_due_seconds ")]

    assert 90 <= float(line.split()[1]) < 120


def test_an_empty_outbox_has_no_age(sessions: Sessions) -> None:
    assert "deskbell_outbox_oldest_due_seconds 0.0" in scrape(sessions)


def test_a_database_that_does_not_answer_is_said_and_nothing_made_up(engine: Engine) -> None:
    silent = create_database_engine(str(engine.url.set(database="no_such_database")))

    said = scrape(create_sessions(silent))

    assert "deskbell_database_up 0.0" in said
    assert "deskbell_outbox_rows{" not in said
