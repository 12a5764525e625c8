"""`python -m bot config …`: the configuration file, checked, compared, applied, written."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.domain.desk.problems import DeskFileRefused
from bot.errors import OutsideFailure, Refusal

if TYPE_CHECKING:
    from bot.desk_files import Desk

File = Annotated[str, typer.Argument(metavar="FILE", help="The configuration file; - is standard input or output.")]


def register(cli: typer.Typer) -> None:
    """Add the group `config`."""
    group = typer.Typer(help="Read and write everything an admin can set, as one YAML file.", no_args_is_help=True)
    for command in (check, diff, apply, export):
        group.command()(command)
    cli.add_typer(group, name="config")


def check(file: File) -> None:
    """Say what is wrong with a file, without asking Slack or the database."""
    from bot.desk_files import SCHEMAS
    from bot.domain.desk.desk_file_reading import read_desk_file

    with _problems_shown(file):
        read_desk_file(_read(file), SCHEMAS)
    typer.echo(f"{_shown(file)}: nothing is wrong.")


def diff(file: File) -> None:
    """Say what `apply` would change and what that would cost, and change nothing."""
    with _problems_shown(file), _desk() as desk:
        text = _read(file)
        _say([*desk.diff(text), *desk.costs(text)])


def apply(
    file: File,
    yes: Annotated[bool, typer.Option("--yes", help="Answer yes to what costs money.")] = False,
) -> None:
    """Make the desk what the file says: all of it, or nothing. What costs money is asked about first."""
    with _problems_shown(file), _desk() as desk:
        text = _read(file)
        if not yes:
            _agree_to(desk.costs(text), is_asked=file != "-" and sys.stdin.isatty())
        _say(desk.apply(text))


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
def _desk() -> Iterator["Desk"]:
    """Yield the desk this environment configures, once Slack has said who we are."""
    from bot.composition import meet_slack
    from bot.desk_files import Desk
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


def _agree_to(costs: list[str], *, is_asked: bool) -> None:
    """Go on when nothing costs money, or somebody at the terminal says so; otherwise end with exit code 1."""
    if not costs:
        return
    for line in costs:
        typer.echo(line, err=True)
    if not is_asked:
        typer.echo("Nothing was changed. To agree to what it costs, run the command again with --yes.", err=True)
        raise typer.Exit(1)
    if not typer.confirm("Apply the file?"):
        typer.echo("Nothing was changed.", err=True)
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
