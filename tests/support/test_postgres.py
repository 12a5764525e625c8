"""The databases that tests get, and what becomes of a run that was killed."""

from pathlib import Path

import psutil
from sqlalchemy import Engine, inspect, text
from sqlalchemy.orm import Session

from bot.gateways.database import create_database_engine, create_sessions, pending_migrations
from tests.support.postgres import TestRun, empty_all_tables
from tests.support.postgres_user import PostgresUser


def test_what_a_test_commits_in_its_session_is_rolled_back(session: Session, engine: Engine) -> None:
    session.execute(text("CREATE TABLE left_over (id int)"))
    session.commit()

    assert not inspect(engine).has_table("left_over")


def test_tables_are_emptied_and_counted_from_one_again(fresh_database_url: str) -> None:
    engine = create_database_engine(fresh_database_url)
    sessions = create_sessions(engine)
    with sessions.begin() as session:
        session.execute(text("CREATE TABLE numbered (id int GENERATED ALWAYS AS IDENTITY, word text)"))
        session.execute(text("INSERT INTO numbered (word) VALUES ('a'), ('b')"))

    empty_all_tables(engine)

    with sessions.begin() as session:
        ids = session.scalars(text("INSERT INTO numbered (word) VALUES ('c') RETURNING id")).all()
    assert ids == [1]
    assert not pending_migrations(engine)
    engine.dispose()


def test_a_killed_runs_server_and_folder_are_removed_by_the_next_run(tmp_path: Path) -> None:
    killed = TestRun(tmp_path / "runs")
    with PostgresUser(killed.folder / "postgres") as worker:
        worker.wait_until_ready()
        server = psutil.Process(int((killed.folder / "postgres/data/postmaster.pid").read_text().split()[0]))
    killed._lock.close()  # as the kernel does for a killed process
    survived_its_run = server.is_running()

    following = TestRun(tmp_path / "runs")

    server.wait(timeout=10)
    assert survived_its_run
    assert not killed.folder.exists()
    following.end()


def test_a_run_that_goes_on_is_left_alone_by_others(tmp_path: Path) -> None:
    going_on = TestRun(tmp_path / "runs")

    TestRun(tmp_path / "runs").end()

    assert going_on.folder.exists()
    going_on.end()
    assert [path.name for path in (tmp_path / "runs").iterdir()] == ["sweep.lock"]
