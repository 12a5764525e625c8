"""Small files, small functions, smaller listeners."""

import ast

from tests.support.repository import OURS, Function, body_lines, functions_of, list_sources

FILE_LINES = 400
FUNCTION_LINES = 40
TEST_LINES = 60
LISTENER_LINES = 15


def test_no_file_is_longer_than_its_budget() -> None:
    sources = list_sources(*OURS, "tests")  # not the migrations: a revision is a list of statements, however long
    lengths = {source.name: len(source.text.splitlines()) for source in sources}
    assert {name: length for name, length in lengths.items() if length > FILE_LINES} == {}


def test_no_function_is_longer_than_its_budget() -> None:
    budgets = [(source, FUNCTION_LINES) for source in list_sources(*OURS)]
    budgets += [(source, TEST_LINES) for source in list_sources("tests")]
    too_long = [
        f"{source.name}:{function.lineno} {function.name}: {body_lines(function)}"
        for source, budget in budgets
        for function in functions_of(source.tree)
        if body_lines(function) > budget
    ]
    assert too_long == []


def test_no_listener_is_longer_than_its_budget() -> None:
    listeners = [
        (f"{source.name}:{function.lineno}", (function.end_lineno or 0) - function.lineno + 1)
        for source in list_sources("bot/listeners")
        for function in functions_of(source.tree)
        if is_listener(function)
    ]
    assert len(listeners) > 10
    assert [(place, length) for place, length in listeners if length > LISTENER_LINES] == []


def is_listener(function: Function) -> bool:
    """Return whether a function is registered on the Bolt app, as `@app.event("message")` does."""
    return any(ast.unparse(decorator).startswith("app.") for decorator in function.decorator_list)
