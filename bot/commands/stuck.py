"""`python -m bot stuck …`: what could not be delivered or handled, for an admin to decide."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from bot.errors import Refusal
from bot.services.desk import stuck, workspaces

RowNumber = Annotated[int, typer.Argument(metavar="ID", help="The number `stuck list` shows.")]


def register(cli: typer.Typer) -> None:
    """Add the group `stuck`."""
    group = typer.Typer(help="What could not be delivered: see it, try it again, or give it up.", no_args_is_help=True)
    group.command("list")(list_stuck)
    group.command()(retry)
    group.command()(drop)
    cli.add_typer(group, name="stuck")


def list_stuck() -> None:
    """Show the rows that were given up, and the deliveries whose handling failed, newest first."""
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


def retry(row_id: RowNumber) -> None:
    """Try a row again from the start. One that may have arrived is looked up before it is sent."""
    with _transaction() as (session, workspace_id):
        row = stuck.retry_row(session, workspace_id, row_id)
    typer.echo(f"{row.id} ({row.kind}) is tried again.")


def drop(row_id: RowNumber) -> None:
    """Give a row up for good."""
    with _transaction() as (session, workspace_id):
        row = stuck.drop_row(session, workspace_id, row_id)
    typer.echo(f"{row.id} ({row.kind}) is given up.")


@contextmanager
def _transaction() -> Iterator[tuple[Session, int]]:
    """Yield a session on the desk's database and the workspace's id; end with one line when there is no such row."""
    from bot.foundation import open_database
    from bot.settings import load_settings

    with open_database(load_settings(), "stuck", pool_size=1) as database:
        try:
            with database.sessions.begin() as session:
                yield session, workspaces.the_workspace(session).id
        except Refusal as refusal:
            typer.echo(str(refusal), err=True)
            raise typer.Exit(1) from None
