"""Thread words: what agents type in a card's thread to work its ticket, because commands do not run in threads."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rapidfuzz import process

from bot.domain.desk.characters import is_blank
from bot.domain.desk.typed import straighten

ORDER_MARK: Final = "!"
"""What an order begins with."""

_ORDER: Final = re.compile(rf"{ORDER_MARK}([A-Za-z][A-Za-z0-9]{{0,19}})(?![A-Za-z0-9])[:;,.!?*_~`]*(.*)", re.DOTALL)
_FORMATTING: Final = frozenset("*_~`")
"""What Slack's text of a message may begin with where its first words are formatted."""

_NEAR_ENOUGH: Final = 60


class ThreadWord(StrEnum):
    """What a message in a card's thread can begin with, after an exclamation mark."""

    CLAIM = "claim"
    ASSIGN = "assign"  # @someone, or me
    RESOLVE = "resolve"
    CLOSE = "close"
    REOPEN = "reopen"
    STATUS = "status"  # the name of a status
    PRIORITY = "priority"  # urgent, high, normal, low
    TAG = "tag"  # words to add
    MOVE = "move"  # a queue's key
    WATCH = "watch"
    UNWATCH = "unwatch"
    SNOOZE = "snooze"  # 1h, 4h, tomorrow, monday, reply
    WAKE = "wake"
    REPLY = "reply"  # the key of a saved reply
    NOTE = "note"  # what it says; it is private in any case
    HELP = "help"


@dataclass(frozen=True)
class ThreadOrder:
    """What somebody typed: a word, None where there is no such word, and all that follows it."""

    typed: str
    word: ThreadWord | None
    rest: str


def read_order(text: str) -> ThreadOrder | None:
    """Return what a message orders, or None when it orders nothing: it does not begin with `!` and a word.

    What shows nothing before the mark, formatting and punctuation after the word make no difference: `!note: ...` is
    a note. In doubt a message is an order, for orders are private.

    Args:
        text: Slack's text of the message; people and channels are in it by their ids.
    """
    typed = straighten(text)
    start = next((at for at, sign in enumerate(typed) if sign not in _FORMATTING and not is_blank(sign)), len(typed))
    found = _ORDER.fullmatch(typed[start:])
    if found is None:
        return None
    typed = found[1].lower()
    word = ThreadWord(typed) if typed in set(ThreadWord) else None
    return ThreadOrder(typed, word, found[2].strip())


def nearest_word(typed: str) -> ThreadWord | None:
    """Return the word that was probably meant, or None when nothing is near."""
    match = process.extractOne(typed, [word.value for word in ThreadWord], score_cutoff=_NEAR_ENOUGH)
    return None if match is None else ThreadWord(match[0])
