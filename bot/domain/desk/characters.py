"""Which characters of other people's text are passed on, and how text is shortened."""

import re
import unicodedata
from typing import Any

ZERO_WIDTH_SPACE = "\u200b"
ELLIPSIS = "…"

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # all but tab and line feed
_HALF_PAIRS = re.compile("[\ud800-\udfff]")
_UNKEEPABLE = re.compile("[\0\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n|[\r\x85\u2028\u2029]")
_TURNS_TEXT_AROUND = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MARKUP = re.compile(r"<(?=!(?:channel|here|everyone|group|subteam|date)\b|@[UWS]|#[CDG])")
_BLANKS = "\u115f\u1160\u2800\u3164\ufe0e\ufe0f\uffa0"  # letters and signs that show nothing


def keepable(part: Any) -> Any:
    """Return a payload with all its texts, names included, as PostgreSQL can keep them.

    What it cannot keep, a NUL or half a surrogate pair, becomes U+FFFD. Every edge does this to what Slack sends.
    """
    if isinstance(part, str):
        return _UNKEEPABLE.sub("\ufffd", part)
    if isinstance(part, list):
        return [keepable(each) for each in part]
    if isinstance(part, dict):
        return {keepable(name): keepable(value) for name, value in part.items()}
    return part


def legible(text: str) -> str:
    r"""Return `text` without control characters: lines end in `\n`, and half a surrogate pair becomes U+FFFD."""
    if text.isprintable():
        return text  # as most labels are: nothing of the sort is in it
    return _HALF_PAIRS.sub("\ufffd", _CONTROLS.sub("", _LINE_ENDS.sub("\n", text)))


def one_line(text: str) -> str:
    """Return `text` as a label: legible, on one line, single spaces, nothing that turns what follows it around."""
    return " ".join(_TURNS_TEXT_AROUND.sub("", legible(text)).split())


def inert(text: str) -> str:
    """Return `text` so that what looks like Slack's markup for a mention or a date never becomes one.

    A zero-width space after the `<` is enough. Other angle brackets stay as they are, so that code copied from a
    ticket still runs.
    """
    return _MARKUP.sub("<" + ZERO_WIDTH_SPACE, text)


def is_blank(character: str) -> bool:
    """Return whether a character shows nothing: space, zero-width, direction mark, control character."""
    return character in _BLANKS or unicodedata.category(character) in {"Cc", "Cf", "Zs", "Zl", "Zp"}


def length(text: str) -> int:
    """Return how long Slack may count `text`: in UTF-16 units, where most emoji are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, most: int, ending: str = ELLIPSIS) -> str:
    """Return `text`, or as much of it as fits in `most` UTF-16 units with `ending` behind it.

    A base character keeps its accents and a joined emoji its parts. `most` must be at least the length of `ending`.
    """
    if length(text) <= most:
        return text
    room = most - length(ending)
    kept = 0
    for index, character in enumerate(text):
        room -= 2 if character > "\uffff" else 1
        if room < 0:
            break
        kept = index + 1
    while kept and (_joins(text[kept]) or text[kept - 1] == "\u200d"):
        kept -= 1
    return text[:kept].rstrip() + ending


def _joins(character: str) -> bool:
    return character == "\u200d" or unicodedata.combining(character) > 0 or "\ufe00" <= character <= "\ufe0f"
