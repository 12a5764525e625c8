"""The database: engine, sessions and migrations, the same for the embedded server and for one's own."""

from functools import cache
from pathlib import Path
from typing import TypeAlias

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg import Error as PsycopgError
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

Sessions: TypeAlias = sessionmaker[Session]
"""What opens transactions: `with sessions.begin() as session:`."""

DRIVER = "postgresql+psycopg"
MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
MIGRATION_LOCK = 0x6465736B62656C6C  # "deskbell" in ASCII: one number, agreed on by all releases
MIGRATION_QUEUE_SECONDS = 300
LOCK_TIMEOUT_SECONDS = 5
STATEMENT_TIMEOUT_SECONDS = 60


def create_database_engine(url: str, *, application_name: str = "deskbell", pool_size: int = 10) -> Engine:
    """Return an engine on `url`; nothing connects yet.

    Sessions speak UTC, a connection that died is replaced when it is taken from the pool, and no error text carries
    parameters or the values of a row.

    Args:
        url: `postgresql://…`, `postgres://…` or SQLAlchemy's `postgresql+psycopg://…`.
        application_name: what `pg_stat_activity` shows.
        pool_size: the most connections this engine ever holds; one per thread that works at the same time.

    Raises:
        sqlalchemy.exc.ArgumentError: `url` is not a URL.
    """
    parsed = make_url(url)
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername=DRIVER)
    asked_for = parsed.query.get("options", "")
    options = asked_for if isinstance(asked_for, str) else " ".join(asked_for)
    engine = create_engine(
        parsed.difference_update_query(["options"]),
        connect_args={
            "application_name": application_name,
            "connect_timeout": 10,
            "options": f"{options} -c timezone=UTC".strip(),
        },
        hide_parameters=True,
        max_overflow=0,
        pool_pre_ping=True,
        pool_size=pool_size,
        pool_timeout=10,
    )
    event.listen(engine, "handle_error", _leave_out_details)
    return engine


def create_sessions(engine: Engine) -> Sessions:
    """Return what opens transactions on `engine`. Objects stay readable after their commit."""
    return sessionmaker(engine, expire_on_commit=False)


def constraint_name(error: IntegrityError) -> str | None:
    """Return the name of the constraint that `error` violates, or None if the database names none."""
    return error.orig.diag.constraint_name if isinstance(error.orig, PsycopgError) else None


def migrate(database: Engine | str) -> None:
    """Bring the database to the newest revision this release knows, one migrator at a time.

    Every migration runs under a lock and a statement timeout, so that it fails rather than stops a desk that runs. A
    database that a newer release has migrated already is left as it is.

    Args:
        database: an engine, or a URL as `create_database_engine` takes it.

    Raises:
        sqlalchemy.exc.DBAPIError: a timeout passed or a statement failed; nothing was changed.
    """
    if isinstance(database, str):
        engine = create_database_engine(database, application_name="deskbell migrate", pool_size=1)
        try:
            migrate(engine)
        finally:
            engine.dispose()
        return
    with database.connect() as connection:
        connection.detach()  # closed at the end, and with it the lock and the timeouts
        _set_timeouts(connection, lock=MIGRATION_QUEUE_SECONDS, statement=MIGRATION_QUEUE_SECONDS)
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
        _set_timeouts(connection, lock=LOCK_TIMEOUT_SECONDS, statement=STATEMENT_TIMEOUT_SECONDS)
        behind = _is_behind(connection)
        connection.commit()  # Alembic leaves a transaction that it finds open to whoever opened it
        if behind:
            command.upgrade(migration_config(connection), "head")


def pending_migrations(engine: Engine) -> bool:
    """Return whether the database lacks a revision that this release needs.

    Raises:
        sqlalchemy.exc.OperationalError: the database does not answer.
    """
    with engine.connect() as connection:
        return _is_behind(connection)


def migration_config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration for our revisions, from whatever folder we were started in.

    Args:
        connection: what the revisions run on; without it `migrations/env.py` opens one.
    """
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


@cache
def _revisions() -> ScriptDirectory:
    return ScriptDirectory.from_config(migration_config())


def _is_behind(connection: Connection) -> bool:
    """Return whether an upgrade has something to do. An unknown revision is a newer release's, which includes ours."""
    revisions = _revisions()
    current = set(MigrationContext.configure(connection).get_current_heads())
    known = {revision.revision for revision in revisions.walk_revisions()}
    return current <= known and current != set(revisions.get_heads())


def _set_timeouts(connection: Connection, *, lock: int, statement: int) -> None:
    """Bound how many seconds each later statement on `connection` waits for locks, and takes altogether."""
    setting = text(
        "SELECT set_config('lock_timeout', :lock, false), set_config('statement_timeout', :statement, false)"
    )
    connection.execute(setting, {"lock": f"{lock}s", "statement": f"{statement}s"})


def _leave_out_details(context: ExceptionContext) -> None:
    """Cut an error's text to its first line: the DETAIL below it quotes the row, and logs do not quote people."""
    original, wrapped = context.original_exception, context.sqlalchemy_exception
    if not isinstance(original, PsycopgError) or original.diag.message_primary is None:
        return
    original.args = (original.diag.message_primary,)
    if wrapped is not None:
        wrapped.args = (f"({type(original).__module__}.{type(original).__qualname__}) {original}",)
