"""The Python in the documents runs."""

import re
import runpy
from pathlib import Path

import pytest

from tests.support.repository import ROOT, list_documents

EXAMPLES = [
    pytest.param(block, id=f"{document.relative_to(ROOT)}, {number}")
    for document in list_documents()
    for number, block in enumerate(
        re.findall(r"^```python\n(.*?)^```$", document.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE), 1
    )
]


def test_there_are_examples() -> None:
    assert EXAMPLES != []


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_runs(example: str, tmp_path: Path) -> None:
    script = tmp_path / "example.py"
    script.write_text(example)
    runpy.run_path(str(script))  # its own assertions say what it shows
