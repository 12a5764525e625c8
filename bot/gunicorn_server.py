"""The web server: gunicorn with one kind of worker (threads) and our logs, started from code."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

OpenApp: TypeAlias = "Callable[[], AbstractContextManager[WSGIApplication]]"


@dataclass(frozen=True)
class WebServer:
    """How to serve.

    Attributes:
        port: the TCP port.
        host: the address to listen on; every interface by default, as a container needs.
        processes: worker processes; metrics are those of one process, so more than one makes them partial.
        threads: requests one process handles at the same time.
        grace_seconds: how long requests in hand may take after SIGTERM.
    """

    port: int
    host: str = "0.0.0.0"  # noqa: S104 - Slack calls from outside; the demo passes 127.0.0.1
    processes: int = 1
    threads: int = 8
    grace_seconds: int = 25


class RootLogger(Logger):  # type: ignore[misc]  # gunicorn ships no types
    """Gunicorn's lines go to the root logger, as everybody's do; requests are not logged one by one."""

    def setup(self, _cfg: Any) -> None:
        """Give gunicorn's two loggers no handlers of their own."""
        for logger in (self.error_log, self.access_log):
            logger.handlers = []
            logger.propagate = True
        self.error_log.setLevel(logging.INFO)
        self.access_log.setLevel(logging.WARNING)


class _Gunicorn(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    def __init__(self, open_app: OpenApp, server: WebServer) -> None:
        self._life = ExitStack()
        self._open_app = open_app
        self._server = server
        super().__init__()

    def load_config(self) -> None:
        settings = {
            "bind": f"{self._server.host}:{self._server.port}",
            "workers": self._server.processes,
            "worker_class": "gthread",
            "threads": self._server.threads,
            "graceful_timeout": self._server.grace_seconds,
            "timeout": 30,
            "keepalive": 75,  # Slack keeps its connections
            "logger_class": RootLogger,
            "control_socket_disable": True,  # it would be written under HOME, which a service may not have
            "proc_name": "deskbell web",
            "worker_exit": lambda _arbiter, _worker: self._life.close(),
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> "WSGIApplication":
        return self._life.enter_context(self._open_app())


def serve_wsgi(open_app: OpenApp, server: WebServer) -> None:
    """Serve until SIGTERM or SIGINT, then let requests in hand finish.

    Args:
        open_app: yields the application; entered in each worker process after the fork, which no connection must
            cross, and left when that process ends.
        server: how to serve.
    """
    _Gunicorn(open_app, server).run()
