"""The configuration file: everything an admin can set, as one YAML file. This module says what may stand in it."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

CHANNEL = re.compile(r"#[^\s#@,:]{1,80}|[CG][A-Z0-9]{2,}")
PERSON = re.compile(r"@\S(.{0,78}\S)?|[UW][A-Z0-9]{2,}")
QUEUE_KEY = re.compile(r"[A-Z][A-Z0-9]{0,9}")
MARK = re.compile(r":[a-z0-9_+'-]{1,100}:")

DEFAULT_LANGUAGE: Literal["en"] = "en"
DEFAULT_PRIVATE_MARK = ":lock:"

NOT_BUILT_KEYS: dict[str, frozenset[str]] = {
    "": frozenset(
        {"accounts", "approvals", "calendars", "categories", "contracts", "fields", "forms", "plans", "priorities"}
        | {"products", "recipes", "slas", "subscription", "webhooks"}
    ),
    "workspace": frozenset({"automation_managers", "billing_contacts", "bot", "emoji", "skip_mark"}),
    "queues": frozenset(
        {"assign", "close_resolved_after", "closed_notice", "csat", "group_messages_within", "private_replies"}
        | {"remind_requester_after", "sla", "statuses", "time_tracking", "triage_replies", "undo_seconds"}
    ),
    "request_channels": frozenset({"account", "product"}),
}
"""Keys the format has and this release does not have yet, by section; the top level is the section ""."""

NOT_BUILT_INTAKES = frozenset(["emoji", "form"])


def refused(reason: str, remedy: str, *, kind: str = "wrong") -> PydanticCustomError:
    """Return the error that makes pydantic report this reason and this remedy."""
    return PydanticCustomError("desk_file", "{reason}", {"reason": reason, "remedy": remedy, "kind": kind})


def _channel(value: str) -> str:
    if not CHANNEL.fullmatch(value):
        raise refused(f'"{value}" is no channel', 'Write its name as "#it-help", in quotes, or its id as C0123456789')
    return value


def _person(value: str) -> str:
    if not PERSON.fullmatch(value):
        raise refused(f'"{value}" is no person', 'Write their name as "@ada", in quotes, or their id as U0123456789')
    return value


def _queue_key(value: str) -> str:
    if not QUEUE_KEY.fullmatch(value):
        raise refused(f'"{value}" is no key', "A key is one to ten capital letters and digits, a letter first, as IT")
    return value


def _mark(value: str) -> str:
    if not MARK.fullmatch(value):
        raise refused(f'"{value}" is no emoji', 'Write its name between colons, in quotes, as ":lock:"')
    return value


def _somebody(people: tuple[str, ...]) -> tuple[str, ...]:
    if not people:
        raise refused("is empty", "Name at least one admin, or leave the key out")
    return people


def _intake(value: Any) -> Any:
    if value in NOT_BUILT_INTAKES:
        raise refused(f"intake {value} is not built yet", "Write `every` for now", kind="not_built")
    return value


ChannelName = Annotated[str, AfterValidator(_channel)]
PersonName = Annotated[str, AfterValidator(_person)]
QueueKey = Annotated[str, AfterValidator(_queue_key)]
Mark = Annotated[str, AfterValidator(_mark)]


class Section(BaseModel):
    """What all parts of the file share: no unknown keys, and no value of another type is bent into shape."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class WorkspaceSection(Section):
    """The workspace as a whole. Without `admins`, the admins stay who they are."""

    language: Literal["en"] = DEFAULT_LANGUAGE
    admins: Annotated[tuple[PersonName, ...], Field(strict=False), AfterValidator(_somebody)] | None = None
    private_mark: Mark = DEFAULT_PRIVATE_MARK


class QueueEntry(Section):
    """One queue. Without `name` it is called by its key."""

    key: QueueKey
    name: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    default: bool = False
    triage_channel: ChannelName | None = None

    @property
    def shown_name(self) -> str:
        """What people call the queue."""
        return self.name or self.key


class RequestChannelEntry(Section):
    """One channel whose messages become tickets of a queue."""

    channel: ChannelName
    queue: QueueKey
    intake: Annotated[Literal["every"], BeforeValidator(_intake)] = "every"


class DeskFile(Section):
    """The whole file. A section that is absent is left as it is; one that is present says all there is."""

    version: Literal[1]
    workspace: WorkspaceSection | None = None
    queues: Annotated[tuple[QueueEntry, ...], Field(strict=False)] | None = None
    request_channels: Annotated[tuple[RequestChannelEntry, ...], Field(strict=False)] | None = None


SECTIONS: dict[str, type[Section]] = {
    "": DeskFile,
    "workspace": WorkspaceSection,
    "queues": QueueEntry,
    "request_channels": RequestChannelEntry,
}
"""The schema of each section, by its name; the top level is the section ""."""
