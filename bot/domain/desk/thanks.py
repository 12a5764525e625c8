"""Telling a bare thank-you from a message that needs an answer, by a local rule in several languages."""

import re
import unicodedata
from typing import Final

# fmt: off
THANKS: Final = frozenset(
    {
        "thanks", "thank", "thankyou", "thx", "ty", "cheers", "great", "perfect", "awesome", "cool", "super",
        "top", "nice", "ok", "okay", "solved", "fixed", "works", "dank", "danke", "dankeschön", "merci", "gracias",
        "grazie", "obrigado", "obrigada", "dziękuję", "dzięki", "spasibo", "спасибо", "ありがとう", "谢谢", "tack",
        "takk", "tak", "kiitos", "paldies", "aitäh", "ačiū",
    }
)
FILLERS: Final = frozenset(
    {
        "you", "so", "much", "very", "a", "lot", "many", "again", "all", "now", "it", "s", "is", "for", "the",
        "help", "your", "team", "everyone", "guys", "that", "this", "was", "quick", "fast", "schön", "vielen",
        "sehr", "beaucoup", "bien", "muchas", "mil", "molte", "bardzo", "большое",
    }
)
# fmt: on
_WORD = re.compile(r"[^\W\d_]+")
_EMOJI_NAME = re.compile(r":[\w+-]+:")
_LONGEST_THANKS = 12


def is_bare_thanks(text: str) -> bool:
    """Return whether a message says thank you and nothing else, in one of several languages: it reopens nothing.

    A question mark, a digit or any word that is neither thanks nor filler makes it a message to be read.
    """
    said = _EMOJI_NAME.sub(" ", unicodedata.normalize("NFC", text).casefold())
    if "?" in said or any(character.isdigit() for character in said):
        return False
    words = _WORD.findall(said)
    if not words:
        return not said.strip() or not any(character.isalnum() for character in said)
    if len(words) > _LONGEST_THANKS:
        return False
    return any(word in THANKS for word in words) and all(word in THANKS or word in FILLERS for word in words)
