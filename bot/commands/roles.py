"""Commands that run: one role each, or all of them under one parent; and the migrations they need."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

EVERY_INTERFACE = "0.0.0.0"  # noqa: S104 - Slack calls from outside

EndWithParent = Annotated[
    bool, typer.Option("--end-with-parent", hidden=True, help="End when the standard input closes.")
]
AheadFile = Annotated[
    Path | None,
    typer.Option(hidden=True, help="Holds how many seconds the desk's time is ahead; for a demo, off Slack only."),
]


def register(cli: typer.Typer) -> None:
    """Add `serve`, `web`, `socket-mode`, `worker` and `migrate`."""
    for command in (serve, web, socket_mode, worker, migrate):
        cli.command()(command)


def serve(host: Annotated[str, typer.Option(help="The address to listen on.")] = EVERY_INTERFACE) -> None:
    """Run web (socket-mode with SLACK_APP_TOKEN), worker and scheduler under one parent, against real Slack."""
    from bot.serving import serve as serve_all
    from bot.settings import load_settings

    serve_all(load_settings(), host=host)


def web(
    processes: Annotated[int, typer.Option(min=1, help="Worker processes; metrics are complete with one only.")] = 1,
    threads: Annotated[int, typer.Option(min=1, help="Requests one process handles at the same time.")] = 8,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = EVERY_INTERFACE,
    end_with_parent: EndWithParent = False,
    ahead_file: AheadFile = None,
) -> None:
    """Take Slack's requests over HTTP."""
    from bot.clocks import desk_clock
    from bot.gunicorn_server import WebServer
    from bot.serving import run_web
    from bot.settings import load_settings

    settings = load_settings()
    server = WebServer(settings.port, host=host, processes=processes, threads=threads)
    run_web(settings, server, watches_parent=end_with_parent, clock=desk_clock(settings, ahead_file))


def socket_mode(
    threads: Annotated[int, typer.Option(min=1, help="Envelopes handled at the same time.")] = 8,
    host: Annotated[str, typer.Option(help="The address to serve health and metrics on.")] = EVERY_INTERFACE,
    end_with_parent: EndWithParent = False,
    ahead_file: AheadFile = None,
) -> None:
    """Take Slack's requests by Socket Mode: no address of one's own is needed."""
    from bot.clocks import desk_clock
    from bot.serving import run_socket_mode
    from bot.settings import load_settings

    settings = load_settings()
    clock = desk_clock(settings, ahead_file)
    run_socket_mode(settings, host=host, threads=threads, watches_parent=end_with_parent, clock=clock)


def worker(
    threads: Annotated[int, typer.Option(min=1, help="How many rows are sent at the same time.")] = 8,
    pace_scale: Annotated[float, typer.Option(hidden=True, min=0, help="Multiplies the pauses Slack asks for.")] = 1.0,
    lease_seconds: Annotated[float, typer.Option(hidden=True, min=0.1, help="How long a row is one worker's.")] = 60.0,
    end_with_parent: EndWithParent = False,
    ahead_file: AheadFile = None,
) -> None:
    """Send what waits in the outbox."""
    from bot.clocks import desk_clock
    from bot.delivery.attempt import Rules
    from bot.delivery.desk.reconciliation import SETTLE
    from bot.delivery.pacing import Pace
    from bot.delivery.retries import Retries
    from bot.delivery.worker import Tempo
    from bot.serving import run_worker_role
    from bot.settings import load_settings

    rules = Rules(
        lease=timedelta(seconds=lease_seconds), pace=Pace().scaled(pace_scale), retries=Retries().scaled(pace_scale)
    )
    settings = load_settings()
    run_worker_role(
        settings,
        rules,
        Tempo(threads=threads),
        settle=SETTLE * pace_scale,
        watches_parent=end_with_parent,
        clock=desk_clock(settings, ahead_file),
    )


def migrate() -> None:
    """Bring the database to this release's shape. Needs no Slack."""
    from bot.foundation import open_database
    from bot.gateways import database
    from bot.settings import load_settings

    with open_database(load_settings(), "migrate", pool_size=1) as opened:
        database.migrate(opened.engine)
    typer.echo("The database is up to date.")
