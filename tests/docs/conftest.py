"""A checkout to type the documents' commands in, and a desk for them to reach."""

import os
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.composition import meet_slack
from bot.domain.desk.instants import system_clock
from bot.gateways.database import create_database_engine, create_sessions
from bot.gateways.slack import SlackClient
from bot.manifest import Transport, manifest
from sandbox.server import SandboxServer
from tests.support.repository import ROOT

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".deskbell", "__pycache__", ".*_cache", ".coverage*", ".hypothesis")
STAMPS = ("installed-run", "installed-dev")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository whose environment is this one, already installed: no registry is asked."""
    folder = tmp_path_factory.mktemp("docs") / "deskbell"
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    environment = folder / ".venv"
    environment.mkdir()
    for entry in Path(sys.prefix).iterdir():
        if entry.name not in STAMPS:
            (environment / entry.name).symlink_to(entry)
    for stamp in STAMPS:
        (environment / stamp).touch()
    return folder


@pytest.fixture
def environment(checkout: Path, fresh_database_url: str) -> Iterator[dict[str, str]]:
    """The environment of somebody who connected a workspace, and has a configuration file; Slack is the sandbox."""
    (checkout / "desk.yaml").write_text("version: 1\n")
    with SandboxServer(manifest(Transport.HTTP), rate_scale=None) as sandbox:
        engine = create_database_engine(fresh_database_url, pool_size=1)
        slack = SlackClient(sandbox.bot_token, base_url=sandbox.api_url)
        meet_slack(create_sessions(engine), slack, system_clock)
        engine.dispose()
        kept = {name: value for name, value in os.environ.items() if name in {"HOME", "LANG", "TMPDIR", "USER"}}
        yield kept | {
            "PATH": f"{checkout / '.venv' / 'bin'}:{os.environ['PATH']}",
            "DATABASE_URL": fresh_database_url,
            "SLACK_API_URL": sandbox.api_url,
            "SLACK_BOT_TOKEN": sandbox.bot_token,
            "SLACK_SIGNING_SECRET": sandbox.signing_secret,
            "PORT": str(free_port()),
            "PYTEST_ADDOPTS": "-n 0",  # three workers take longer to start than the tests of one file
        }


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
