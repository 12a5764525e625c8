"""`simulate billing`: cases from a file or standard input, results on standard output, one line per mistake."""

import json
from pathlib import Path

import pytest

from tests.commands.command_line import environment, run

CASE = {"id": "half", "kind": "proration", "unit_amount_minor": 24995, "quantity": 1, "numerator": 9, "denominator": 30}
RESULTS = {"results": [{"id": "half", "result": 7499}]}


@pytest.mark.parametrize("arguments", [(), ("-",)])
def test_cases_come_in_by_standard_input(arguments: tuple[str, ...]) -> None:
    ended = run("simulate", "billing", *arguments, env=environment(), stdin=json.dumps({"vectors": [CASE]}))

    assert (ended.code, json.loads(ended.out), ended.err) == (0, RESULTS, "")


def test_cases_come_in_by_a_file(tmp_path: Path) -> None:
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"vectors": [CASE]}), "utf-8")

    ended = run("simulate", "billing", str(file), env=environment())

    assert (ended.code, json.loads(ended.out), ended.err) == (0, RESULTS, "")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ('{"vectors": [', "Standard input is not JSON: "),
        ('{"vectors": [{"id": "t", "kind": "tax"}]}', "case t: lines_minor: is missing\n"),
        ("[]", "The file should be an object with a list"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_printed(given: str, says: str) -> None:
    ended = run("simulate", "billing", env=environment(), stdin=given)

    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    ended = run("simulate", "billing", str(tmp_path / "none.json"), env=environment())

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.endswith("none.json cannot be read: No such file or directory.\n")
