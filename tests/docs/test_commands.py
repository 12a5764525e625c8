"""Every command in the documents is typed, as it stands, into a checkout with a desk behind it."""

import os
import re
import signal
import subprocess
import threading
from pathlib import Path

import pytest
import typer

from bot.__main__ import build_cli
from tests.docs.commands import STAY, TOLD_ONLY, Command, list_commands, words_of_a_start
from tests.support.repository import ROOT, list_documents

COMMANDS = list_commands()
STAYING = [(command, words) for command in COMMANDS if (words := words_of_a_start(command)) is not None]
ENDING = [command for command in COMMANDS if words_of_a_start(command) is None and command.text not in TOLD_ONLY]
PATIENCE = 90.0


def name_of(command: Command) -> str:
    return f"{command.document}: {command.text}"


def test_the_readme_begins_with_the_two_commands_a_newcomer_needs() -> None:
    assert [command.text for command in COMMANDS if command.document == "README.md"][:2] == ["make run", "make test"]


def test_what_is_treated_in_a_way_of_its_own_is_in_the_documents() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert len(STAYING) == len(STAY)
    assert {word for text in TOLD_ONLY for word in text.split()[1:]} - targets == set()


@pytest.mark.parametrize("command", ENDING, ids=name_of)
def test_a_command_that_ends_ends_well(command: Command, checkout: Path, environment: dict[str, str]) -> None:
    typed = ["bash", "-c", command.text]
    done = subprocess.run(typed, cwd=checkout, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.long
@pytest.mark.parametrize(("command", "words"), STAYING, ids=[name_of(command) for command, _ in STAYING])
def test_a_command_that_stays_runs_until_it_is_stopped(
    command: Command, words: str, checkout: Path, environment: dict[str, str]
) -> None:
    process = subprocess.Popen(
        ["bash", "-c", command.text],
        cwd=checkout,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    overdue = threading.Timer(PATIENCE, os.killpg, (process.pid, signal.SIGKILL))
    overdue.start()
    try:
        said = read_until(process, words)
        os.killpg(process.pid, signal.SIGINT)
        rest = process.communicate()[0]
    finally:
        overdue.cancel()
    assert words in said, said
    assert "Traceback" not in said + rest, said + rest


def read_until(process: "subprocess.Popen[str]", words: str) -> str:
    """Return what a process says up to the line that holds these words, or all if none does."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            break
    return said


@pytest.mark.parametrize("text", TOLD_ONLY)
def test_a_command_that_is_told_only_would_do_something(text: str, checkout: Path, environment: dict[str, str]) -> None:
    told = subprocess.run(
        ["make", "--dry-run", *text.split()[1:]], cwd=checkout, env=environment, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stderr
    assert ".venv/bin/python -m pytest" in told.stdout


def test_every_command_of_ours_that_a_sentence_names_exists() -> None:
    cli = typer.main.get_command(build_cli())
    known = set(cli.commands) if hasattr(cli, "commands") else set()
    texts = [document.read_text(encoding="utf-8") for document in list_documents()]
    named = {word for text in texts for word in re.findall(r"`(?:\.venv/bin/)?python -m bot ([a-z-]+)", text)}
    assert named
    assert named - known == set()
