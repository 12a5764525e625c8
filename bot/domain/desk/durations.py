"""Lengths of time as people write them in settings: `90s`, `2m`, `48h`, `2d`, `1w`. Always calendar time."""

import re
from datetime import timedelta
from typing import Final

_WRITTEN = re.compile(r"([0-9]{1,6})([smhdw])")
_UNITS: Final = {
    "w": timedelta(weeks=1),
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
}
LONGEST: Final = timedelta(days=366)


def read_duration(written: str) -> timedelta | None:
    """Return the length of time, or None when it is not written as one or is longer than a year."""
    found = _WRITTEN.fullmatch(written.strip().lower())
    if found is None:
        return None
    length = int(found[1]) * _UNITS[found[2]]
    return length if length <= LONGEST else None


def written_duration(length: timedelta) -> str:
    """Return a length of whole seconds as it is written, in the largest unit that gives a whole number: `2d`, `90m`."""
    seconds = int(length.total_seconds())
    if seconds == 0:
        return "0s"
    unit, one = next((unit, one) for unit, one in _UNITS.items() if seconds % int(one.total_seconds()) == 0)
    return f"{seconds // int(one.total_seconds())}{unit}"
