"""Running the demo: start everything, play the scene, stay."""

import signal
import threading
from contextlib import suppress

import typer

from bot.demo.machine import running_desk
from bot.demo.scene import Scene
from bot.demo.transcript import Transcript
from bot.demo.watching import SceneStuck
from bot.settings import STATE_FOLDER
from sandbox.server import SandboxServer

FOLDER = STATE_FOLDER / "demo"


def run_demo(*, stay: bool) -> None:
    """Start the demo, play its scene and, if it shall `stay`, go on until SIGINT or SIGTERM, which end it at any time.

    Raises:
        typer.Exit: with code 1, the scene got stuck.
        StartRefused: the desk did not start.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    typer.echo("Starting a stand-in for Slack, a database, and the desk: web, worker, scheduler …")
    with suppress(KeyboardInterrupt), running_desk(FOLDER) as sandbox:
        _play(sandbox)
        if stay:
            typer.echo(f"\nThe stand-in for Slack is at {sandbox.base_url}. The desk stays until you press Ctrl-C.")
            threading.Event().wait()


def _play(sandbox: SandboxServer) -> None:
    try:
        Scene(sandbox, Transcript(typer.echo)).play()
    except SceneStuck as stuck:
        typer.echo(f"\n{stuck}; {FOLDER / 'desk.log'} says more.", err=True)
        raise typer.Exit(1) from None
