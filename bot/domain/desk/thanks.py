"""Telling a bare thank-you from a message that needs an answer."""

from typing import Final

from bot.domain.desk.pleasantries import Pleasantry, kind_of

_ASK_NOTHING: Final = frozenset({Pleasantry.THANKS, Pleasantry.CLOSURE, Pleasantry.EMOJI_ONLY})


def is_bare_thanks(text: str) -> bool:
    """Return whether a message says thank you, or that all is well, and nothing else: it reopens nothing."""
    return not text.strip() or kind_of(text) in _ASK_NOTHING
