"""The scheduler as a process: `python -m scheduler`."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.clocks import desk_clock
from bot.errors import StartRefused
from bot.foundation import open_database
from bot.logs import configure_logs
from bot.processes import end_with_parent, stop_on_signals
from bot.settings import load_settings
from scheduler.app import TICK, UNHURRIED, run_scheduler
from scheduler.ticker import THREADS

EXIT_REFUSED = 2


def run(
    tick_seconds: Annotated[
        float, typer.Option(hidden=True, help="How often to see who is in charge.")
    ] = TICK.total_seconds(),
    reading_scale: Annotated[
        float, typer.Option(hidden=True, help="Multiplies the times between reads of Slack; below 1 off Slack only.")
    ] = 1.0,
    watch_parent: Annotated[
        bool, typer.Option("--end-with-parent", hidden=True, help="End when the standard input closes.")
    ] = False,
    ahead_file: Annotated[
        Path | None,
        typer.Option(hidden=True, help="Holds how many seconds the desk's time is ahead; for a demo, off Slack only."),
    ] = None,
) -> None:
    """Do what is due, again and again, in one process at a time; any number may run, the others stand by."""
    configure_logs()
    stop = stop_on_signals()
    if watch_parent:
        end_with_parent()
    settings = load_settings()
    clock = desk_clock(settings, ahead_file)
    with open_database(settings, "scheduler", pool_size=THREADS + 1, clock=clock) as database:
        run_scheduler(
            database.sessions,
            database.engine,
            clock,
            stop=stop,
            tick=timedelta(seconds=tick_seconds),
            pace=UNHURRIED.scaled(reading_scale),
            revive=database.revive,
        )


def main() -> None:
    """Run the scheduler. A start that is refused ends with one line and exit code 2."""
    try:
        cli = typer.Typer(name="python -m scheduler", add_completion=False, pretty_exceptions_enable=False)
        cli.command()(run)
        cli()
    except StartRefused as refusal:
        typer.echo(f"deskbell: {refusal}", err=True)
        sys.exit(EXIT_REFUSED)


if __name__ == "__main__":
    main()
