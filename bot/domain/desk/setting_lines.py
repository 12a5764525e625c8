"""Lists that admins type into a form, a line for each thing: a queue's own statuses, and the categories."""

import re
from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

from bot.domain.desk.priorities import DEFAULT_SCALE, PriorityScale
from bot.domain.desk.queue_rules import CategoryFacts, OwnStatus
from models.desk import Priority, TicketStatus

Line = TypeVar("Line")

MOST_LINES: Final = 20
LONGEST_NAME: Final = 60

BASES: Final[Mapping[str, TicketStatus]] = {
    "in progress": TicketStatus.IN_PROGRESS,
    "waiting": TicketStatus.WAITING,
    "on hold": TicketStatus.ON_HOLD,
}
"""What a status of a queue's own can mean, as it is typed."""


class LineRefused(ValueError):
    """A line cannot be taken; says which, why and what to do."""


def read_statuses(typed: str) -> list[OwnStatus]:
    """Return the statuses of lines as `With the vendor = on hold`.

    Raises: LineRefused.
    """
    found = []
    for name, _, base in _split(typed, "="):
        meant = BASES.get(" ".join(base.replace("_", " ").lower().split()))
        if meant is None:
            raise _refusal(name, f"say what it means: {_or(BASES)}, as in `{name} = on hold`")
        found.append(OwnStatus(key_of(name), name, meant))
    return _without_repeats(found, [line.key for line in found])


def read_categories(typed: str, scale: PriorityScale = DEFAULT_SCALE) -> list[CategoryFacts]:
    """Return the categories of lines as `Incident` or `Incident: urgent, high`; without priorities all are allowed.

    The priorities are named as on `scale`.

    Raises: LineRefused.
    """
    found = []
    for name, separator, listed in _split(typed, ":"):
        words = [word.strip() for word in listed.split(",") if word.strip()]
        if separator and not words:
            raise _refusal(name, f"name the priorities after the colon: {_or(_typed(scale))}")
        meant = [_priority(name, word, scale) for word in words] or list(Priority)
        found.append(CategoryFacts(key_of(name), name, tuple(dict.fromkeys(meant))))
    return _without_repeats(found, [line.key for line in found])


def written_statuses(statuses: Iterable[tuple[str, TicketStatus]]) -> str:
    """Return statuses (name, base) as lines that `read_statuses` reads."""
    words = {base: word for word, base in BASES.items()}
    return "\n".join(f"{name} = {words[base]}" for name, base in statuses)


def written_categories(
    categories: Iterable[tuple[str, Iterable[Priority]]], scale: PriorityScale = DEFAULT_SCALE
) -> str:
    """Return categories (name, priorities) as lines that `read_categories` reads."""
    return "\n".join(f"{name}: {', '.join(map(scale.typed, priorities))}" for name, priorities in categories)


def key_of(name: str) -> str:
    """Return a key made from a name: `With the vendor` gives `with-the-vendor`; other scripts give code points."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    if plain and plain[0].isalpha():
        return plain[:40].rstrip("-")
    return "s-" + "-".join(f"{ord(character):x}" for character in name.lower() if not character.isspace())[:38]


def _split(typed: str, separator: str) -> list[tuple[str, str, str]]:
    lines = [" ".join(line.split()) for line in typed.splitlines()]
    kept = [line for line in lines if line]
    if len(kept) > MOST_LINES:
        raise LineRefused(f"There are {len(kept)} lines; {MOST_LINES} at most, please.")
    split = []
    for line in kept:
        name, found, rest = line.rpartition(separator) if separator == "=" else line.partition(separator)
        name = name.strip() or rest.strip() if not found else name.strip()
        if not name or len(name) > LONGEST_NAME:
            raise _refusal(line[:LONGEST_NAME], f"a name has one to {LONGEST_NAME} characters")
        split.append((name, found, rest if found else ""))
    return split


def _priority(name: str, word: str, scale: PriorityScale) -> Priority:
    priority = scale.find(word)
    if priority is None:
        raise _refusal(name, f'"{word}" is no priority; they are {_or(_typed(scale))}')
    return priority


def _typed(scale: PriorityScale) -> list[str]:
    return [scale.typed(priority) for priority in Priority]


def _without_repeats(lines: list[Line], keys: list[str]) -> list[Line]:
    repeated = {key for key in keys if keys.count(key) > 1}
    if repeated:
        raise LineRefused("Two lines have the same name. Please give each a name of its own.")
    return lines


def _or(words: Iterable[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}"


def _refusal(name: str, what_to_do: str) -> LineRefused:
    return LineRefused(f"{name}: {what_to_do}.")
