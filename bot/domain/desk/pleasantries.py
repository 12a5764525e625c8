"""Telling what is only kind from what asks for something, by a local rule in many languages.

A message is a pleasantry when nothing in it is unknown: every word belongs to a phrase of
`bot.domain.desk.pleasantry_phrases`. One word more, a question mark, a digit, a link or a file, and it is to be read by
a person: rather a ticket too many than a question nobody sees.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from itertools import product
from typing import Final

from bot.domain.desk import rich_text
from bot.domain.desk.incoming import Words
from bot.domain.desk.pleasantry_phrases import PHRASES


class Pleasantry(StrEnum):
    """What a message does that asks for nothing. The values are those of `IntakeRule`."""

    GREETING = "greeting"
    THANKS = "thanks"
    CLOSURE = "closure"
    EMOJI_ONLY = "emoji_only"  # no words: emoji, a smile, punctuation


MOST_PHRASES: Final = 12
"""Whoever goes on for longer may want something after all."""

_LONGEST: Final = 300
_EMOJI_NAME = re.compile(r":[\w+'-]+:")
_EMOJI_SIGN = re.compile(".\ufe0f\u20e3?")  # a digit or letter that is drawn as a picture
_SMILE = re.compile(r"(?<!\w)(?:[:;=][-']?[()DPpo/|]+|<3+|[xX]D+|\^_*\^)(?!\w)")
_MENTION = re.compile(r"@(?:someone|group|here|channel|everyone)\b")
_QUESTION = re.compile(
    "[?\xbf\uff1f\u061f\u055e\u037e\u2047-\u2049]"  # Spanish, Chinese, Arabic, Armenian and Greek ones, and double ones
    r"|[\u0370-\u03ff]\s*;"  # after Greek, a semicolon asks
)
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_WORD = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\W\d_]+")  # a sign where words are not spaced

Phrase = tuple[str, ...]


def pleasantry_in(words: Words) -> Pleasantry | None:
    """Return what kind of pleasantry a message is, or None when somebody should read it.

    A message without anything to see, as one that only passes another on, is none.
    """
    said = rich_text.plain_text_of(words.blocks, words.text)
    return None if words.files or not said else kind_of(said)


def kind_of(said: str) -> Pleasantry | None:
    """Return what kind of pleasantry a plain text is, or None when it is more than that."""
    bare = _without_signs(said)
    if len(bare) > _LONGEST or _QUESTION.search(bare) or any(character.isdigit() for character in bare):
        return None
    words = _words_of(bare)
    if not words:
        return Pleasantry.EMOJI_ONLY
    found = _read(words)
    order = (Pleasantry.CLOSURE, Pleasantry.THANKS, Pleasantry.GREETING)
    return next((kind for kind in order if kind in found), None)


def _read(words: Phrase) -> frozenset[Pleasantry]:
    """Return the kinds of the phrases that a text is made of; none when it cannot be made of phrases only."""
    phrases, longest = _known_phrases(), _longest_phrase()
    ends: list[tuple[int, frozenset[Pleasantry]] | None] = [None] * len(words) + [(0, frozenset())]
    for start in reversed(range(len(words))):  # what may follow is known before what comes first
        for end in range(min(start + longest, len(words)), start, -1):
            rest = ends[end]
            if rest is None or words[start:end] not in phrases:
                continue
            count, kinds = rest
            kind = phrases[words[start:end]]
            ends[start] = count + 1, kinds if kind is None else kinds | {kind}
            break
    whole = ends[0]
    return whole[1] if whole is not None and whole[0] <= MOST_PHRASES else frozenset()


def _without_signs(text: str) -> str:
    """Return a text without emoji, smiles and mentions."""
    for sign in (_EMOJI_NAME, _EMOJI_SIGN, _SMILE, _MENTION):
        text = sign.sub(" ", text)
    return "".join(" " if unicodedata.category(character) in {"So", "Sk"} else character for character in text)


def _words_of(text: str) -> Phrase:
    """Return the words of a text as they are compared: without capitals, accents, and letters held for long."""
    plain = unicodedata.normalize("NFKD", text).casefold().replace("\u0131", "i")
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    return tuple(_WORD.findall(_STRETCHED.sub(r"\1", letters)))


@cache
def _known_phrases() -> Mapping[Phrase, Pleasantry | None]:
    """Return every phrase of every language as words, with its kind; None for asides."""
    known: dict[Phrase, Pleasantry | None] = {}
    for language in PHRASES.values():
        for phrase in _spelled_out(language.asides):
            known.setdefault(phrase, None)
        kinds = {
            Pleasantry.GREETING: language.greetings,
            Pleasantry.THANKS: language.thanks,
            Pleasantry.CLOSURE: language.closures,
        }
        for kind, patterns in kinds.items():
            known.update((phrase, kind) for phrase in _spelled_out(patterns))
    return known


@cache
def _longest_phrase() -> int:
    return max(map(len, _known_phrases()))


def _spelled_out(patterns: str) -> Iterator[Phrase]:
    """Yield every way to say each of the patterns between commas."""
    for pattern in patterns.split(","):
        choices = [
            (*slot.removesuffix("?").split("/"), *([""] if slot.endswith("?") else [])) for slot in pattern.split()
        ]
        for chosen in product(*choices):
            if phrase := _words_of(" ".join(chosen)):
                yield phrase
