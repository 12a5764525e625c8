"""What services hand to views: frozen dataclasses, never ORM rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.desk import Priority, TicketStatus

RichBlocks = Sequence[dict[str, Any]]
"""Slack `rich_text` blocks as an author formatted them; None where a message had none."""


@dataclass(frozen=True)
class PersonFacts:
    """Somebody as people see them. `name` is never empty: an unread profile says "Someone"."""

    slack_user_id: str
    name: str
    image_url: str | None = None
    zone: str | None = None
    locale: str | None = None


@dataclass(frozen=True)
class FileFacts:
    """A file of a message: its name, and the address in Slack that those who may see it can open."""

    name: str
    url: str


@dataclass(frozen=True)
class MessageFacts:
    """The words of one message as they now stand. `names` has the display names of people it mentions, by Slack id."""

    text: str
    blocks: RichBlocks | None
    files: Sequence[FileFacts]
    author: PersonFacts
    names: dict[str, str]
    is_edited: bool = False
    is_deleted: bool = False


@dataclass(frozen=True)
class TicketFacts:
    """One ticket as a line in a list or the head of a page. `link` opens the reader's side of it in Slack, if known.

    `filed_by` is who filed it for its requester; None where they did themselves, and in lists.
    """

    id: int
    key: str
    title: str
    status: TicketStatus
    priority: Priority
    queue_key: str
    queue_name: str
    requester: PersonFacts
    assignee: PersonFacts | None
    opened_at: datetime
    updated_at: datetime
    link: str | None
    filed_by: PersonFacts | None = None


@dataclass(frozen=True)
class CardFacts:
    """A ticket as its triage card shows it. `source_link` opens the requester's message; None until that exists.

    `public_mark` is what a reply in its thread begins with to reach the requester; None where every reply does.
    """

    ticket: TicketFacts
    opening: MessageFacts
    source_slack_channel_id: str | None
    source_link: str | None
    resolved_by: PersonFacts | None
    resolved_at: datetime | None
    private_mark: str
    public_mark: str | None = None


@dataclass(frozen=True)
class QueueChoice:
    """A queue somebody can send a request to."""

    id: int
    key: str
    name: str


@dataclass(frozen=True)
class TicketLists:
    """What `/desk list` shows: at most a page of each, newest first, with how many there are in all."""

    requested: Sequence[TicketFacts]
    requested_total: int
    assigned: Sequence[TicketFacts]
    assigned_total: int
    unassigned: Sequence[TicketFacts]
    unassigned_total: int
    is_agent: bool


@dataclass(frozen=True)
class HomeFacts:
    """What a person finds on their Home. `takes_requests`: some queue does, so there is something to ask for."""

    lists: TicketLists
    takes_requests: bool
    drawn_at: datetime
