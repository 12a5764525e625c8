"""What the priorities are called."""

from collections.abc import Iterable, Mapping
from typing import Final

from models.desk import Priority

PRIORITY_NAMES: Final[Mapping[Priority, str]] = {
    Priority.P1: "Urgent",
    Priority.P2: "High",
    Priority.P3: "Normal",
    Priority.P4: "Low",
}


def name_priorities(values: Iterable[str]) -> str:
    """Return the names of some priorities, the most urgent first, as `Urgent, High`."""
    return ", ".join(PRIORITY_NAMES[Priority(value)] for value in sorted(values))
