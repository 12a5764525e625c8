"""How a queue's team works, and the names a workspace gives its own things."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from models.desk import AssignRule, Priority, TicketStatus, TriageReplies

LONGEST_UNDO: Final = timedelta(seconds=60)
"""How long a reply can wait to be taken back at most: its requester waits with it."""


@dataclass(frozen=True)
class QueueSettings:
    """How a team works. A time of None means never; grouping or undoing within no time means not at all.

    `rating_scale` is how many answers there are to the question how good the help was.
    """

    triage_replies: TriageReplies = TriageReplies.PUBLIC
    private_replies: bool = False
    assign: AssignRule = AssignRule.MANUAL
    group_messages_within: timedelta = timedelta(minutes=2)
    close_resolved_after: timedelta | None = timedelta(days=2)
    remind_requester_after: timedelta | None = timedelta(days=2)
    undo_within: timedelta = timedelta(0)
    asks_for_rating: bool = False
    rating_scale: int = 3


LONGEST_BOT_NAME: Final = 80
"""As long as a name that a message is posted under can be."""


@dataclass(frozen=True)
class BotIdentity:
    """What a workspace calls Deskbell in its own messages, and the emoji beside it, `:bellhop_bell:`.

    Without a name it is called what the app is called.
    """

    name: str | None = None
    icon: str | None = None


@dataclass(frozen=True)
class OwnStatus:
    """A status as a queue names it: a key within the queue, what people read, and the base type it stands for."""

    key: str
    name: str
    base: TicketStatus


@dataclass(frozen=True)
class CategoryFacts:
    """A kind of request: a key, what people read, and the priorities its tickets may have, at least one."""

    key: str
    name: str
    priorities: tuple[Priority, ...]


@dataclass(frozen=True)
class Marks:
    """What people begin a message with, `:lock:`, and the reactions that do something, without colons."""

    private_mark: str
    skip_mark: str
    create_emoji: str
    claim_emoji: str
    resolve_emoji: str
