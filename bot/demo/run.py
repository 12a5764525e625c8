"""Running the demo: start everything, print the page's address, play the scenes, stay."""

import signal
import threading
from contextlib import suppress

import typer

from bot.demo.machine import running_desk
from bot.demo.on_the_page import page_scenes
from bot.demo.opening import play_busy_morning, set_up
from bot.demo.scenes import SCENES
from bot.demo.stage import Stage
from bot.demo.transcript import Transcript
from bot.demo.watching import SceneStuck
from bot.manifest import Transport
from bot.settings import STATE_FOLDER
from sandbox.server import SandboxServer

FOLDER = STATE_FOLDER / "demo"


def run_demo(transport: Transport, *, stay: bool) -> None:
    """Start the demo, play its scenes and, if it shall `stay`, go on until SIGINT or SIGTERM, which end it at any time.

    Raises:
        typer.Exit: with code 1, a scene got stuck.
        StartRefused: the desk did not start.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    typer.echo("Starting a stand-in for Slack, a database, and the desk: web, worker, scheduler …")
    with suppress(KeyboardInterrupt), running_desk(FOLDER, transport) as sandbox:
        _play(sandbox)
        if stay:
            typer.echo(f"\nThe page is at {sandbox.base_url}. The desk stays until you press Ctrl-C.")
            threading.Event().wait()


def _play(sandbox: SandboxServer) -> None:
    transcript = Transcript(typer.echo)
    stage = Stage(sandbox, transcript)
    try:
        transcript.heading("Setting up")
        set_up(stage)
        sandbox.offer_scenes(page_scenes(sandbox))
        typer.echo(f"\nOpen {sandbox.base_url} and act as any of them. Meanwhile, the scenes you can watch there:")
        for scene in (each for each in SCENES if not each.takes_a_month):
            transcript.heading(scene.title)
            scene.play(stage)
        transcript.heading("A busy morning")
        play_busy_morning(stage)
        typer.echo(f"\n{stage.latencies.summary()}")
    except SceneStuck as stuck:
        typer.echo(f"\n{stuck}; {FOLDER / 'desk.log'} says more.", err=True)
        raise typer.Exit(1) from None
