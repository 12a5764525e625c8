"""Reading what people type to find tickets: words, "phrases", -words and filters such as status:open."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from rapidfuzz import process

from bot.domain.desk.typed import read_key, straighten
from bot.errors import NotUnderstood


class FilterName(StrEnum):
    """What stands before the colon of a filter."""

    STATUS = "status"
    ASSIGNEE = "assignee"
    REQUESTER = "requester"
    PRIORITY = "priority"
    QUEUE = "queue"
    TAG = "tag"
    CATEGORY = "category"
    DUE = "due"
    BEFORE = "before"
    AFTER = "after"
    SORT = "sort"


class Sort(StrEnum):
    """The order tickets are found in."""

    BEST = "best"  # of the words that were typed; without words, the newest first
    NEWEST = "newest"
    OLDEST = "oldest"
    PRIORITY = "priority"
    UPDATED = "updated"


@dataclass(frozen=True)
class Filter:
    """One filter: a ticket matches when it has one of `values`, or none of them where that is excluded.

    The values are in lower case.
    """

    name: FilterName
    values: tuple[str, ...]
    is_excluded: bool = False


@dataclass(frozen=True)
class TicketQuery:
    """What somebody looks for. `words` are as PostgreSQL's `websearch_to_tsquery` reads them; `keys` as IT-12."""

    words: str = ""
    keys: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    sort: Sort | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not (self.words or self.keys or self.filters)


LONGEST: Final = 500
"""How much of what somebody types is read, in characters."""

_TOKEN = re.compile(r'(-?)(?:([A-Za-z]+):(?!//))?("[^"]*"|(?:[^\s"]|"(?=\S*$))+)?')
_DAYS_AGO = re.compile(r"([0-9]{1,4})d")
_NEAR_ENOUGH = 60


def read_query(text: str) -> TicketQuery:
    """Return what somebody looks for.

    Curly quotes count as straight ones; a quote that is never closed counts as a letter. `tag:vpn,wifi` means either.

    Raises: NotUnderstood, for a filter there is none of, or an order there is none of; it says what there is.
    """
    words: list[str] = []
    keys: list[str] = []
    filters: list[Filter] = []
    for sign, name, value in _tokens(text):
        if name:
            filters.append(Filter(_name_of(name), _values_of(value), is_excluded=bool(sign)))
        elif not sign and (key := read_key(value)):
            keys.append(key)
        else:
            words.append(sign + value)
    order = next((found.values[-1] for found in filters if found.name is FilterName.SORT), None)
    kept = tuple(found for found in filters if found.name is not FilterName.SORT)
    return TicketQuery(" ".join(words), tuple(keys), kept, None if order is None else _sort_of(order))


def day_of(typed: str, *, today: date) -> date:
    """Return the day somebody means: 2026-11-23, today, yesterday, or 7d for seven days ago. Raises: NotUnderstood."""
    if typed in {"today", "yesterday"}:
        return today - timedelta(days=typed == "yesterday")
    if ago := _DAYS_AGO.fullmatch(typed):
        return today - timedelta(days=int(ago[1]))
    try:
        return date.fromisoformat(typed)
    except ValueError as strange:
        raise NotUnderstood(
            f"I do not know the day {typed}. Write it as 2026-11-23, `today`, `yesterday` or `7d`."
        ) from strange


def no_such_value(name: FilterName, typed: str, known: list[str]) -> NotUnderstood:
    """Return the refusal of a filter's value; it says which ones there are."""
    said = ", ".join(f"`{name}:{each}`" for each in known)
    return NotUnderstood(f"There is no {name} {typed}. There is {said}." if said else f"There is no {name} {typed}.")


def _tokens(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield sign, filter's name and value of each thing that was typed; a name without a value is a word."""
    for sign, name, value in _TOKEN.findall(straighten(text)[:LONGEST]):
        if value.strip('"').strip():
            yield sign, name.lower(), value
        elif name:
            yield sign, "", name


def _name_of(typed: str) -> FilterName:
    try:
        return FilterName(typed)
    except ValueError as unknown:
        near = process.extractOne(typed, [name.value for name in FilterName], score_cutoff=_NEAR_ENOUGH)
        guess = f" Did you mean `{near[0]}:`?" if near else ""
        known = ", ".join(f"`{name}:`" for name in FilterName)
        raise NotUnderstood(
            f"I do not know the filter {typed}:.{guess} There is {known}. "
            "To look for it as it stands, put it in double quotes."
        ) from unknown


def _values_of(value: str) -> tuple[str, ...]:
    if value.startswith('"'):
        return (value.strip('"').strip().lower(),)
    return tuple(each.lower() for each in value.split(",") if each) or (value.lower(),)


def _sort_of(typed: str) -> Sort:
    try:
        return Sort(typed)
    except ValueError as unknown:
        raise no_such_value(FilterName.SORT, typed, [sort.value for sort in Sort]) from unknown
