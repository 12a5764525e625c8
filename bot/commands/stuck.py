"""`python -m bot stuck …`: what could not be delivered or handled, for an admin to decide."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import Refusal

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

RowNumber = Annotated[int, typer.Argument(metavar="ID", help="The number `stuck list` shows.")]
StuckName = Annotated[str, typer.Argument(metavar="ID", help="The number or the reference `stuck list` shows.")]


def register(cli: typer.Typer) -> None:
    """Add the group `stuck`."""
    group = typer.Typer(help="What could not be delivered: see it, try it again, or give it up.", no_args_is_help=True)
    group.command("list")(list_stuck)
    group.command()(retry)
    group.command()(drop)
    cli.add_typer(group, name="stuck")


def list_stuck() -> None:
    """Show the rows that were given up, and the deliveries whose handling failed, newest first."""
    from bot.services.desk import stuck

    with _transaction() as (session, workspace_id):
        rows = stuck.list_parked(session, workspace_id)
        failed = stuck.list_failed_deliveries(session, workspace_id)
    for row in rows:
        doubt = ", may have arrived" if row.is_doubtful else ""
        tries = "try" if row.attempts == 1 else "tries"
        typer.echo(f"{row.id}  {row.kind}  {row.lane}  {row.reason} after {row.attempts} {tries}{doubt}")
    for delivery in failed:
        typer.echo(f"{delivery.reference}  from Slack  {delivery.delivery_id}  {delivery.error}")
    if not rows and not failed:
        typer.echo("Nothing is stuck.")


def retry(name: StuckName) -> None:
    """Try a row again from the start (looked up first if it may have arrived), or have a delivery handled again."""
    from bot.services.desk import stuck

    if not name.isdecimal():
        _handle_again(name)
        return
    with _transaction() as (session, workspace_id):
        row = stuck.retry_row(session, workspace_id, int(name))
    typer.echo(f"{row.id} ({row.kind}) is tried again.")


def drop(row_id: RowNumber) -> None:
    """Give a row up for good."""
    from bot.services.desk import stuck

    with _transaction() as (session, workspace_id):
        row = stuck.drop_row(session, workspace_id, row_id)
    typer.echo(f"{row.id} ({row.kind}) is given up.")


def _handle_again(reference: str) -> None:
    """Hand a kept delivery to the listeners once more."""
    from bot.serving import repeat_delivery
    from bot.settings import load_settings

    with _refusals_in_one_line():
        was_handled = repeat_delivery(load_settings(), reference)
    if not was_handled:
        typer.echo(f"{reference} failed again and stays kept. The log says where.", err=True)
        raise typer.Exit(1)
    typer.echo(f"{reference} is handled.")


@contextmanager
def _transaction() -> Iterator[tuple["Session", int]]:
    """Yield a session on the desk's database and the workspace's id."""
    from bot.foundation import open_database
    from bot.services.desk import workspaces
    from bot.settings import load_settings

    with (
        open_database(load_settings(), "stuck", pool_size=1) as database,
        _refusals_in_one_line(),
        database.sessions.begin() as session,
    ):
        yield session, workspaces.the_workspace(session).id


@contextmanager
def _refusals_in_one_line() -> Iterator[None]:
    """End with a refusal's words and exit code 1."""
    try:
        yield
    except Refusal as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from None
