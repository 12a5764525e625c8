"""The tree at the top of `bot.errors` is the tree of its classes."""

import inspect
import re
from collections.abc import Iterator

from bot import errors
from bot.errors import DeskbellError


def drawn_tree() -> dict[str, str | None]:
    """Return the parent of each error as the docstring draws it."""
    parents: dict[str, str | None] = {}
    path: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"^([│ ]*(?:[├└]── )?)(DeskbellError|[A-Z]\w+)(?: {2,}|$)", line)
        if found is None or (not found[1] and found[2] != "DeskbellError"):
            continue
        path = [(depth, name) for depth, name in path if depth < len(found[1])]
        parents[found[2]] = path[-1][1] if path else None
        path.append((len(found[1]), found[2]))
    return parents


def defined_tree(error: type[DeskbellError] = DeskbellError) -> Iterator[tuple[str, str | None]]:
    """Yield each error that the module defines, with its parent."""
    yield error.__name__, None if error is DeskbellError else error.__bases__[0].__name__
    for child in error.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from defined_tree(child)


def test_the_tree_of_errors_is_drawn_as_it_is() -> None:
    assert drawn_tree() == dict(defined_tree())


def test_an_error_without_words_of_its_own_says_what_it_is() -> None:
    classes = [error for _, error in inspect.getmembers(errors, inspect.isclass) if error.__module__ == errors.__name__]
    assert all((error.__doc__ or "").strip() for error in classes)
    assert str(errors.NotUnderstood()) == "I did not understand that. `/desk help` lists what I know."
