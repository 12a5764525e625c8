"""What every role stands on: the database (one's own, or the embedded one, migrated here) and the way to Slack."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bot.errors import StartRefused
from bot.gateways.database import Sessions, create_database_engine, create_sessions, migrate
from bot.gateways.embedded_postgres import EmbeddedPostgres
from bot.gateways.slack import SlackClient
from bot.settings import STATE_FOLDER, Settings


@dataclass(frozen=True)
class Database:
    """An open database.

    Attributes:
        engine: for advisory locks, LISTEN and readiness.
        sessions: what opens transactions.
        revive: starts the embedded server again if it died, to be called after a failed connection; None when the
            database is the user's own.
    """

    engine: Engine
    sessions: Sessions
    revive: Callable[[], None] | None


@contextmanager
def database_url(
    settings: Settings, *, state_folder: Path = STATE_FOLDER
) -> Iterator[tuple[str, EmbeddedPostgres | None]]:
    """Yield the database's address and, unless `DATABASE_URL` gives it, the embedded server behind it.

    The embedded server runs at least as long as the block.
    """
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value(), None
        return
    embedded = EmbeddedPostgres(state_folder / "postgres")
    with embedded as url:
        yield url, embedded


@contextmanager
def open_database(
    settings: Settings, role: str, *, pool_size: int = 10, state_folder: Path = STATE_FOLDER
) -> Iterator[Database]:
    """Open the database for as long as the block lasts. The embedded one is migrated first.

    Args:
        settings: says which database; without `DATABASE_URL` the embedded one in `state_folder`.
        role: what `pg_stat_activity` shows behind "deskbell".
        pool_size: the most connections; one per thread that works at the same time.
        state_folder: where the embedded server's files are.

    Raises:
        StartRefused: the user's own database does not answer.
    """
    with database_url(settings, state_folder=state_folder) as (url, embedded):
        engine = create_database_engine(url, application_name=f"deskbell {role}", pool_size=pool_size)
        try:
            if embedded is None:
                _expect_answer(engine)
            else:
                migrate(engine)
            yield Database(engine, create_sessions(engine), None if embedded is None else embedded.ensure_running)
        finally:
            engine.dispose()


@contextmanager
def examined_database(settings: Settings, *, state_folder: Path = STATE_FOLDER) -> Iterator[Engine]:
    """Yield an engine on the database as it is, whether or not it answers and is migrated. The doctor's."""
    with database_url(settings, state_folder=state_folder) as (url, _):
        engine = create_database_engine(url, application_name="deskbell doctor", pool_size=2)
        try:
            yield engine
        finally:
            engine.dispose()


def _expect_answer(engine: Engine) -> None:
    try:
        engine.connect().close()
    except OperationalError:
        refusal = StartRefused(
            "DATABASE_URL names a PostgreSQL that does not answer: check that it runs, and the host, user and password."
        )
    else:
        return
    raise refusal


def slack_client(settings: Settings) -> SlackClient:
    """Return the way to Slack. Nothing connects yet. Raises: StartRefused, when there is no token."""
    return SlackClient(settings.require_bot_token(), base_url=settings.slack_api_url)
