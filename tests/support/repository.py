"""The repository as text: its Python files, their functions, and its documents."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ("bot", "models", "scheduler", "sandbox")
"""The packages that run."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
Documented = ast.Module | ast.ClassDef | Function


@dataclass(frozen=True)
class Source:
    """One Python file, read."""

    path: Path

    @property
    def name(self) -> str:
        """The path from the root, as people write it."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def module(self) -> str:
        """The dotted name under which it is imported."""
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")

    @property
    def text(self) -> str:
        """What it says."""
        return self.path.read_text(encoding="utf-8")

    @property
    def tree(self) -> ast.Module:
        """What it says, parsed."""
        return ast.parse(self.text)


def list_sources(*folders: str) -> list[Source]:
    """Return the Python files under these folders of the repository."""
    return [Source(path) for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def list_documents() -> list[Path]:
    """Return every Markdown document of the repository."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def functions_of(tree: ast.AST) -> Iterator[Function]:
    """Yield every function, methods and nested functions included."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def body_lines(function: Function) -> int:
    """Return how many lines a function's own body has: without signature, docstring and nested functions."""
    statements = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if not statements:
        return 0
    nested = sum(_extent(child) for child in _nested_in(function.body))
    return (function.end_lineno or 0) - _first_line(statements[0]) + 1 - nested


def table_under(heading: str, document: str) -> list[list[str]]:
    """Return the cells of the first Markdown table after a heading, without its head."""
    text = (ROOT / document).read_text(encoding="utf-8")
    section = re.split(rf"^#+ {re.escape(heading)}$", text, maxsplit=1, flags=re.MULTILINE)[1]
    lines = [line for line in section.split("\n#", 1)[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def named_in(cell: str) -> list[str]:
    """Return what a text puts between backticks, in order."""
    return re.findall(r"`([^`]+)`", cell)


def _nested_in(body: Sequence[ast.AST]) -> Iterator[Function]:
    """Yield the functions directly inside, not those inside them."""
    for node in body:
        if isinstance(node, Function):
            yield node
        else:
            yield from _nested_in(list(ast.iter_child_nodes(node)))


def _first_line(node: ast.stmt) -> int:
    decorators = node.decorator_list if isinstance(node, Function | ast.ClassDef) else []
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _extent(function: Function) -> int:
    return (function.end_lineno or 0) - _first_line(function) + 1
