"""Hears the database say that rows were written."""

import threading
from collections.abc import Callable

import structlog
from psycopg import Connection, Error
from psycopg.sql import SQL, Identifier
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.services.desk.outbox import NOTIFY_CHANNEL

_log = structlog.stdlib.get_logger(__name__)


class Listener:
    """Calls `wake` at each notification, on a connection and a thread of its own.

    A connection that breaks is made again. Whatever is missed meanwhile, the worker's poll finds.

    Args:
        engine: says how to connect.
        wake: called from this thread.
        patience: seconds until it sees that it should stop, and between two tries to connect.
    """

    def __init__(self, engine: Engine, wake: Callable[[], None], *, patience: float = 1.0) -> None:
        self._engine = engine
        self._wake = wake
        self._patience = patience
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="outbox-listener", daemon=True)

    def __enter__(self) -> "Listener":
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._listen()
            except (Error, SQLAlchemyError) as failure:
                _log.warning("outbox.listener_lost", error=type(failure).__name__)
                self._stop.wait(self._patience)

    def _listen(self) -> None:
        connection = self._connect()
        try:
            connection.autocommit = True
            connection.execute(SQL("LISTEN {}").format(Identifier(NOTIFY_CHANNEL)))
            self._wake()  # rows may have been written while nobody listened
            while not self._stop.is_set():
                for _ in connection.notifies(timeout=self._patience, stop_after=1):
                    self._wake()
        finally:
            connection.close()

    def _connect(self) -> Connection:
        """Return a connection made as the engine makes them, which the pool no longer counts."""
        pooled = self._engine.raw_connection()
        connection = pooled.driver_connection
        pooled.detach()
        if not isinstance(connection, Connection):  # the engine is psycopg's, or nothing here works
            raise TypeError(f"cannot listen on {type(connection).__name__}")
        connection.rollback()
        return connection
