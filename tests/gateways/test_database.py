"""Engines, sessions and migrations on a real PostgreSQL."""

import threading
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.gateways.database import (
    LOCK_TIMEOUT_SECONDS,
    MIGRATION_LOCK,
    Sessions,
    constraint_name,
    create_database_engine,
    migrate,
    pending_migrations,
)

ADVISORY_LOCKS_HERE = """
    SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE locktype = 'advisory' AND datname = current_database()
"""
"""Other tests' databases are on the same server, and `pg_locks` tells of them all."""


@contextmanager
def engine_on(url: str, **options: int | str) -> Iterator[Engine]:
    """An engine for the length of the block."""
    engine = create_database_engine(url, **options)  # type: ignore[arg-type]  # its two options, by name
    try:
        yield engine
    finally:
        engine.dispose()


def refuse_row(connection: Connection, definition: str, word: str | None) -> IntegrityError:
    """Put `word` twice in a table of one column that does not take it, and return the error."""
    connection.execute(text(f"CREATE TEMPORARY TABLE pay (words text {definition})"))
    with pytest.raises(IntegrityError) as caught:
        connection.execute(text("INSERT INTO pay VALUES (:word), (:word)"), {"word": word})
    return caught.value


def wait_for_a_waiter(engine: Engine) -> None:
    """Return when some session of the database waits for an advisory lock."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'"
    )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for _ in range(1000):
            if connection.scalar(waiting):
                return
            connection.execute(text("SELECT pg_sleep(0.01)"))
    pytest.fail("nobody waited")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_usual_spelling_of_the_url_is_taken(database_url: str, scheme: str) -> None:
    spelled = database_url.replace("postgresql+psycopg", scheme)

    with engine_on(spelled) as engine, engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1


def test_a_session_speaks_utc_whatever_the_url_asks_for(database_url: str) -> None:
    url = f"{database_url}&options=-c%20timezone%3DAsia/Tokyo%20-c%20work_mem%3D7MB"

    with engine_on(url) as engine, engine.connect() as connection:
        offset = connection.scalar(text("SELECT timestamptz '2026-11-22 12:00+09'")).utcoffset()
        memory = connection.scalar(text("SHOW work_mem"))

    assert offset == timedelta(0)
    assert memory == "7MB"


def test_the_server_sees_who_is_connected(database_url: str) -> None:
    with engine_on(database_url, application_name="deskbell worker") as engine, engine.connect() as connection:
        assert connection.scalar(text("SHOW application_name")) == "deskbell worker"


def test_an_engine_never_holds_more_connections_than_it_was_given(database_url: str) -> None:
    with engine_on(database_url, pool_size=1) as engine, engine.connect():
        assert (
            engine.pool.status()
            == "Pool size: 1  Connections in pool: 0 Current Overflow: 0 Current Checked out connections: 1"
        )


def test_a_connection_that_died_in_the_pool_is_replaced(database_url: str) -> None:
    with engine_on(database_url, pool_size=1) as engine, engine_on(database_url) as other:
        with engine.connect() as connection:
            before = connection.scalar(text("SELECT pg_backend_pid()"))
        with other.begin() as connection:
            connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": before})

        with engine.connect() as connection:
            after = connection.scalar(text("SELECT pg_backend_pid()"))

    assert after != before


def test_an_error_names_the_constraint_and_not_the_row(engine: Engine) -> None:
    with engine.connect() as connection:
        error = refuse_row(connection, "CONSTRAINT uq_pay_words UNIQUE", "my salary")

    assert constraint_name(error) == "uq_pay_words"
    assert "uq_pay_words" in str(error)
    assert "my salary" not in "".join(traceback.format_exception(error))


def test_an_error_that_violates_no_named_constraint_has_no_name(engine: Engine) -> None:
    with engine.connect() as connection:
        error = refuse_row(connection, "NOT NULL", None)

    assert constraint_name(error) is None


def test_an_object_is_readable_after_its_commit(sessions: Sessions) -> None:
    with sessions.begin() as session:
        expires = session.expire_on_commit

    assert not expires


def test_a_migrated_database_has_nothing_pending(engine: Engine) -> None:
    assert not pending_migrations(engine)


def test_an_empty_database_is_pending_until_it_is_migrated(bare_database_url: str) -> None:
    with engine_on(bare_database_url) as engine:
        before = pending_migrations(engine)
        migrate(engine)
        after = pending_migrations(engine)

    assert (before, after) == (True, False)


def test_a_database_that_a_newer_release_migrated_is_left_alone(fresh_database_url: str) -> None:
    with engine_on(fresh_database_url) as engine:
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = 'newer'"))

        migrate(engine)

        with engine.connect() as connection:
            assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "newer"
        assert not pending_migrations(engine)


def test_two_migrators_take_turns(bare_database_url: str) -> None:
    start = threading.Barrier(2)

    def migrate_at_once() -> None:
        start.wait()
        migrate(bare_database_url)

    with ThreadPoolExecutor() as threads:
        for outcome in [threads.submit(migrate_at_once) for _ in range(2)]:
            outcome.result()

    with engine_on(bare_database_url) as engine:
        assert not pending_migrations(engine)


def test_a_migrator_waits_for_the_one_before(bare_database_url: str) -> None:
    key = {"key": MIGRATION_LOCK}
    with engine_on(bare_database_url) as engine, ThreadPoolExecutor() as threads:
        with engine.begin() as earlier:
            earlier.execute(text("SELECT pg_advisory_xact_lock(:key)"), key)
            later = threads.submit(migrate, bare_database_url)
            wait_for_a_waiter(engine)
            pending_meanwhile = pending_migrations(engine)
        later.result()

        assert pending_meanwhile
        assert not pending_migrations(engine)


def test_a_migration_fails_rather_than_wait_long_for_a_table(bare_database_url: str) -> None:
    with engine_on(bare_database_url) as engine, engine.begin() as busy:
        busy.execute(text("CREATE TABLE alembic_version (version_num text)"))

        with pytest.raises(OperationalError) as caught:
            migrate(bare_database_url)

    assert isinstance(caught.value.orig, psycopg.errors.LockNotAvailable)
    assert LOCK_TIMEOUT_SECONDS < 10


def test_a_migrator_leaves_no_timeout_and_no_lock_behind(fresh_database_url: str) -> None:
    with engine_on(fresh_database_url, pool_size=1) as engine:
        migrate(engine)

        with engine.connect() as connection:
            timeouts = connection.execute(
                text("SELECT current_setting('lock_timeout'), current_setting('statement_timeout')")
            ).one()
            locks = connection.scalar(text(ADVISORY_LOCKS_HERE))

    assert tuple(timeouts) == ("0", "0")
    assert locks == 0
