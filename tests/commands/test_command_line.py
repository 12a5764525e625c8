"""The command line itself: what there is, what it prints where, and what needs nothing."""

from pathlib import Path

import pytest
import yaml

from bot.__main__ import build_cli
from bot.manifest import Transport, manifest_text
from tests.commands.command_line import environment, run


def test_every_command_of_the_page_is_there() -> None:
    cli = build_cli()

    callbacks = [command.callback for command in cli.registered_commands if command.callback]
    commands = {callback.__name__.replace("_", "-") for callback in callbacks}
    groups = {group.name for group in cli.registered_groups}

    assert commands == {"serve", "web", "socket-mode", "worker", "migrate", "demo", "doctor", "manifest"}
    assert groups == {"billing", "config", "simulate", "stuck"}


@pytest.mark.parametrize("transport", list(Transport))
def test_the_manifest_needs_no_environment(transport: Transport) -> None:
    ended = run("manifest", transport, env=environment())

    assert (ended.code, ended.out, ended.err) == (0, manifest_text(transport), "")


def test_both_manifests_are_written_with_ones_own_address(tmp_path: Path) -> None:
    ended = run("manifest", "--write", str(tmp_path), "--url", "https://help.acme.example", env=environment())

    assert ended.code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["manifest.http.yaml", "manifest.socket.yaml"]
    written = yaml.safe_load((tmp_path / "manifest.http.yaml").read_text())
    assert written["settings"]["interactivity"]["request_url"] == "https://help.acme.example/slack/events"


def test_an_address_slack_would_not_take_is_refused() -> None:
    ended = run("manifest", "--url", "http://help.acme.example", env=environment())

    assert ended.code == 2
    assert "https://" in ended.err


def test_migrating_needs_no_slack(fresh_database_url: str) -> None:
    ended = run("migrate", env=environment(DATABASE_URL=fresh_database_url))

    assert (ended.code, ended.out) == (0, "The database is up to date.\n")


def test_help_shows_no_hidden_options_and_loads_neither_database_nor_slack() -> None:
    ended = run("worker", "--help", env=environment(PYTHONPROFILEIMPORTTIME="1"))

    assert "--threads" in ended.out
    assert "--pace-scale" not in ended.out
    assert "--end-with-parent" not in ended.out
    assert "bot.commands.roles" in ended.err
    assert [name for name in ("sqlalchemy", "psycopg", "slack_sdk", "slack_bolt") if name in ended.err] == []
