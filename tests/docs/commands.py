"""The commands that the documents tell people to type, and how each is tried."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.support.repository import ROOT, list_documents

BLOCK = re.compile(r"^ *```(?P<language>\w*)\n(?P<lines>.*?)^ *```$", re.DOTALL | re.MULTILINE)
SHELL = frozenset({"sh", "bash", "shell", "console"})
OURS = re.compile(r"(?:python -m|make|\.venv/bin/)\S* ")
"""How a line of a block without a language begins when it is a command. A description may follow after two spaces."""

STAY = {
    "make run": "act as any of them",
    ".venv/bin/python -m bot serve": "scheduler",
    ".venv/bin/python -m sandbox": "sandbox at http",
}
"""How commands begin that stay until they are stopped, each with what it says when it runs."""

TOLD_ONLY: Mapping[str, str] = {
    "make test": "it would run this very test",
    "make check test": "the gates run beside the tests, and it would run this very test",
    "make benchmark": "it measures, for minutes, what needs a calm machine",
}
"""Commands that are not run but looked at (`make --dry-run`), each with the reason."""


@dataclass(frozen=True)
class Command:
    """A line that people type, and where it stands."""

    text: str
    document: str


def words_of_a_start(command: Command) -> str | None:
    """Return what a command that stays says when it runs; None for one that ends by itself."""
    return next((words for beginning, words in STAY.items() if command.text.startswith(beginning)), None)


def list_commands() -> list[Command]:
    """Return every command of every document once."""
    found = {command.text: command for document in list_documents() for command in _commands_of(document)}
    return list(found.values())


def _commands_of(document: Path) -> Iterator[Command]:
    name = document.relative_to(ROOT).as_posix()
    for block in BLOCK.finditer(document.read_text(encoding="utf-8")):
        for line in block["lines"].splitlines():
            text = _command_in(line.strip(), block["language"])
            if text is not None:
                yield Command(text, name)


def _command_in(line: str, language: str) -> str | None:
    """Return the command a line of a block is, without prompt, comment and description; None if it is none."""
    if language == "console":
        return line.removeprefix("$ ") if line.startswith("$ ") else None
    if language in SHELL:
        return re.sub(r"\s+# .*$", "", line) if line and not line.startswith("#") else None
    if not language and OURS.match(line):
        return re.split(r"\s{2,}", line, maxsplit=1)[0]
    return None
