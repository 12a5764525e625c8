"""`python -m bot config …`: the configuration file, checked, compared, applied, written."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.desk_files import Desk
from bot.domain.desk.problems import DeskFileRefused
from bot.errors import OutsideFailure, Refusal

File = Annotated[str, typer.Argument(metavar="FILE", help="The configuration file; - is standard input or output.")]


def register(cli: typer.Typer) -> None:
    """Add the group `config`."""
    group = typer.Typer(help="Read and write everything an admin can set, as one YAML file.", no_args_is_help=True)
    for command in (check, diff, apply, export):
        group.command()(command)
    cli.add_typer(group, name="config")


def check(file: File) -> None:
    """Say what is wrong with a file, without asking Slack or the database."""
    from bot.domain.desk.desk_file_reading import read_desk_file

    with _problems_shown(file):
        read_desk_file(_read(file))
    typer.echo(f"{_shown(file)}: nothing is wrong.")


def diff(file: File) -> None:
    """Say what `apply` would change, and change nothing."""
    with _problems_shown(file), _desk() as desk:
        _say(desk.diff(_read(file)))


def apply(
    file: File,
    yes: Annotated[bool, typer.Option("--yes", help="Answer yes to what costs money. Nothing costs any yet.")] = False,  # noqa: ARG001 - part of the command line already
) -> None:
    """Make the desk what the file says: all of it, or nothing."""
    with _problems_shown(file), _desk() as desk:
        _say(desk.apply(_read(file)))


def export(file: File = "-") -> None:
    """Write the desk as it stands into a file."""
    with _problems_shown(file), _desk() as desk:
        text = desk.export()
    if file == "-":
        typer.echo(text, nl=False)
    else:
        Path(file).write_text(text, encoding="utf-8")
        typer.echo(f"Wrote {file}.")


@contextmanager
def _desk() -> Iterator[Desk]:
    """Yield the desk this environment configures, once Slack has said who we are."""
    from bot.composition import meet_slack
    from bot.domain.desk.instants import system_clock
    from bot.foundation import open_database, slack_client
    from bot.settings import load_settings

    settings = load_settings()
    slack = slack_client(settings)
    with open_database(settings, "config", pool_size=2) as database:
        meet_slack(database.sessions, slack, system_clock)
        yield Desk(database.sessions, slack, system_clock)


@contextmanager
def _problems_shown(file: str) -> Iterator[None]:
    """End with exit code 1 and a line for each problem, instead of a traceback."""
    try:
        yield
    except DeskFileRefused as refusal:
        lines = [problem.worded(_shown(file)) for problem in refusal.problems]
    except Refusal as refusal:
        lines = [str(refusal)]
    except OutsideFailure as failure:
        lines = [
            f"Slack could not be asked ({failure}); nothing was changed. Try again, or run `python -m bot doctor`."
        ]
    else:
        return
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(1)


def _read(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise typer.BadParameter(f"{file} cannot be read: {reason}.") from None


def _shown(file: str) -> str:
    return "standard input" if file == "-" else file


def _say(lines: list[str]) -> None:
    for line in lines or ["Nothing to change."]:
        typer.echo(line)
