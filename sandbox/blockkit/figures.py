"""Tables and charts: the blocks that show figures, and the rules that hold across their cells."""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.blockkit.composition import BLOCK_ID
from sandbox.blockkit.rich_text import RICH_TEXT
from sandbox.blockkit.shapes import (
    Check,
    Kind,
    array,
    choice,
    flag,
    number,
    one_of,
    problem,
    record,
    step,
    string,
    whole,
)

MOST_TABLE_CHARACTERS = 10_000
MOST_DATA_TABLE_CHARACTERS = 20_000

_RAW_TEXT = Kind("raw_text", needs={"text": string(least=1)})
_RAW_NUMBER = Kind("raw_number", needs={"value": number, "text": string(least=1)})
_ROW = array(one_of(_RAW_TEXT, _RAW_NUMBER, RICH_TEXT), least=1, most=20)
_COLUMN = record(needs={}, may={"align": choice("left", "center", "right"), "is_wrapped": flag})


def _texts(value: object) -> Iterator[str]:
    """Yield every string under a field named `text`, however deep."""
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, Mapping):
        for name, content in value.items():
            if name == "text" and isinstance(content, str):
                yield content
            else:
                yield from _texts(content)


def _characters(most: int) -> Check:
    """Require that the texts of all cells together have at most `most` characters."""

    def check(block: Mapping[str, Any], pointer: str) -> Iterator[str]:
        if sum(map(len, _texts(block["rows"]))) > most:
            yield problem(f"must be less than {most + 1} characters in all cells together", step(pointer, "rows"))

    return check


def _even_rows(block: Mapping[str, Any], pointer: str) -> Iterator[str]:
    if len({len(row) for row in block["rows"]}) > 1:
        yield problem("must have the same number of cells in every row", step(pointer, "rows"))


def _plain_header(block: Mapping[str, Any], pointer: str) -> Iterator[str]:
    for index, cell in enumerate(block["rows"][0]):
        if cell["type"] == "rich_text":
            yield problem("must not be rich_text in the header row", f"{pointer}/rows/0/{index}")


def _header_column_exists(block: Mapping[str, Any], pointer: str) -> Iterator[str]:
    if block.get("row_header_column_index", 0) >= len(block["rows"][0]):
        yield problem("must be the index of a column", step(pointer, "row_header_column_index"))


TABLE = Kind(
    "table",
    needs={"rows": array(_ROW, least=1, most=100)},
    may={"block_id": BLOCK_ID, "column_settings": array(_COLUMN, most=20)},
    also=[_characters(MOST_TABLE_CHARACTERS)],
)

DATA_TABLE = Kind(
    "data_table",
    needs={"caption": string(least=1), "rows": array(_ROW, least=2, most=201)},
    may={"block_id": BLOCK_ID, "page_size": whole(1, 100), "row_header_column_index": whole(0, 19)},
    also=[_even_rows, _plain_header, _header_column_exists, _characters(MOST_DATA_TABLE_CHARACTERS)],
)


def _series_fit_the_axis(chart: Mapping[str, Any], pointer: str) -> Iterator[str]:
    """Require series with names of their own, each with one point for each category."""
    names = [series["name"] for series in chart["series"]]
    if len(set(names)) < len(names):
        yield problem("must give every series a name of its own", step(pointer, "series"))
    for index, series in enumerate(chart["series"]):
        if sorted(point["label"] for point in series["data"]) != sorted(chart["axis_config"]["categories"]):
            yield problem("must have one point for each category", f"{pointer}/series/{index}/data")


_LABEL = string(20, least=1)
_POINT = record(needs={"label": _LABEL, "value": number})
_SERIES = record(needs={"name": _LABEL, "data": array(_POINT, least=1, most=20)})
_AXIS = record(
    needs={"categories": array(_LABEL, least=1, most=20)},
    may={"x_label": string(50), "y_label": string(50)},
)


def _plot(name: str) -> Kind:
    return Kind(
        name,
        needs={"series": array(_SERIES, least=1, most=12), "axis_config": _AXIS},
        also=[_series_fit_the_axis],
    )


_PIE = Kind("pie", needs={"segments": array(_POINT, least=1, most=12)})

DATA_VISUALIZATION = Kind(
    "data_visualization",
    needs={"title": string(50, least=1), "chart": one_of(_PIE, _plot("bar"), _plot("line"), _plot("area"))},
    may={"block_id": BLOCK_ID},
)
