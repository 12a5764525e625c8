"""Reading what people type after `/desk`, as a shell would."""

import re
import shlex
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import process

SLASH_COMMAND = "/desk"
_STRAIGHT = str.maketrans(
    "\u201c\u201d\u201e\u2018\u2019\u00a0\u202f", '"""\'\'  '
)  # quotes and spaces as phones type them
_CHANNEL = re.compile(r"<#([CGD][A-Z0-9]+)(?:\|[^>]*)?>")
_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_KEY = re.compile(r"#?([A-Za-z][A-Za-z0-9]{0,9})-([0-9]{1,9})")
_NEAR_ENOUGH = 60


class Verb(StrEnum):
    """What `/desk` knows."""

    HELP = "help"
    NEW = "new"
    LIST = "list"
    SHOW = "show"
    WHY = "why"
    FIND = "find"
    ASSIGN = "assign"
    NOTE = "note"
    STATUS = "status"
    FEEDBACK = "feedback"
    TRIAGE = "triage"
    REQUEST = "request"
    ADMIN = "admin"
    SETTINGS = "settings"
    SEATS = "seats"
    BILLING = "billing"


@dataclass(frozen=True)
class Typed:
    """A command as read: the verb in lower case ("" when nothing was typed), its words, and all that follows it."""

    verb: str
    words: tuple[str, ...]
    rest: str


def read_command(text: str) -> Typed:
    """Return the words of a command. Curly quotes are straightened; unbalanced quotes mean themselves."""
    straight = straighten(text)
    try:
        words = shlex.split(straight)
    except ValueError:
        words = straight.split()
    verb, rest = (*straight.split(maxsplit=1), "", "")[:2]
    return Typed(verb.lower(), tuple(words[1:]), rest.strip())


def straighten(text: str) -> str:
    """Return `text` with the quotes and spaces that phones type as plain ones."""
    return text.translate(_STRAIGHT).strip()


def read_key(word: str) -> str | None:
    """Return a ticket's key as it is kept, IT-12 for `it-012` or `#IT-12`, or None for what is no key."""
    found = _KEY.fullmatch(word.strip())
    return f"{found[1].upper()}-{int(found[2])}" if found else None


def nearest_verb(typed: str) -> str | None:
    """Return the verb that was probably meant, or None when nothing is near."""
    found = process.extractOne(typed, [verb.value for verb in Verb], score_cutoff=_NEAR_ENOUGH)
    return None if found is None else found[0]


def channel_id_in(word: str) -> str | None:
    """Return the Slack id of a channel that arrived escaped, as `<#C123|help>`, or None."""
    found = _CHANNEL.fullmatch(word)
    return found[1] if found else None


def person_id_in(word: str) -> str | None:
    """Return the Slack id of a person who arrived escaped, as `<@U123|ada>`, or None."""
    found = _PERSON.fullmatch(word)
    return found[1] if found else None
