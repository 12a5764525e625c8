"""What is wrong with a configuration file: each problem names its line, its field, the reason and the remedy."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import Refusal

Path = tuple[str | int, ...]
"""Where something is in the file, as ("queues", 0, "key"). An empty one means the file as a whole."""


class ProblemKind(StrEnum):
    """Whether the file is wrong, or only ahead of this release."""

    WRONG = "wrong"
    NOT_BUILT = "not_built"


@dataclass(frozen=True)
class Problem:
    """One thing wrong. `line` counts from 1; `reason` and `remedy` are sentences without their full stop."""

    path: Path
    line: int
    reason: str
    remedy: str
    kind: ProblemKind = ProblemKind.WRONG

    def worded(self, file_name: str) -> str:
        """Return `FILE:LINE field: reason. Remedy.`, the problem as people read it."""
        field = f"{field_name(self.path)}: " if self.path else ""
        end = "" if self.remedy.endswith("?") else "."
        return f"{file_name}:{self.line} {field}{self.reason}. {self.remedy}{end}"


class DeskFileRefused(Refusal):
    """The configuration file holds problems.

    Args:
        problems: at least one, in the order of the file's lines.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__("\n".join(problem.worded("line") for problem in self.problems))


def field_name(path: Path) -> str:
    """Return a path as people write it, as `queues[0].key`."""
    name = ""
    for step in path:
        name += f"[{step}]" if isinstance(step, int) else f".{step}"
    return name.removeprefix(".")
