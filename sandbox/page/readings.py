"""How far each person has read each conversation and thread, and what is new to them since."""

from collections.abc import Iterable

from sandbox.payload import Payload
from sandbox.workspace import Channel, Message, Person

NEVER = "0000000000.000000"
NOTICES = frozenset({
    "channel_archive", "channel_convert_to_private", "channel_convert_to_public", "channel_join", "channel_leave",
    "channel_name", "channel_unarchive", "group_join", "group_leave", "tombstone",
})  # fmt: skip


class Readings:
    """The read marks: a message is new to a person if it is later than their mark and not their own."""

    def __init__(self) -> None:
        self._marks: dict[tuple[str, str, str | None], str] = {}

    def mark(self, person: Person, channel: Channel, ts: str, *, root: str | None = None) -> bool:
        """Move a mark forward, of the conversation or of the thread under `root`; return whether it moved."""
        key = (person.id, channel.id, root)
        if ts <= self._marks.get(key, NEVER):
            return False
        self._marks[key] = ts
        return True

    def last_read(self, person: Person, channel: Channel, *, root: str | None = None) -> str:
        """Return the ts up to which a conversation, or the thread under `root`, was read."""
        return self._marks.get((person.id, channel.id, root), NEVER)

    def summary(self, person: Person, channel: Channel) -> Payload:
        """Return what is new: `unread` messages, and `mentions`, which ask for attention.

        Every message of a direct conversation, every mention and every new reply in a thread the person follows is a
        mention.
        """
        fresh = list(self._fresh(person, channel, channel.history(), root=None))
        is_direct = channel.kind in {"im", "mpim"}
        mentions = len(fresh) if is_direct else sum(_names(person, message) for message in fresh)
        replies = sum(self.new_replies(person, channel, root) for root in channel.threads)
        return {"unread": len(fresh), "mentions": mentions + replies, "last_read": self.last_read(person, channel)}

    def new_replies(self, person: Person, channel: Channel, root: str) -> int:
        """Return how many replies are new in a thread; 0 in threads the person does not follow."""
        replies = channel.replies(root)
        if not _follows(person, channel.messages.get(root), replies):
            return 0
        return len(list(self._fresh(person, channel, replies, root=root)))

    def _fresh(
        self, person: Person, channel: Channel, messages: Iterable[Message], *, root: str | None
    ) -> Iterable[Message]:
        mark = self.last_read(person, channel, root=root)
        return (each for each in messages if each.ts > mark and each.user != person.id and each.subtype not in NOTICES)


def _follows(person: Person, root: Message | None, replies: list[Message]) -> bool:
    thread = [*([root] if root is not None else []), *replies]
    return any(each.user == person.id or _names(person, each) for each in thread)


def _names(person: Person, message: Message) -> bool:
    return f"<@{person.id}>" in message.text
