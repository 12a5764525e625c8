"""`python -m bot demo`: a whole desk on this machine."""

from typing import Annotated

import typer


def register(cli: typer.Typer) -> None:
    """Add `demo`."""
    cli.command()(demo)


def demo(
    once: Annotated[bool, typer.Option("--once", help="End after the scene instead of staying.")] = False,
    socket: Annotated[bool, typer.Option("--socket", help="Reach the desk by Socket Mode instead of HTTP.")] = False,
) -> None:
    """Start a stand-in for Slack and a desk on it, play a short scene, print it, and stay until Ctrl-C."""
    from bot.demo import run_demo
    from bot.manifest import Transport

    run_demo(Transport.SOCKET if socket else Transport.HTTP, stay=not once)
