"""Telling a reply that asks something from one that does not, by the marks that questions are written with."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.domain.desk import rich_text

_ADDRESS = re.compile(r"\S+://\S+|\bwww\.\S+", re.IGNORECASE)
_MARK: Final = re.compile(
    r"[?\uff1f\ufe56⁇⁈⁉‽⸮؟፧](?!\w)"  # after the question, in most scripts
    r"|՞"  # in Armenian, inside the word
    r"|\u037e|[\u0370-\u03ff\u1f00-\u1fff]\s*;"  # in Greek a semicolon
)
_QUOTED_TEXT: Final = re.compile(r"(?s:```.*?```)|`[^`\n]*`|^(?:>|&gt;).*$", re.MULTILINE)
_QUOTED: Final = frozenset({"rich_text_quote", "rich_text_preformatted"})


def asks(blocks: Sequence[Mapping[str, Any]] | None, text: str) -> bool:
    """Return whether a message asks something. What it quotes, shows as code or links to does not count.

    Args:
        blocks: Its `rich_text` blocks, if it has any.
        text: Slack's own text of it, read where there are no blocks.
    """
    own = [_without_quotes(block) for block in blocks or ()]
    said = rich_text.plain_text_of(own, "" if blocks else _QUOTED_TEXT.sub(" ", text))
    return _MARK.search(_ADDRESS.sub(" ", said)) is not None


def _without_quotes(block: Mapping[str, Any]) -> dict[str, Any]:
    """Return a `rich_text` block without its quotes and code, and without code inside its paragraphs."""
    parts = [part for part in block.get("elements") or () if part.get("type") not in _QUOTED]
    return {**block, "elements": [_without_code(part) for part in parts]}


def _without_code(part: Mapping[str, Any]) -> dict[str, Any]:
    pieces = part.get("elements") or ()
    kept = [piece for piece in pieces if not (piece.get("style") or {}).get("code")]
    return {**part, "elements": [_without_code(piece) if "elements" in piece else piece for piece in kept]}
