"""What starts: one role by itself, or every role as a child of one parent; and what must be ready before."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import structlog
from flask import Flask

from bot.app import create_bolt_app
from bot.composition import meet_slack
from bot.delivery.attempt import Rules
from bot.delivery.metrics import OutboxCollector
from bot.delivery.worker import Tempo
from bot.desk_files import Desk
from bot.domain.desk.instants import ON_TIME, DeskClock
from bot.domain.desk.problems import DeskFileRefused
from bot.errors import PermanentFailure, StartRefused, TransientFailure
from bot.foundation import Database, database_url, kept_alive, mail_server, open_database, payment_ports, slack_client
from bot.gateways.slack_sockets import SlackSockets
from bot.gunicorn_server import WebServer, serve_wsgi
from bot.ingress import repeat_kept
from bot.manifest import Transport
from bot.processes import Role, Supervisor, end_with_parent, stop_on_signals
from bot.services.desk import deliveries, workspaces
from bot.settings import Settings
from bot.socket_mode import create_socket_mode, served_probes
from bot.web import create_app
from bot.worker import run_worker

WAITING = timedelta(seconds=1)
"""How long Slack may take to answer while a person waits for us."""

APPLIED_ONCE = "DESKBELL_CONFIG"
"""Left out of the children's environment: the parent applies it before they start."""

_log = structlog.stdlib.get_logger(__name__)


def roles(
    transport: Transport = Transport.HTTP,
    *,
    ingress: Sequence[str] = (),
    worker: Sequence[str] = (),
    scheduler: Sequence[str] = (),
) -> list[Role]:
    """Return the roles of a desk, each with further arguments for its command.

    Args:
        transport: how Slack's events come in, which decides the first role.
    """
    first = "web" if transport is Transport.HTTP else "socket-mode"
    return [
        Role(first, ("-m", "bot", first, "--end-with-parent", *ingress)),
        Role("worker", ("-m", "bot", "worker", "--end-with-parent", *worker)),
        Role("scheduler", ("-m", "scheduler", "--end-with-parent", *scheduler)),
    ]


def serve(settings: Settings, *, host: str) -> None:
    """Run everything but Slack itself until SIGTERM or SIGINT.

    The parent keeps the embedded database open, so that the roles can come and go.

    Args:
        settings: the environment's.
        host: the address the web role, or the socket-mode role's health, listens on.

    Raises:
        StartRefused: a variable is missing, Slack does not take a token, or the configuration file is refused.
    """
    stop = stop_on_signals()
    transport = _transport(settings)
    with ready_database(settings, "serve", pool_size=2):
        if transport is Transport.SOCKET:
            _try_app_token(settings)
        environment = children_environment(os.environ)
        Supervisor(roles(transport, ingress=("--host", host)), environment=environment).run(stop)


def run_web(settings: Settings, server: WebServer, *, watches_parent: bool, clock: DeskClock = ON_TIME) -> None:
    """Serve Slack's requests over HTTP until SIGTERM or SIGINT.

    Args:
        settings: the environment's.
        server: how to serve.
        watches_parent: end when the standard input closes.
        clock: the desk's time.

    Raises:
        StartRefused: as `serve`.
    """
    settings.require_signing_secret()
    payment_ports(settings)  # a missing library refuses the start here, not in each process
    if watches_parent:
        end_with_parent(grace_seconds=server.grace_seconds + 5)
    with database_url(settings):  # keeps the embedded one while worker processes come and go
        with ready_database(settings, "web", pool_size=1, clock=clock):
            pass  # closed again before gunicorn forks
        serve_wsgi(partial(_open_web_app, settings, server, clock), server)


def run_socket_mode(
    settings: Settings, *, host: str, threads: int, watches_parent: bool, clock: DeskClock = ON_TIME
) -> None:
    """Take what Slack sends down a socket until SIGTERM or SIGINT; what is in hand by then is finished and acked.

    Args:
        settings: the environment's.
        host: the address health and metrics are served on, at `PORT`.
        threads: envelopes in hand at the same time.
        watches_parent: end when the standard input closes.
        clock: the desk's time.

    Raises:
        StartRefused: as `serve`.
    """
    stop = stop_on_signals()
    if watches_parent:
        end_with_parent()
    sockets = SlackSockets(settings.require_app_token(), base_url=settings.slack_api_url)
    opened = ready_database(settings, "socket-mode", pool_size=threads + 2, clock=clock)
    with opened as database, kept_alive(database):
        slack = slack_client(settings, timeout=WAITING)
        figures = [OutboxCollector(database.sessions)]
        role = create_socket_mode(
            database.sessions, database.engine, clock, slack, sockets, threads=threads, collectors=figures
        )
        with served_probes(role.probes, host=host, port=settings.port):
            try:
                role.line.run(stop)
            except PermanentFailure as failure:
                raise _app_token_refused(failure) from None


