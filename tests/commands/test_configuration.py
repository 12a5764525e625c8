"""`python -m bot config …` as a process: exit codes, lines, files and standard input."""

from pathlib import Path

from sandbox.server import SandboxServer
from tests.commands.command_line import environment, environment_of, run

FILE = """version: 1
workspace: {admins: ["@ada"]}
queues: [{key: IT, default: true, triage_channel: "#it-triage"}]
request_channels: [{channel: "#it-help", queue: IT}]
"""


def test_check_needs_neither_slack_nor_database() -> None:
    ended = run("config", "check", "-", env=environment(), stdin=FILE)

    assert (ended.code, ended.out, ended.err) == (0, "standard input: nothing is wrong.\n", "")


def test_check_prints_a_line_per_problem_and_exits_1(tmp_path: Path) -> None:
    path = tmp_path / "desk.yaml"
    path.write_text("version: 1\nqueus: []\nplans: []\n")

    ended = run("config", "check", str(path), env=environment())

    assert (ended.code, ended.out) == (1, "")
    assert ended.err.splitlines() == [
        f"{path}:2 queus: there is no such key. Did you mean queues?",
        f"{path}:3 plans: not built yet. Remove it for now.",
    ]


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    ended = run("config", "check", str(tmp_path / "none.yaml"), env=environment())

    assert ended.code == 2
    assert "cannot be read" in ended.err
    assert "Traceback" not in ended.err


def test_diff_apply_and_export_go_together(sandbox: SandboxServer, fresh_database_url: str, tmp_path: Path) -> None:
    env = environment_of(sandbox, fresh_database_url)
    exported = tmp_path / "exported.yaml"

    compared = run("config", "diff", "-", env=env, stdin=FILE)
    applied = run("config", "apply", "-", "--yes", env=env, stdin=FILE)
    written = run("config", "export", str(exported), env=env)
    again = run("config", "apply", str(exported), env=env)

    assert compared.out == applied.out
    assert applied.out.splitlines()[0] == "@ada is now an admin."
    assert len(applied.out.splitlines()) == 4
    assert (written.code, written.out) == (0, f"Wrote {exported}.\n")
    assert (again.code, again.out) == (0, "Nothing to change.\n")


def test_a_silent_slack_is_one_line(sandbox: SandboxServer, fresh_database_url: str) -> None:
    sandbox.admin.add_fault("server_error", on="conversations.list", times=None, status=503)

    ended = run("config", "diff", "-", env=environment_of(sandbox, fresh_database_url), stdin=FILE)

    assert (ended.code, ended.out) == (1, "")
    assert ended.err.splitlines()[-1].startswith("Slack could not be asked (")
    assert "Traceback" not in ended.err


def test_a_missing_token_is_named(fresh_database_url: str) -> None:
    ended = run("config", "apply", "-", env=environment(DATABASE_URL=fresh_database_url), stdin=FILE)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("deskbell: SLACK_BOT_TOKEN is missing: ")
