"""`python -m sandbox`: a sandbox of its own, to try an app against."""

import signal
import threading
from pathlib import Path
from typing import Annotated

import typer
import yaml

from sandbox.server import DEFAULT_APP_TOKEN, DEFAULT_SECRET, DEFAULT_TOKEN, SandboxServer


def main(
    manifest: Annotated[Path, typer.Option(help="The app's manifest, YAML or JSON.", exists=True, dir_okay=False)],
    port: Annotated[int, typer.Option(help="The port to listen on; 0 is any free one.")] = 0,
    events_url: Annotated[str | None, typer.Option(help="Where the app takes events, commands and clicks.")] = None,
    signing_secret: Annotated[str, typer.Option(envvar="SLACK_SIGNING_SECRET")] = DEFAULT_SECRET,
    bot_token: Annotated[str, typer.Option(envvar="SLACK_BOT_TOKEN")] = DEFAULT_TOKEN,
    app_token: Annotated[str, typer.Option(envvar="SLACK_APP_TOKEN")] = DEFAULT_APP_TOKEN,
    rate_scale: Annotated[
        float, typer.Option(help="How much faster than Slack's the rate limits are; 0 is off.")
    ] = 1.0,
) -> None:
    """Serve a small company until interrupted; the first line says where."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    server = SandboxServer(
        yaml.safe_load(manifest.read_text()),
        events_url=events_url,
        signing_secret=signing_secret,
        bot_token=bot_token,
        app_token=app_token,
        rate_scale=rate_scale or None,
        port=port,
    )
    with server:
        typer.echo(f"sandbox at {server.base_url}, Web API at {server.api_url}")
        ended.wait()


if __name__ == "__main__":
    typer.run(main)
