"""The lists an agent can have on their Home."""

from enum import StrEnum


class HomeList(StrEnum):
    """Which tickets somebody's Home shows them to work on. The first is shown until they choose."""

    NEEDS_ME = "needs_me"  # theirs, and the next word or the due time is on them
    MINE = "mine"
    UNASSIGNED = "unassigned"
    DUE = "due"
    WATCHED = "watched"
    OPEN = "open"
    AS_REQUESTER = "as_requester"  # none: the page as a requester has it


def list_named(value: str | None) -> HomeList:
    """Return the list of this name; the first where there is none of it."""
    return HomeList(value) if value in set(HomeList) else HomeList.NEEDS_ME
