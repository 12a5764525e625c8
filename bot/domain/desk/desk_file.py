"""The configuration file: everything an admin can set, as one YAML file. This module says what may stand in it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.domain.desk.canned import LONGEST, VARIABLES, unknown_variables
from bot.domain.desk.characters import one_line
from bot.domain.desk.desk_file_values import (
    ChannelName,
    Duration,
    DurationOrNever,
    EmojiName,
    Mark,
    PersonName,
    QueueKey,
    Slug,
    one_of,
    refused,
)
from bot.domain.desk.languages import LANGUAGES
from bot.domain.desk.priorities import (
    LONGEST_MEANING,
    LONGEST_NAME,
    PRIORITY_NAMES,
    PriorityScale,
    PriorityWords,
    scale_of_words,
)
from bot.domain.desk.queue_rules import LONGEST_BOT_NAME, LONGEST_UNDO
from models.desk import Priority

DEFAULT_LANGUAGE: Literal["en"] = "en"
DEFAULT_PRIVATE_MARK = ":lock:"
DEFAULT_SKIP_MARK = ":megaphone:"
DEFAULT_GROUPING = timedelta(minutes=2)
DEFAULT_CLOSING = timedelta(days=2)
DEFAULT_REMINDING = timedelta(days=2)

NOT_BUILT_KEYS: dict[str, frozenset[str]] = {
    "": frozenset(
        {"accounts", "approvals", "calendars", "contracts", "fields", "forms", "plans"}
        | {"products", "recipes", "slas", "webhooks"}
    ),
    "workspace": frozenset({"automation_managers"}),
    "queues": frozenset({"closed_notice", "sla", "time_tracking"}),
    "request_channels": frozenset({"account", "product"}),
    "categories": frozenset({"covered", "due_from", "stages"}),
}
"""Keys the format has and this release does not have yet, by section; the top level is the section ""."""

PRIORITIES = tuple(priority.value for priority in Priority)
ShownName = Annotated[str, Field(min_length=1, max_length=60)]


def _somebody(people: tuple[str, ...]) -> tuple[str, ...]:
    if not people:
        raise refused("is empty", "Name at least one admin, or leave the key out")
    return people


def _some_priority(priorities: tuple[str, ...]) -> tuple[str, ...]:
    if not priorities:
        raise refused("is empty", "Name at least one priority, or leave the key out for all of them")
    return priorities


def _known_variables(text: str) -> str:
    unknown = unknown_variables(text)
    if unknown:
        known = ", ".join(f"{{{{{name}}}}}" for name in VARIABLES)
        raise refused(f"there is no {{{{{unknown[0]}}}}} to fill in", f"There is {known}")
    return text


def _undo_time(seconds: int) -> int:
    if not 0 <= seconds <= LONGEST_UNDO.total_seconds():
        raise refused(f"{seconds} is no time to undo in", "Write the seconds, 60 at most; 0 turns it off")
    return seconds


class Section(BaseModel):
    """What all parts of the file share: no unknown keys, and no value of another type is bent into shape."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class EmojiEntry(Section):
    """The reactions that do something: on a message, and on a ticket's card. Names without colons."""

    create: EmojiName = "ticket"
    resolve: EmojiName = "white_check_mark"
    claim: EmojiName = "eyes"


class BotEntry(Section):
    """What Deskbell is called in its own messages, and the emoji beside the name."""

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_BOT_NAME)]
    icon: Mark | None = None


class WorkspaceSection(Section):
    """The workspace as a whole. Without `admins` or `billing_contacts`, they stay who they are."""

    language: Literal["en"] = DEFAULT_LANGUAGE
    admins: Annotated[tuple[PersonName, ...], Field(strict=False), AfterValidator(_somebody)] | None = None
    billing_contacts: Annotated[tuple[PersonName, ...], Field(strict=False)] | None = None
    bot: BotEntry | None = None
    private_mark: Mark = DEFAULT_PRIVATE_MARK
    skip_mark: Mark = DEFAULT_SKIP_MARK
    emoji: EmojiEntry = EmojiEntry()


class StatusEntry(Section):
    """A status of a queue's own. `base` says what it means for the rules."""

    key: Slug
    name: ShownName
    base: Annotated[str, one_of("in_progress", "waiting", "on_hold")]


