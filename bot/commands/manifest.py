"""`python -m bot manifest`: the app's manifest, on the screen or as files."""

from pathlib import Path
from typing import Annotated

import typer

from bot.manifest import EXAMPLE_URL, Transport, manifest_text, write_manifests


def register(cli: typer.Typer) -> None:
    """Add `manifest`."""
    cli.command()(manifest)


def manifest(
    transport: Annotated[Transport, typer.Argument(help="How Slack's events come in.")] = Transport.HTTP,
    write: Annotated[
        Path | None,
        typer.Option("--write", metavar="DIR", exists=True, file_okay=False, help="Write both files into this folder."),
    ] = None,
    url: Annotated[
        str, typer.Option(help="Where Slack reaches the web role, as https://desk.example.com.")
    ] = EXAMPLE_URL,
) -> None:
    """Print the app's manifest, to be pasted into Slack's "From a manifest"; or write both files."""
    if not url.startswith("https://"):
        raise typer.BadParameter("Slack sends to https:// addresses only.", param_hint="--url")
    if write is None:
        typer.echo(manifest_text(transport, url=url), nl=False)
        return
    for path in write_manifests(write, url=url):
        typer.echo(f"Wrote {path}.")
