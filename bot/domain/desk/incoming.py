"""Reading Slack's `message` events: what a person did, without Slack's shapes.

Sources: the payloads validated in `tests/data/contracts/slack-inbound.schema.json`. A modern bot's post is a plain
`message` with a `bot_id`; Slackbot says `is_bot: false`, so it is known by its id; deleting a message that has a thread
arrives as a `message_changed` into a tombstone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SLACKBOT = "USLACKBOT"
HUMAN_SUBTYPES = frozenset({None, "file_share", "thread_broadcast", "me_message"})

Event = Mapping[str, Any]


@dataclass(frozen=True)
class Words:
    """What a message says: Slack's own text, the rich text if any, files as name and address."""

    text: str
    blocks: list[dict[str, Any]] | None
    files: list[dict[str, Any]]


@dataclass(frozen=True)
class Post:
    """A human wrote a message. `edited_ts` is set when it was edited before we read it (from history)."""

    slack_channel_id: str
    ts: str
    thread_ts: str | None  # the root's ts; None for a top-level message
    slack_user_id: str
    slack_team_id: str | None
    words: Words
    edited_ts: str | None


@dataclass(frozen=True)
class Edit:
    """A human changed a message of theirs. `edit_ts` orders the edits of one message."""

    slack_channel_id: str
    ts: str
    edit_ts: str
    words: Words


@dataclass(frozen=True)
class Deletion:
    """A message was deleted."""

    slack_channel_id: str
    ts: str
    deletion_ts: str


Incoming = Post | Edit | Deletion


@dataclass(frozen=True)
class Reaction:
    """Somebody reacted to a message. `emoji` is its name without colons and without a skin tone."""

    slack_channel_id: str
    ts: str
    slack_user_id: str
    emoji: str


def read_event(event: Event) -> Incoming | None:
    """Return what a person did, or None when no person did anything we follow (joins, bots, link previews)."""
    match event.get("subtype"):
        case "message_changed":
            return _read_change(event)
        case "message_deleted":
            return _read_deletion(event, event["deleted_ts"])
        case subtype if subtype in HUMAN_SUBTYPES and is_human(event):
            return _read_post(event)
        case _:
            return None


def read_reaction(event: Event) -> Reaction | None:
    """Return what a `reaction_added` event says, or None when it was something else than a message."""
    item: Event = event["item"]
    if item.get("type") != "message":
        return None
    return Reaction(item["channel"], item["ts"], event["user"], event["reaction"].partition("::")[0])


def read_posts(slack_channel_id: str, messages: Sequence[Event]) -> list[Post]:
    """Return what people wrote among messages read from a conversation, in the same order."""
    events = ({**message, "type": "message", "channel": slack_channel_id} for message in messages)
    return [post for post in map(read_event, events) if isinstance(post, Post)]


def is_human(message: Event) -> bool:
    """Return whether a message was written by a person, not by a bot, an app or Slackbot."""
    author = message.get("user")
    return bool(author) and author != SLACKBOT and not message.get("bot_id")


def _read_post(event: Event) -> Post:
    thread_ts = event.get("thread_ts")
    return Post(
        slack_channel_id=event["channel"],
        ts=event["ts"],
        thread_ts=None if thread_ts == event["ts"] else thread_ts,
        slack_user_id=event["user"],
        slack_team_id=event.get("user_team") or event.get("source_team") or event.get("team"),
        words=read_words(event),
        edited_ts=(event.get("edited") or {}).get("ts"),
    )


def _read_change(event: Event) -> Edit | Deletion | None:
    message: Event = event["message"]
    if message.get("subtype") == "tombstone":
        return _read_deletion(event, message["ts"])
    edited = message.get("edited")
    if not edited or not is_human(message):
        return None  # Slack also "changes" a message when it adds a link preview or counts replies
    return Edit(event["channel"], message["ts"], edited["ts"], read_words(message))


def _read_deletion(event: Event, ts: str) -> Deletion | None:
    """Return the deletion of a person's message; of a bot's, our own copies included, there is nothing to follow."""
    previous = event.get("previous_message")
    if previous and not is_human(previous):
        return None
    return Deletion(event["channel"], ts, event.get("event_ts") or event["ts"])


def read_words(message: Event) -> Words:
    """Return what a message says, whoever wrote it."""
    blocks = [dict(block) for block in message.get("blocks") or () if block.get("type") == "rich_text"]
    return Words(text=message.get("text") or "", blocks=blocks or None, files=_read_files(message.get("files") or ()))


def _read_files(files: Sequence[Event]) -> list[dict[str, Any]]:
    return [
        {"name": file.get("title") or file.get("name") or "file", "url": file["permalink"]}
        for file in files
        if file.get("permalink")  # a deleted or hidden file has none
    ]
