"""YAML whose every key and item still knows its line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from bot.domain.desk.problems import DeskFileRefused, Path, Problem

LARGEST = 100_000
"""The most keys and items a file may have, aliases written out: far more than any desk, far less than a bomb."""


@dataclass(frozen=True)
class YamlDocument:
    """What a file says, as plain Python data, and the line of each part of it."""

    data: Any
    lines: Mapping[Path, int]

    def line_of(self, path: Path) -> int:
        """Return the line of what is at `path`, or of the nearest thing around it; lines count from 1."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: Path, reason: str, remedy: str) -> Problem:
        """Return a problem with what is at `path`."""
        return Problem(path, self.line_of(path), reason, remedy)


def read_yaml(text: str) -> YamlDocument:
    """Return the one YAML document in `text`. Only plain data: a tag that would make an object is refused.

    Raises:
        DeskFileRefused: it is no YAML, holds a key twice, or is too large.
    """
    try:
        lines, data = _load(text)
    except yaml.MarkedYAMLError as error:
        raise DeskFileRefused([_syntax_problem(error)]) from None
    except (yaml.YAMLError, RecursionError, ValueError):
        remedy = "Check its encoding, its indentation and its dates"
        raise DeskFileRefused([Problem((), 1, "this is not YAML that can be read", remedy)]) from None
    if lines.problems:
        raise DeskFileRefused(lines.problems)
    return YamlDocument(data, lines.of)


def _load(text: str) -> "tuple[_Lines, Any]":
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        return _Lines(node), None if node is None else loader.construct_document(node)
    finally:
        loader.dispose()


def _syntax_problem(error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    line = 1 if mark is None else mark.line + 1
    return Problem(
        (), line, f"this is not YAML: {error.problem or error.context}", "Mend this line or the one above it"
    )


class _Lines:
    """Walks a document's nodes, noting each path's line and each key that comes twice."""

    def __init__(self, root: yaml.Node | None) -> None:
        self.of: dict[Path, int] = {}
        self.problems: list[Problem] = []
        if root is not None:
            self._note(root, ())

    def _note(self, node: yaml.Node, path: Path) -> None:
        if len(self.of) > LARGEST:
            raise ValueError
        self.of.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                self._note(item, (*path, index))
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                self._note_key(key, value, path)

    def _note_key(self, key: yaml.Node, value: yaml.Node, path: Path) -> None:
        inner = (*path, str(key.value))
        line = key.start_mark.line + 1
        if inner in self.of:
            reason = f"the key comes twice, first on line {self.of[inner]}"
            self.problems.append(Problem(inner, line, reason, "Keep one of the two"))
            return
        self.of[inner] = line
        self._note(value, inner)
