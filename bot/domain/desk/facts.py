"""What services hand to views: frozen dataclasses, never ORM rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.domain.desk.home_lists import HomeList
from bot.domain.desk.home_parts import HomePart
from bot.domain.desk.priorities import DEFAULT_SCALE, PriorityScale
from bot.domain.desk.satisfaction import RatingSummary
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
class OwnStatus:
    """A status that a queue names for itself; `base` says what it means to the rules."""

    id: int
    name: str
    base: TicketStatus


@dataclass(frozen=True)
class TicketFacts:
    """One ticket as a line in a list or the head of a page. `link` opens the reader's side of it in Slack, if known.

    `filed_by` is who filed it for its requester; None where they did themselves, and in lists. `own_status` is what its
    queue calls its status; None where that has no name of its own. `scale` is what its workspace calls the priorities.
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
    due_at: datetime | None = None
    filed_by: PersonFacts | None = None
    own_status: OwnStatus | None = None
    scale: PriorityScale = DEFAULT_SCALE

    @property
    def priority_name(self) -> str:
        """What its workspace calls its priority."""
        return self.scale.name_of(self.priority)


@dataclass(frozen=True)
class DetailsShown:
    """What agents noted about a ticket: its category, tags, how many follow it, the keys it had in other queues.

    `linked_keys` are those of its own queue; `merged_into` is the key of the ticket that goes on in its place.
    """

    category: str | None = None
    tags: Sequence[str] = ()
    followers: int = 0
    former_keys: Sequence[str] = ()
    linked_keys: Sequence[str] = ()
    merged_into: str | None = None


NO_DETAILS: Final = DetailsShown()
"""A ticket about which nobody noted anything."""


@dataclass(frozen=True)
class CardFacts:
    """A ticket as its triage card shows it. `source_link` opens the requester's message; None until that exists.

    `public_mark` is what a reply in its thread begins with to reach the requester; None where every reply does.
    `is_private`: the talk goes on in the requester's messages, away from where they asked.
    """

    ticket: TicketFacts
    opening: MessageFacts
    source_slack_channel_id: str | None
    source_link: str | None
    resolved_by: PersonFacts | None
    resolved_at: datetime | None
    private_mark: str
    public_mark: str | None = None
    is_snoozed: bool = False
    snoozed_until: datetime | None = None  # None where it is snoozed until the requester writes
    is_private: bool = False
    own_statuses: Sequence[OwnStatus] = ()  # that agents can choose in its queue
    details: DetailsShown = NO_DETAILS


@dataclass(frozen=True)
class QueueChoice:
    """A queue somebody can send a request to."""

    id: int
    key: str
    name: str


@dataclass(frozen=True)
class MessageToFile:
    """A message that somebody wants to be a ticket, and what the form proposes.

    Args:
        message: what it says, and who wrote it.
        slack_channel_id: where it was said.
        ts: its ts.
        title: the title proposed.
        choices: the queues there are, at least one.
        chosen_id: the id of the one proposed.
        asks_for_whom: whether the ticket may be for somebody else than who wrote the message.
        for_whom: the Slack id of who is proposed; None for a reply, whose thread's author is not known yet.
    """

    message: MessageFacts
    slack_channel_id: str
    ts: str
    title: str
    choices: Sequence[QueueChoice]
    chosen_id: int
    asks_for_whom: bool
    for_whom: str | None


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
class FoundTicket:
    """A ticket as a search finds it. `is_worked`: the reader is an agent of its queue."""

    ticket: TicketFacts
    is_worked: bool


@dataclass(frozen=True)
class TicketPage:
    """One page of a list, counted from 0, with how many tickets the list has; `is_more`: at least that many."""

    found: Sequence[FoundTicket]
    page: int
    per_page: int
    total: int
    is_more: bool
    is_agent: bool

    @property
    def tickets(self) -> list[TicketFacts]:
        """The tickets of this page."""
        return [each.ticket for each in self.found]

    @property
    def last_page(self) -> int:
        """The number of the last page; 0 for an empty list."""
        return max(0, (self.total - 1) // self.per_page)


@dataclass(frozen=True)
class BulkOutcome:
    """What became of a change to several tickets: the keys of those changed, and key and reason of each other."""

    changed: Sequence[str]
    refused: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Figures:
    """How much there is for an agent to do, counted up to a thousand each."""

    needs_me: int
    mine: int
    unassigned: int


@dataclass(frozen=True)
class OwnRequests:
    """What somebody asked for: what waits for them, what is under way, and what was solved lately."""

    waiting: TicketPage
    under_way: TicketPage
    solved: Sequence[FoundTicket]


@dataclass(frozen=True)
class WorkFacts:
    """What an agent finds on their Home: the figures, one page of the list they chose, how good the help was found."""

    figures: Figures
    shown: HomeList
    page: TicketPage
    ratings: Sequence[RatingSummary] = ()


@dataclass(frozen=True)
class SetUpFacts:
    """How far a desk is set up, for its admins: Slack ids of its channels, and whether anybody asked yet."""

    triage_channels: Sequence[str]
    request_channels: Sequence[str]
    has_tickets: bool

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to do."""
        return bool(self.triage_channels and self.request_channels and self.has_tickets)


@dataclass(frozen=True)
class HomeFacts:
    """What a person finds on their Home.

    `work` is None for who works no queue, and while an agent looks at the page `as_requester`. `set_up` is None for who
    is no admin. `takes_requests`: some queue does, so there is something to ask for. `parts` are other wings'.
    """

    requests: OwnRequests
    takes_requests: bool
    drawn_at: datetime
    work: WorkFacts | None = None
    as_requester: bool = False
    set_up: SetUpFacts | None = None
    parts: Sequence[HomePart] = ()