def run_worker_role(
    settings: Settings,
    rules: Rules,
    tempo: Tempo,
    *,
    settle: timedelta,
    watches_parent: bool,
    clock: DeskClock = ON_TIME,
) -> None:
    """Send what waits in the outbox until SIGTERM or SIGINT; what is in hand by then is finished.

    Args:
        settings: the environment's.
        rules: how patient delivery is.
        tempo: how the worker spends its time.
        settle: how long an event may take to arrive by itself, before it is read from history.
        watches_parent: end when the standard input closes.
        clock: the desk's time.

    Raises:
        StartRefused: a variable is missing, or the database does not answer.
    """
    stop = stop_on_signals()
    if watches_parent:
        end_with_parent()
    slack, mail, payments = slack_client(settings), mail_server(settings), payment_ports(settings)
    with open_database(settings, "worker", pool_size=tempo.threads + 2, clock=clock) as database:
        run_worker(
            database.engine,
            database.sessions,
            slack,
            clock,
            stop,
            settle=settle,
            rules=rules,
            tempo=tempo,
            mail=mail,
            payments=payments,
            revive=database.revive,
        )


def repeat_delivery(settings: Settings, reference: str) -> bool:
    """Have a delivery that was kept after a failure handled again, and return whether it was this time.

    Raises:
        StartRefused: a variable is missing, or the database does not answer.
        NotFound: nothing is kept under this reference.
    """
    with open_database(settings, "stuck", pool_size=2) as database:
        with database.sessions.begin() as session:
            workspace_id = workspaces.the_workspace(session).id
            body = deliveries.get_kept_body(session, reference, workspace_id=workspace_id)
        slack = slack_client(settings, timeout=WAITING)
        app = create_bolt_app(database.sessions, ON_TIME, slack, signing_secret=None, count=lambda _outcome: None)
        return repeat_kept(app, body)


@contextmanager
def ready_database(settings: Settings, role: str, *, pool_size: int, clock: DeskClock = ON_TIME) -> Iterator[Database]:
    """Open the database of a desk that can take Slack's requests: Slack was met, DESKBELL_CONFIG is applied.

    Raises:
        StartRefused: as `serve`.
    """
    settings.require_bot_token()
    with open_database(settings, role, pool_size=pool_size, clock=clock) as database:
        meet_slack(database.sessions, slack_client(settings), clock)
        if settings.deskbell_config is not None:
            _apply(Desk(database.sessions, slack_client(settings), clock), settings.deskbell_config)
        yield database


def children_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment the roles get from their parent."""
    return {name: value for name, value in environment.items() if name != APPLIED_ONCE}


def _transport(settings: Settings) -> Transport:
    """Return how events come in, when what that needs is there: Socket Mode if there is a token for it.

    Raises:
        StartRefused: neither an app-level token nor a signing secret is there.
    """
    if settings.slack_app_token is not None:
        return Transport.SOCKET
    settings.require_signing_secret()
    return Transport.HTTP


def _try_app_token(settings: Settings) -> None:
    """Refuse the start when Slack refuses the app-level token; its silence is the role's to wait for."""
    try:
        SlackSockets(settings.require_app_token(), base_url=settings.slack_api_url).open_address()
    except PermanentFailure as failure:
        raise _app_token_refused(failure) from None
    except TransientFailure as failure:
        _log.warning("app_token.not_tried", reason=str(failure))


def _app_token_refused(failure: PermanentFailure) -> StartRefused:
    return StartRefused(
        f"Slack did not take SLACK_APP_TOKEN ({failure}): check that it is an app-level token with connections:write, "
        "and that Socket Mode is switched on."
    )


def _apply(desk: Desk, path: Path) -> None:
    """Apply a file; while Slack is silent the desk stays what it was, and its people are served."""
    try:
        lines = desk.apply(path.read_text(encoding="utf-8"))
    except DeskFileRefused as refusal:
        raise StartRefused("\n".join(problem.worded(str(path)) for problem in refusal.problems)) from None
    except PermanentFailure as failure:
        raise StartRefused(f"Slack refused to read what DESKBELL_CONFIG names ({failure}).") from None
    except TransientFailure as failure:
        _log.warning("configuration.not_applied", reason="Slack is silent", error=str(failure))
        return
    for line in lines:
        _log.info("configuration.applied", change=line)


@contextmanager
def _open_web_app(settings: Settings, server: WebServer, clock: DeskClock) -> Iterator[Flask]:
    """Yield the application of one worker process, with connections of its own."""
    opened = open_database(settings, "web", pool_size=server.threads + 2, clock=clock)
    with opened as database, kept_alive(database):
        yield create_app(
            database.sessions,
            database.engine,
            clock,
            slack_client(settings, timeout=WAITING),
            signing_secret=settings.require_signing_secret(),
            collectors=[OutboxCollector(database.sessions)],
            payments=payment_ports(settings),
        )
