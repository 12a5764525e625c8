"""Every public name says what it is."""

import ast
from collections.abc import Iterator

from tests.support.repository import OURS, Documented, Function, list_sources


def test_every_public_name_has_a_docstring() -> None:
    silent = [
        f"{source.name}: {name}"
        for source in list_sources(*OURS)
        for name, node in public_names(source.tree, source.module)
        if ast.get_docstring(node) is None
    ]
    assert silent == []


def public_names(node: Documented, name: str) -> Iterator[tuple[str, Documented]]:
    """Yield a module or class and all that is public in it; what a function holds is its own business."""
    yield name, node
    for child in ast.iter_child_nodes(node):
        is_named = isinstance(child, ast.ClassDef | Function) and not child.name.startswith("_")
        if not is_named or is_setter(child):
            continue
        if isinstance(child, ast.ClassDef):
            yield from public_names(child, f"{name}.{child.name}")
        elif isinstance(child, Function):
            yield f"{name}.{child.name}", child


def is_setter(node: ast.AST) -> bool:
    """Return whether this is the setter of a property, which its getter documents."""
    decorators = node.decorator_list if isinstance(node, Function) else []
    return any(isinstance(decorator, ast.Attribute) and decorator.attr == "setter" for decorator in decorators)