class RatingEntry(Section):
    """Whether requesters are asked how good the help was, and on how many points."""

    ask: bool = False
    scale: Literal[3, 5] = 3


class QueueEntry(Section):
    """One queue. Without `name` it is called by its key, without `language` it has the workspace's.

    `never` turns a time off, `0s` the grouping, 0 the undoing.
    """

    key: QueueKey
    name: ShownName | None = None
    default: bool = False
    triage_channel: ChannelName | None = None
    triage_replies: Annotated[str, one_of("public", "internal")] = "public"
    private_replies: bool = False
    language: Annotated[str, one_of(*LANGUAGES)] | None = None
    statuses: Annotated[tuple[StatusEntry, ...], Field(strict=False)] = ()
    assign: Annotated[str, one_of("manual", "first_reply", later=("round_robin", "least_loaded"))] = "manual"
    group_messages_within: Duration = DEFAULT_GROUPING
    close_resolved_after: DurationOrNever = DEFAULT_CLOSING
    remind_requester_after: DurationOrNever = DEFAULT_REMINDING
    undo_seconds: Annotated[int, AfterValidator(_undo_time)] = 0
    csat: RatingEntry = RatingEntry()

    @property
    def shown_name(self) -> str:
        """What people call the queue."""
        return self.name or self.key


class RequestChannelEntry(Section):
    """One channel whose messages become tickets of a queue."""

    channel: ChannelName
    queue: QueueKey
    intake: Annotated[str, one_of("every", "emoji", "form")] = "every"


class PriorityEntry(Section):
    """What one of the four priorities is called, and when a ticket has it. Without `name` it is called as elsewhere."""

    key: Annotated[str, one_of(*PRIORITIES)]
    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)] | None = None
    meaning: Annotated[str, Field(max_length=LONGEST_MEANING)] = ""


class CategoryEntry(Section):
    """A kind of request. Without `priorities` its tickets may have any."""

    key: Slug
    name: ShownName
    priorities: Annotated[
        tuple[Annotated[str, one_of(*PRIORITIES)], ...], Field(strict=False), AfterValidator(_some_priority)
    ] = PRIORITIES


class SavedReplyEntry(Section):
    """Words agents send often. Without `queue` every queue has them."""

    key: Slug
    text: Annotated[str, Field(min_length=1, max_length=LONGEST), AfterValidator(_known_variables)]
    queue: QueueKey | None = None


class DeskFile(Section):
    """The whole file. A section that is absent is left as it is; one that is present says all there is."""

    version: Literal[1]
    workspace: WorkspaceSection | None = None
    priorities: Annotated[tuple[PriorityEntry, ...], Field(strict=False)] | None = None
    categories: Annotated[tuple[CategoryEntry, ...], Field(strict=False)] | None = None
    queues: Annotated[tuple[QueueEntry, ...], Field(strict=False)] | None = None
    request_channels: Annotated[tuple[RequestChannelEntry, ...], Field(strict=False)] | None = None
    saved_replies: Annotated[tuple[SavedReplyEntry, ...], Field(strict=False)] | None = None


def scale_named(entries: Iterable[PriorityEntry]) -> PriorityScale:
    """Return the scale that the file's priorities make; those it leaves out are called as elsewhere."""
    return scale_of_words({Priority(entry.key): _words_of(entry) for entry in entries})


def _words_of(entry: PriorityEntry) -> PriorityWords:
    priority = Priority(entry.key)
    return PriorityWords(one_line(entry.name or "") or PRIORITY_NAMES[priority], one_line(entry.meaning))


SECTIONS: dict[str, type[Section]] = {
    "": DeskFile,
    "workspace": WorkspaceSection,
    "workspace.emoji": EmojiEntry,
    "workspace.bot": BotEntry,
    "queues": QueueEntry,
    "queues.statuses": StatusEntry,
    "queues.csat": RatingEntry,
    "request_channels": RequestChannelEntry,
    "priorities": PriorityEntry,
    "categories": CategoryEntry,
    "saved_replies": SavedReplyEntry,
}
"""The schema of each section, by the names that lead to it; the top level is the section ""."""
