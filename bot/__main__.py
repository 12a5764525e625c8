"""The command line: `python -m bot …`. Each group of commands is a module of `bot.commands`."""

import sys

import typer

from bot.commands import billing, configuration, demo, manifest, roles, simulate, stuck, wellbeing
from bot.errors import StartRefused
from bot.logs import configure_logs

EXIT_REFUSED = 2


def build_cli() -> typer.Typer:
    """Return the command line with all its commands."""
    cli = typer.Typer(
        name="python -m bot",
        help="Deskbell, a helpdesk that lives in Slack.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,  # it would print local variables, and with them what must not be shown
    )
    for group in (roles, demo, wellbeing, manifest, configuration, billing, stuck, simulate):
        group.register(cli)
    return cli


def main() -> None:
    """Run one command. Logs go to standard error; a start that is refused ends with one line and exit code 2."""
    configure_logs()
    try:
        build_cli()()
    except StartRefused as refusal:
        typer.echo(f"deskbell: {refusal}", err=True)
        sys.exit(EXIT_REFUSED)


if __name__ == "__main__":
    main()
