"""`python -m bot simulate …`: what would this give? Cases in, results out, through the functions the bot uses."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from bot.errors import Refusal

EXIT_REFUSED = 2
File = Annotated[str, typer.Argument(metavar="[FILE|-]", help="The file with the cases; - is standard input.")]


def register(cli: typer.Typer) -> None:
    """Add the group `simulate`."""
    group = typer.Typer(help="Ask an engine what given cases would give, as JSON.", no_args_is_help=True)
    group.callback()(_group)
    group.command()(billing)
    cli.add_typer(group, name="simulate")


def billing(file: File = "-") -> None:
    """Say what is billed: proration, boundaries, tax, eligibility, support prices, and whole ledgers."""
    from bot.domain.billing.simulation import simulate_billing

    given = _read(file)
    try:
        results = simulate_billing(given)
    except Refusal as refusal:
        _refuse(str(refusal))
    typer.echo(json.dumps(results, ensure_ascii=False))


def _group() -> None:
    """Keep the engine's name in the command, however few engines there are."""


def _read(file: str) -> Any:
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8")
    except OSError as error:
        _refuse(f"{file} cannot be read: {error.strerror}.")
    except UnicodeDecodeError:
        _refuse(f"{file} is not UTF-8 text.")
    try:
        return json.loads(text)
    except ValueError as error:
        _refuse(f"{'Standard input' if file == '-' else file} is not JSON: {error}.")


def _refuse(said: str) -> NoReturn:
    typer.echo(said, err=True)
    raise typer.Exit(EXIT_REFUSED)
