"""Being the one scheduler that acts, among any number that run.

The right to act is an advisory lock of PostgreSQL, held by a database session of its own: when the holder ends in
whatever way, its session ends, and with it the lock.
"""

from contextlib import suppress
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.domain.desk.instants import Clock, system_clock

SCHEDULER_LOCK: Final = 0x6465736B7469636B  # "desktick" in ASCII: one number, agreed on by all releases

_TAKE = text("SELECT pg_try_advisory_lock(:key)")
_IS_OURS = text("""
    SELECT EXISTS (
        SELECT FROM pg_locks
        WHERE locktype = 'advisory' AND objsubid = 1 AND granted AND pid = pg_backend_pid()
          AND (classid::bigint << 32 | objid::bigint) = :key
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    )
""")

_LET_GO = text("SELECT pg_advisory_unlock(:key)")


class Leadership:
    """The right to act as the scheduler of one database. Belongs to one thread.

    The connection is its own, outside the pool, and never has a transaction open.

    Args:
        engine: the database whose scheduler this wants to be.
        clock: real time, for `held_since`.
        key: the number of the advisory lock.
    """

    def __init__(self, engine: Engine, *, clock: Clock = system_clock, key: int = SCHEDULER_LOCK) -> None:
        self._engine = engine
        self._clock = clock
        self._key = key
        self._connection: Connection | None = None
        self._held_since: datetime | None = None

    @property
    def held_since(self) -> datetime | None:
        """When this process last took the lead, aware UTC; None while it does not have it, as far as it knows."""
        return self._held_since

    def take_or_keep(self) -> bool:
        """Make sure that the lead is ours, or try to get it; return whether we have it now.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: the database does not answer; the lead is lost until it does.
        """
        try:
            connection = self._connect()
            is_ours = bool(connection.scalar(_IS_OURS if self._held_since else _TAKE, {"key": self._key}))
        except SQLAlchemyError:
            self.give_up()
            raise
        if not is_ours:
            self._held_since = None
        elif self._held_since is None:
            self._held_since = self._clock()
        return is_ours

    def give_up(self) -> None:
        """Let another scheduler act. Harmless when we have no lead."""
        connection, held_since = self._connection, self._held_since
        self._connection = self._held_since = None
        if connection is None:
            return
        if held_since is not None:
            with suppress(SQLAlchemyError):  # a closed connection lets go as well, but only when the server notices
                connection.execute(_LET_GO, {"key": self._key})
        connection.close()

    def _connect(self) -> Connection:
        if self._connection is None:
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            connection.detach()
            self._connection = connection
        return self._connection
