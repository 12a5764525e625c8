"""What the page that merges, links and splits tickets shows and says."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """What an agent does with a ticket and another one, as the form carries it."""

    LINK = "link"
    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True)
class LinkedTicket:
    """A ticket that this one is linked to, as its agents see it."""

    id: int
    key: str
    title: str


@dataclass(frozen=True)
class SplittableMessage:
    """A message that can become a ticket of its own: who wrote it, and what, in plain words."""

    id: int
    name: str
    text: str


@dataclass(frozen=True)
class RelationsPage:
    """A ticket and what it can be related to."""

    ticket_id: int
    ticket_key: str
    linked: Sequence[LinkedTicket]
    messages: Sequence[SplittableMessage]
