"""The command line as people use it: a process of its own, with an environment of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import bot
from bot.settings import WHAT_IT_SHOULD_BE
from sandbox.server import SandboxServer

REPOSITORY = Path(bot.__file__).parent.parent
PATIENCE = 60


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def environment(**variables: str) -> dict[str, str]:
    """Return this process's environment with no variable of ours but these."""
    foreign = {name: value for name, value in os.environ.items() if name not in WHAT_IT_SHOULD_BE}
    return {**foreign, "PYTHONPATH": str(REPOSITORY), **variables}


def environment_of(sandbox: SandboxServer, database_url: str, **variables: str) -> dict[str, str]:
    """Return the environment of a desk on the sandbox."""
    return environment(
        DATABASE_URL=database_url,
        SLACK_API_URL=sandbox.api_url,
        SLACK_BOT_TOKEN=sandbox.bot_token,
        SLACK_SIGNING_SECRET=sandbox.signing_secret,
        **variables,
    )


def run(*arguments: str, env: Mapping[str, str], stdin: str = "", folder: Path | None = None) -> Ended:
    """Run `python -m bot …` to its end."""
    ended = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        env=dict(env),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        cwd=folder,
        check=False,
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)
