"""Slack's limits, and the one place where what is too long is cut to them.

Lengths are counted in UTF-16 units, the strictest way Slack may count; numbers of things are plain counts.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from bot.domain.desk.characters import length, shortened
from bot.views.content import Block

FALLBACK = 4_000  # Slack takes ten times that, and advises this
MRKDWN = 3_000
HEADER = 150
FIELD = 2_000
PLAIN = 3_000
LABEL = 2_000
PLACEHOLDER = 150
MODAL_TITLE = 24
MODAL_BUTTON = 24
BUTTON = 75
ACCESSIBILITY_LABEL = 75
OPTION = 75
OPTION_ABOUT = 75
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30
URL = 3_000

BLOCKS = 50
VIEW_BLOCKS = 100
FIELDS = 10
ACTIONS = 25
CONTEXT = 10
OPTIONS = 100
OVERFLOW = 5

RICH_TEXT = 11_000  # all rich text of one message: Slack documents no limit and refuses messages from about 13,000
_LEAST_COST = 8  # what an element counts at least, so that thousands of tiny ones are cut too


def cut(text: str, most: int) -> str:
    """Return `text` with at most `most` units, ending in an ellipsis if it was longer."""
    return shortened(text, most)


def first(things: Sequence[Block], most: int) -> list[Block]:
    """Return the first `most` things of a list that Slack limits."""
    return list(islice(things, most))


def cut_rich_text(block: Block, most: int, ending: str) -> Block:
    """Return a `rich_text` block whose words take at most `most` units.

    What does not fit is left out from there on, and `ending` stands in a paragraph of its own after the rest.
    """
    room = _Room(most)
    parts = [part for element in block["elements"] if (part := room.fit(element)) is not None]
    if room.is_full:
        parts.append({"type": "rich_text_section", "elements": [{"type": "text", "text": ending}]})
    return {**block, "elements": parts}


class _Room:
    """How much rich text still fits."""

    def __init__(self, units: int) -> None:
        self._left = units
        self.is_full = False

    def fit(self, element: Block) -> Block | None:
        """Return as much of an element, with all inside it, as fits, or None."""
        if self.is_full:
            return None
        if "elements" in element:
            inside = list(self._fit_all(element["elements"]))
            return {**element, "elements": inside} if inside else None
        return self._fit_inline(element)

    def _fit_all(self, elements: Sequence[Block]) -> Iterator[Block]:
        for element in elements:
            fitting = self.fit(element)
            if fitting is not None:
                yield fitting

    def _fit_inline(self, element: Block) -> Block | None:
        size = max(_LEAST_COST, *(length(value) for value in element.values() if isinstance(value, str)))
        if size <= self._left:
            self._left -= size
            return element
        self.is_full = True
        if element["type"] == "text" and self._left > _LEAST_COST:
            return {**element, "text": shortened(element["text"], self._left)}
        return None
