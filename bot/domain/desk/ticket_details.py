"""What agents note about a ticket and change in one form, and whose change wins when two do so at once."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.domain.desk.facts import QueueChoice
from bot.domain.desk.priorities import DEFAULT_SCALE, PriorityScale
from bot.domain.desk.queue_rules import CategoryFacts
from models.desk import Priority

MOST_TAGS: Final = 20
MOST_FOLLOWERS: Final = 50
LONGEST_TITLE: Final = 150

_TAG: Final = re.compile(r"[^\s,#]{1,40}")


class DetailField(StrEnum):
    """The fields of the form, by the name that errors and drafts know them by."""

    TITLE = "details.title"
    PRIORITY = "details.priority"
    CATEGORY = "details.category"
    TAGS = "details.tags"
    DUE = "details.due"
    FOLLOWERS = "details.followers"
    QUEUE = "details.queue"


@dataclass(frozen=True)
class TicketDetails:
    """A ticket's details, as they stand or as somebody wants them.

    Attributes:
        title: One line; empty where its opening was deleted.
        priority: How urgent it is.
        category_key: Its category, or None.
        tags: Its tags in order of the alphabet, at most 40 characters each, in lower case, without spaces.
        due_at: When it is due, aware UTC to the minute, or None.
        follower_ids: The Slack ids of who follows it, in order.
        queue_id: The queue it is in.
    """

    title: str
    priority: Priority
    category_key: str | None
    tags: tuple[str, ...]
    due_at: datetime | None
    follower_ids: tuple[str, ...]
    queue_id: int


@dataclass(frozen=True)
class DetailsForm:
    """What the form shows: the details as they stand, and what there is to choose from.

    `known_tags` are those used most in the queue; `queues` the ones it can move to, its own left out; `scale` is what
    the priorities are called.
    """

    ticket_id: int
    ticket_key: str
    queue_name: str
    details: TicketDetails
    categories: Sequence[CategoryFacts]
    queues: Sequence[QueueChoice]
    known_tags: Sequence[str]
    scale: PriorityScale = DEFAULT_SCALE


Marks = Mapping[DetailField, str]
"""A short digest of each detail: it tells whether one changed, without holding it."""


@dataclass(frozen=True)
class Merged:
    """What becomes of a form: the fields to write, and those that somebody else changed to something else meanwhile."""

    to_write: frozenset[DetailField]
    overtaken: frozenset[DetailField]


def marks_of(details: TicketDetails) -> Marks:
    """Return the digests of a ticket's details."""
    values = (getattr(details, each.name) for each in fields(details))
    return dict(zip(DetailField, map(_digest, values), strict=True))


def merge(seen: Marks, now: Marks, wanted: Marks) -> Merged:
    """Settle which of a form's fields are written: those its author changed and nobody else did.

    Args:
        seen: the details as the form was opened on them.
        now: as they stand.
        wanted: as the form has them.
    """
    changed = frozenset(each for each in DetailField if wanted[each] not in (seen.get(each), now[each]))
    overtaken = frozenset(each for each in changed if seen.get(each) != now[each])
    return Merged(changed - overtaken, overtaken)


def read_tags(typed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tags somebody typed, between commas or spaces, and the words that cannot be tags."""
    spoken = {word.lstrip("#").lower() for word in re.split(r"[\s,]+", typed)} - {""}
    good = {word for word in spoken if _TAG.fullmatch(word)}
    return tuple(sorted(good)), tuple(sorted(spoken - good))


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, default=str).encode()).hexdigest()[:12]
