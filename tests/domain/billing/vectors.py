"""The worked cases of other people's bills and of our own rules."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[2] / "data" / "vectors" / "billing.json"


@cache
def cases(kind: str) -> list[Any]:
    """Return the cases of one kind, as objects of the file."""
    return [case for case in json.loads(FILE.read_text("utf-8"))["vectors"] if case["kind"] == kind]


def name_of(case: dict[str, Any]) -> str:
    """Return a case's id, to call its test by."""
    return str(case["id"])
