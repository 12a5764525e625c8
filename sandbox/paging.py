"""Cursor paging: a page of a list, and the cursor of the next."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import TypeVar

from sandbox.payload import Refusal

Item = TypeVar("Item")


def page(
    items: Sequence[Item], *, key: Callable[[Item], str], cursor: str, limit: int, descending: bool = False
) -> tuple[list[Item], str]:
    """Return one page and the next cursor, which is empty after the last page.

    Args:
        items: all of them, sorted by `key`.
        key: what an item is known by; the cursor holds that of the last item served, so that nothing is skipped or
            repeated when items come or go between two pages.
        cursor: what the caller sent, empty for the first page.
        limit: the most items in a page.
        descending: whether `items` are sorted from the greatest key to the least.

    Raises:
        Refusal: `invalid_cursor`.
    """
    if cursor:
        last = _decode(cursor)
        items = [item for item in items if (key(item) < last if descending else key(item) > last)]
    served = list(items[:limit])
    return served, _encode(key(served[-1])) if len(items) > len(served) and served else ""


def _encode(key: str) -> str:
    return base64.b64encode(f"next:{key}".encode()).decode()


def _decode(cursor: str) -> str:
    try:
        marker, _, key = base64.b64decode(cursor, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise Refusal("invalid_cursor") from error
    if marker != "next":
        raise Refusal("invalid_cursor")
    return key
