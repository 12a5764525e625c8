"""What a workspace calls the four priorities, and what each of them means there."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.domain.desk.characters import one_line
from models.desk import Priority

LONGEST_NAME: Final = 30
LONGEST_MEANING: Final = 75
"""How much of a meaning fits beside a choice in one of Slack's menus."""

_ONE_WORD: Final = re.compile(r"[\w-]+")
_SPACES: Final = re.compile(r"[\s_-]+")
_SEPARATORS: Final = frozenset(',"`')
"""What no name can have: it separates or quotes names where somebody types them."""


@dataclass(frozen=True)
class PriorityWords:
    """What one priority is called, on one line and not empty, and when a ticket has it; "" where nobody said."""

    name: str
    meaning: str = ""


PRIORITY_NAMES: Final[Mapping[Priority, str]] = {
    Priority.P1: "Urgent",
    Priority.P2: "High",
    Priority.P3: "Normal",
    Priority.P4: "Low",
}
"""What the priorities are called where nobody named them, the most urgent first."""


@dataclass(frozen=True)
class PriorityScale:
    """The four priorities in a workspace's own words, by how urgent they are."""

    words: tuple[PriorityWords, ...]

    def name_of(self, priority: Priority) -> str:
        """Return what a priority is called here."""
        return self._of(priority).name

    def meaning_of(self, priority: Priority) -> str:
        """Return when a ticket has a priority; "" where nobody said."""
        return self._of(priority).meaning

    def is_own_name(self, priority: Priority) -> bool:
        """Return whether somebody here chose what a priority is called."""
        return self.name_of(priority) != PRIORITY_NAMES[priority]

    def names(self) -> dict[str, str]:
        """Return the names by the priorities' keys, as menus and forms take them."""
        return {priority.value: self.name_of(priority) for priority in Priority}

    def meanings(self) -> dict[str, str]:
        """Return the meanings by the priorities' keys, of those that have one."""
        return {priority.value: self.meaning_of(priority) for priority in Priority if self.meaning_of(priority)}

    def name_all(self, priorities: Iterable[str]) -> str:
        """Return the names of some priorities, the most urgent first, as `Urgent, High`."""
        return ", ".join(self.name_of(Priority(value)) for value in sorted(priorities))

    def typed(self, priority: Priority) -> str:
        """Return how a priority is typed where words stand side by side: its name in small letters, or its key."""
        plain = _SPACES.sub("-", self.name_of(priority).lower())
        return plain if _ONE_WORD.fullmatch(plain) else priority.value

    def find(self, typed: str) -> Priority | None:
        """Return which priority somebody means, or None: by its name here, its key, or what it is called elsewhere.

        A name that was given here counts before what the same word means elsewhere.
        """
        meant = {_plain(name): priority for priority, name in PRIORITY_NAMES.items()}
        meant |= {priority.value: priority for priority in Priority}
        meant |= {_plain(self.name_of(priority)): priority for priority in Priority}
        return meant.get(_plain(typed))

    def _of(self, priority: Priority) -> PriorityWords:
        return self.words[list(Priority).index(priority)]


def scale_of_words(worded: Mapping[Priority, PriorityWords]) -> PriorityScale:
    """Return the scale on which some priorities have words of their own; the others are called as elsewhere."""
    return PriorityScale(tuple(worded.get(each, PriorityWords(PRIORITY_NAMES[each])) for each in Priority))


DEFAULT_SCALE: Final = scale_of_words({})
"""The priorities where nobody worded them."""


def what_is_wrong(scale: PriorityScale) -> dict[Priority, str]:
    """Return what is wrong with the names given on a scale, in a sentence each, by the priority that needs another."""
    named = [priority for priority in Priority if scale.is_own_name(priority)]
    found = {priority: _shape(scale.name_of(priority)) or _clash(scale, priority) for priority in named}
    return {priority: complaint for priority, complaint in found.items() if complaint}


def _shape(name: str) -> str:
    if not any(character.isalnum() for character in name) or len(name) > LONGEST_NAME or one_line(name) != name:
        return f"A name has one to {LONGEST_NAME} letters or digits, on one line."
    if _SEPARATORS & set(name):
        return "A name has no comma, quote or backtick: nobody could type it in a search."
    return ""


def _clash(scale: PriorityScale, priority: Priority) -> str:
    """Say that a name given is the key of another priority, or the name of one that keeps it."""
    others = [each for each in Priority if each is not priority]
    keeping = [each for each in others if each < priority or not scale.is_own_name(each)]
    taken = {*(each.value for each in others), *(_plain(scale.name_of(each)) for each in keeping)}
    is_taken = _plain(scale.name_of(priority)) in taken
    return "Another priority is known by this name. Please choose a different one." if is_taken else ""


def _plain(typed: str) -> str:
    return _SPACES.sub(" ", typed.casefold()).strip()
