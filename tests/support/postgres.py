"""One PostgreSQL per test run, shared by its workers; one database per worker, copied from a migrated template.

A run lives in a folder of its own under `ROOT`, and the first process of the run holds a lock on it. The kernel lets
go of that lock however the run ends, so the next run knows which servers and folders were left behind and removes
them.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import Engine, make_url, text

from bot.gateways.database import migrate
from bot.gateways.embedded_postgres import EmbeddedPostgres
from bot.gateways.embedded_postgres.locks import FileLock, held_alone, is_held

ROOT = Path(tempfile.gettempdir()) / f"deskbell-tests-{os.geteuid()}"
RUN_FOLDER = "DESKBELL_TEST_RUN_FOLDER"
"""The environment variable by which the workers of a run find its folder."""

TEMPLATE = "template_deskbell"
TABLES = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
EMPTY = text("""
    DO $$
    DECLARE
        name text;
        tables regclass[] := ARRAY(
            SELECT oid FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version');
    BEGIN
        FOREACH name IN ARRAY tables LOOP
            EXECUTE 'LOCK TABLE ' || name || ' IN SHARE ROW EXCLUSIVE MODE';
            IF pg_relation_size(name) > 1000000 THEN
                EXECUTE 'TRUNCATE TABLE ' || name || ' CASCADE';
            END IF;
        END LOOP;
        SET LOCAL session_replication_role = replica;  -- foreign keys rest: everything goes
        FOREACH name IN ARRAY tables LOOP
            EXECUTE 'DELETE FROM ' || name;
        END LOOP;
        PERFORM setval(seqrelid, seqstart, false) FROM pg_sequence;
    END $$
""")
"""Waits for who still writes. Deleting a few rows takes a tenth of the time of truncating all tables; the large ones
are truncated all the same, which leaves nothing to be vacuumed."""

FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_wal_size": "256MB",
}


class TestRun:
    """The folder of one run under `root`, held while the run lasts. Making it removes what killed runs left."""

    __test__ = False

    def __init__(self, root: Path = ROOT) -> None:
        root.mkdir(mode=0o711, exist_ok=True)
        with held_alone(root / "sweep.lock"):
            _sweep(root)
            self.folder = Path(tempfile.mkdtemp(prefix="run-", dir=root))
            self.folder.chmod(0o711)
            self._lock = FileLock(_lock_of(self.folder))
            self._lock.lock()

    def end(self) -> None:
        """Stop the run's server if a worker left it behind, and remove the folder."""
        _remove(self.folder)
        self._lock.close()


@contextmanager
def running_server() -> Iterator[str]:
    """Use this run's server for the length of the block; yield its URL."""
    with EmbeddedPostgres(Path(os.environ[RUN_FOLDER]) / "postgres", settings=FAST) as url:
        yield url


@contextmanager
def migrated_database(server_url: str) -> Iterator[str]:
    """Have a migrated database without rows for the length of the block; yield its URL."""
    with held_alone(Path(os.environ[RUN_FOLDER]) / "template.lock"):
        _make_template(server_url)
    with bare_database(server_url, template=TEMPLATE) as url:
        yield url


@contextmanager
def bare_database(server_url: str, *, template: str = "template1") -> Iterator[str]:
    """Have a copy of the database `template`, by default an empty one, for the length of the block; yield its URL."""
    name = f"test_{uuid4().hex}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    with _server(server_url) as server:
        server.execute(create)
    yield _on(server_url, name)
    with _server(server_url) as server:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def empty_all_tables(engine: Engine) -> None:
    """Remove every row of every table but Alembic's, and start the numbering again."""
    with engine.begin() as connection:
        connection.execute(EMPTY)


def _make_template(server_url: str) -> None:
    """Make and migrate the template unless it is there. It gets its name last, when it is whole."""
    unfinished = f"{TEMPLATE}_unfinished"
    with _server(server_url) as server:
        if server.execute("SELECT FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone() is not None:
            return
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(unfinished)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
        migrate(_on(server_url, unfinished))
        server.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(unfinished), sql.Identifier(TEMPLATE))
        )


@contextmanager
def _server(server_url: str) -> Iterator[psycopg.Connection]:
    url = make_url(_on(server_url, "postgres")).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        yield connection


def _on(server_url: str, database: str) -> str:
    return make_url(server_url).set(database=database).render_as_string(hide_password=False)


def _lock_of(run_folder: Path) -> Path:
    return run_folder.with_suffix(".lock")


def _sweep(root: Path) -> None:
    """Remove the servers and folders of runs that were killed."""
    for folder in root.glob("run-*"):
        if folder.is_dir() and not is_held(_lock_of(folder)):
            _remove(folder)


def _remove(run_folder: Path) -> None:
    """Remove a run's server, folder and lock; a later sweep does it if a worker outlived its run a little."""
    if (run_folder / "postgres").exists():
        server = EmbeddedPostgres(run_folder / "postgres")
        if not server.stop_if_unused():
            return
        shutil.rmtree(server.socket_folder)
    shutil.rmtree(run_folder)
    _lock_of(run_folder).unlink(missing_ok=True)
