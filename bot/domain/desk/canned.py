"""Saved replies: words agents send often, with variables that are filled in when they are used."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

VARIABLES: Final = ("requester.name", "ticket.key", "ticket.title", "agent.name", "queue.name")
"""What can stand between double braces. Anything else is refused when a reply is saved."""

LONGEST: Final = 3_000
_VARIABLE: Final = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


@dataclass(frozen=True)
class CannedFacts:
    """A saved reply. `queue_key` is None where every queue has it; `text` is plain, with its variables."""

    key: str
    text: str
    queue_key: str | None = None


def unknown_variables(text: str) -> list[str]:
    """Return the names between braces that mean nothing, each once, in their order."""
    found = [match[1] for match in _VARIABLE.finditer(text)]
    return list(dict.fromkeys(name for name in found if name not in VARIABLES))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a saved reply with its variables replaced, once: what is filled in is not read again."""
    return _VARIABLE.sub(lambda match: values.get(match[1], match[0]), text)
