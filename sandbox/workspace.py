"""The state of the workspace: people, channels, messages, files and user groups, all in memory.

Nothing here speaks to the app: `sandbox.posting` and `sandbox.membership` change the state and announce the change.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from sandbox.payload import Payload, Refusal
from sandbox.timestamps import RisingTimestamps

ChannelKind = Literal["channel", "group", "im", "mpim"]
SLACKBOT = "USLACKBOT"


@dataclass(kw_only=True)
class Person:
    """Somebody with a Slack user id: a member, a guest, an outsider of another team, or a bot user."""

    id: str
    name: str
    real_name: str
    team_id: str
    email: str | None = None
    title: str = ""
    timezone: str = "Europe/Berlin"
    locale: str = "en-US"
    avatar_url: str = ""
    is_admin: bool = False
    is_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_bot: bool = False
    bot_id: str | None = None
    deleted: bool = False
    updated: int = 0


@dataclass(kw_only=True)
class StoredFile:
    """A file that was shared, or that an app is about to share."""

    id: str
    name: str
    title: str
    mimetype: str
    user: str
    content: bytes
    created: int
    size: int
    channels: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class Message:
    """A message of a channel, or an ephemeral one when `seen_by` names who sees it.

    `told` are further fields of a notice, such as a channel's old name.
    """

    channel_id: str
    ts: str
    text: str = ""
    user: str | None = None
    team_id: str = ""
    subtype: str | None = None
    thread_ts: str | None = None
    blocks: list[Payload] = field(default_factory=list)
    attachments: list[Payload] = field(default_factory=list)
    files: list[StoredFile] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    metadata: Payload | None = None
    edited: Payload | None = None
    bot_id: str | None = None
    username: str | None = None
    icons: Payload | None = None
    client_msg_id: str | None = None
    inviter: str | None = None
    told: Payload = field(default_factory=dict)
    is_pinned: bool = False
    seen_by: str | None = None

    @property
    def is_reply(self) -> bool:
        """Whether the message lives in a thread and is not its root."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def is_in_history(self) -> bool:
        """Whether the channel itself shows the message: roots and replies that were also sent to the channel."""
        return not self.is_reply or self.subtype == "thread_broadcast"


@dataclass(kw_only=True)
class Channel:
    """A conversation of any kind, with its members and messages in the order they came."""

    id: str
    name: str
    kind: ChannelKind
    creator: str
    created: int
    members: dict[str, None] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    threads: dict[str, list[Message]] = field(default_factory=dict)
    topic: str = ""
    purpose: str = ""
    is_general: bool = False
    is_archived: bool = False
    shared_with: list[str] = field(default_factory=list)

    @property
    def is_private(self) -> bool:
        """Whether people who are not in it cannot see it."""
        return self.kind != "channel"

    def history(self) -> list[Message]:
        """Return what the channel itself shows, oldest first."""
        return [message for message in self.messages.values() if message.is_in_history]

    def replies(self, root_ts: str) -> list[Message]:
        """Return the replies under a root, oldest first, without the root."""
        return list(self.threads.get(root_ts, ()))

    def add(self, message: Message) -> None:
        """Put a message at the end."""
        self.messages[message.ts] = message
        if message.is_reply and message.thread_ts is not None:
            self.threads.setdefault(message.thread_ts, []).append(message)

    def remove(self, message: Message) -> None:
        """Take a message out for good."""
        del self.messages[message.ts]
        if message.is_reply and message.thread_ts is not None:
            self.threads[message.thread_ts].remove(message)

    def get_message(self, ts: str) -> Message:
        """Return the message with this timestamp.

        Raises:
            Refusal: `message_not_found`; what left a tombstone is not found either.
        """
        message = self.messages.get(ts)
        if message is None or message.subtype == "tombstone":
            raise Refusal("message_not_found")
        return message


@dataclass(kw_only=True)
class UserGroup:
    """A user group such as `@it-team`."""

    id: str
    handle: str
    name: str
    members: list[str]


class Workspace:
    """One Slack team and all that is in it.

    Args:
        team_id: the team's id, `T…`.
        name: the team's name.
        domain: the first label of its address.
    """

    def __init__(self, team_id: str, name: str, domain: str) -> None:
        self.team_id = team_id
        self.name = name
        self.domain = domain
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, StoredFile] = {}
        self.groups: dict[str, UserGroup] = {}
        self.ephemerals: list[Message] = []
        self.emoji: set[str] = set()
        self.next_ts = RisingTimestamps()
        self._numbers: dict[str, int] = {}

    def new_id(self, prefix: str) -> str:
        """Return an unused id such as `C0000000001`."""
        number = self._numbers[prefix] = self._numbers.get(prefix, 0) + 1
        return f"{prefix}{number:010}"

    def add_person(self, person: Person) -> Person:
        """Put a person in the directory and return them."""
        self.people[person.id] = person
        return person

    def add_channel(
        self, name: str, *, kind: ChannelKind, creator: str, members: list[str], channel_id: str | None = None
    ) -> Channel:
        """Make a channel with these members, announce nothing, and return it."""
        prefix = "D" if kind == "im" else "C"
        channel = Channel(
            id=channel_id or self.new_id(prefix),
            name=name,
            kind=kind,
            creator=creator,
            created=int(time.time()),
            members=dict.fromkeys(members),
        )
        self.channels[channel.id] = channel
        return channel

    def find_person(self, reference: str) -> Person | None:
        """Return the person with this id or name (`U…`, `rosa`, `@rosa`), or None."""
        if reference in self.people:
            return self.people[reference]
        name = reference.removeprefix("@")
        return next((person for person in self.people.values() if person.name == name), None)

    def find_channel(self, reference: str) -> Channel | None:
        """Return the channel with this id or name (`C…`, `it-help`, `#it-help`), or None."""
        if reference in self.channels:
            return self.channels[reference]
        name = reference.removeprefix("#")
        return next((each for each in self.channels.values() if each.kind != "im" and each.name == name), None)

    def find_direct(self, members: set[str]) -> Channel | None:
        """Return the direct conversation of exactly these people, or None."""
        return next((each for each in self._directs() if set(each.members) == members), None)

    def open_direct(self, members: list[str]) -> Channel:
        """Return the direct conversation of these people, made now if there was none."""
        found = self.find_direct(set(members))
        if found is not None:
            return found
        kind: ChannelKind = "im" if len(members) == 2 else "mpim"
        names = "--".join(sorted(self.people[member].name for member in members))
        return self.add_channel(f"mpdm-{names}-1", kind=kind, creator=members[0], members=members)

    def _directs(self) -> Iterator[Channel]:
        return (channel for channel in self.channels.values() if channel.kind in {"im", "mpim"})
