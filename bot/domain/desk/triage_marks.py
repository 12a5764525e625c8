"""What a message in a card's thread is: for the requester, or for the team alone. Its words and its queue decide.

In doubt it is private. Only what a message says when it is first received can make it public; an edit never does.
"""

import copy
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.domain.desk.characters import is_blank
from bot.domain.desk.rich_text import SIGNS, SPEECH_BALLOON, plain_text_of, starts_with_mark
from bot.domain.desk.thread_words import read_order

PUBLIC_MARK: Final = SPEECH_BALLOON
"""What a reply begins with to reach the requester, in a queue whose threads stay with the team."""

Blocks = Sequence[Mapping[str, Any]] | None
"""A message's `rich_text` blocks, or None where it has none."""


def is_for_requester(blocks: Blocks, text: str, *, private_mark: str, is_internal: bool) -> bool:
    """Return whether a message of the agents' side crosses to the requester. What it orders Deskbell to do never does.

    Args:
        blocks: its `rich_text` blocks, if any.
        text: Slack's own text of it.
        private_mark: what a private note begins with.
        is_internal: whether the queue keeps replies with the team unless they begin with `PUBLIC_MARK`.
    """
    if is_internal and not has_public_mark(blocks, text):
        return False
    readings = (blocks, text), without_public_mark(blocks, text)
    return not any(starts_with_mark(*words, private_mark) or _is_order(*words) for words in readings)


def has_public_mark(blocks: Blocks, text: str) -> bool:
    """Return whether a message begins with `PUBLIC_MARK`, in every way it can be read."""
    readings: list[tuple[Blocks, str]] = [(blocks, "")] if blocks else []
    if text or not blocks:
        readings.append((None, text))
    return all(starts_with_mark(*reading, PUBLIC_MARK) for reading in readings)


def without_public_mark(blocks: Blocks, text: str) -> tuple[list[dict[str, Any]] | None, str]:
    """Return a message without the `PUBLIC_MARK` it begins with; one that does not is returned as it is.

    A mark that is put together from several pieces of formatting stays: it shows an emoji and does no harm.
    """
    kept = copy.deepcopy([dict(block) for block in blocks]) if blocks is not None else None
    if has_public_mark(blocks, text):
        _take_off_first(kept or [])
        text = _after_mark(text)
    return kept, text


def _is_order(blocks: Blocks, text: str) -> bool:
    return read_order(text) is not None or read_order(plain_text_of(blocks, text)) is not None


def _take_off_first(elements: list[dict[str, Any]]) -> bool:
    """Take the mark off the first element that shows something; return whether one was found."""
    for index, element in enumerate(elements):
        inner = element.get("elements")
        if isinstance(inner, list):
            if _take_off_first(inner):
                return True
        elif element.get("type") == "emoji":
            if str(element.get("name", "")).casefold() == PUBLIC_MARK.strip(":"):
                del elements[index]
                _trim(elements, index)
            return True
        elif not all(is_blank(character) for character in str(element.get("text", ""))):
            element["text"] = _after_mark(str(element["text"]))
            if not element["text"]:
                del elements[index]
            return True
    return False


def _trim(elements: list[dict[str, Any]], index: int) -> None:
    """Take off the white space that stood between the mark and the words."""
    if index < len(elements) and elements[index].get("type") == "text":
        elements[index]["text"] = _visible_start(str(elements[index].get("text", "")))
        if not elements[index]["text"]:
            del elements[index]


def _after_mark(text: str) -> str:
    """Return what follows the mark at the start of a text, or the text where it does not begin with it."""
    shown = _visible_start(text)
    for mark in (PUBLIC_MARK, SIGNS[PUBLIC_MARK]):
        if shown.casefold().startswith(mark):
            return _visible_start(shown[len(mark) :])
    return text


def _visible_start(text: str) -> str:
    start = next((index for index, character in enumerate(text) if not is_blank(character)), len(text))
    return text[start:]
