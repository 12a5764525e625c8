"""Running the demo: start everything, play the scene, stay."""

import threading

import typer

from bot.demo.machine import running_desk
from bot.demo.scene import Scene
from bot.demo.transcript import Transcript
from bot.demo.watching import SceneStuck
from bot.processes import stop_on_signals
from bot.settings import STATE_FOLDER

FOLDER = STATE_FOLDER / "demo"


def run_demo(*, stay: bool, stop: threading.Event | None = None) -> None:
    """Start the demo, play its scene and, if it shall `stay`, wait for SIGINT or SIGTERM.

    Raises:
        typer.Exit: with code 1, the scene got stuck.
        StartRefused: the desk did not start.
    """
    stop = stop_on_signals(stop)
    typer.echo("Starting a stand-in for Slack, a database, and the desk: web, worker, scheduler …")
    with running_desk(FOLDER) as sandbox:
        try:
            Scene(sandbox, Transcript(typer.echo)).play()
        except SceneStuck as stuck:
            typer.echo(f"\n{stuck}; {FOLDER / 'desk.log'} says more.", err=True)
            raise typer.Exit(1) from None
        if stay:
            typer.echo(f"\nThe stand-in for Slack is at {sandbox.base_url}. The desk stays until you press Ctrl-C.")
            stop.wait()
