"""What happens to messages: posted, edited, deleted, reacted to, pinned; each change is announced to the app."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from sandbox import events
from sandbox.elements import attachments_with_ids, with_ids
from sandbox.emoji import is_emoji
from sandbox.payload import Payload, Refusal
from sandbox.platform import Platform
from sandbox.unfurling import announce_posted
from sandbox.workspace import SLACKBOT, Channel, Message, Person, StoredFile

MOST_EMOJI, MOST_REACTIONS = 50, 23
"""How many different emoji a message takes, and how many of one user."""

FILLED_IN: Mapping[str, Callable[[list[Payload]], list[Payload]]] = {
    "blocks": with_ids,
    "attachments": attachments_with_ids,
}
"""What Slack fills in where an app gave no ids, by the name of the message's field."""


@dataclass(kw_only=True)
class Draft:
    """A message that is about to be posted."""

    text: str = ""
    blocks: list[Payload] = field(default_factory=list)
    attachments: list[Payload] = field(default_factory=list)
    files: list[StoredFile] = field(default_factory=list)
    thread_ts: str | None = None
    is_broadcast: bool = False
    metadata: Payload | None = None
    username: str | None = None
    icons: Payload | None = None


def post_as_person(platform: Platform, channel: Channel, person: Person, draft: Draft) -> Message:
    """Post what a person wrote and return it."""
    message = _message(platform, channel, draft)
    message.user, message.team_id, message.client_msg_id = person.id, person.team_id, str(uuid4())
    return _publish(platform, channel, message)


def post_as_app(platform: Platform, channel: Channel, draft: Draft) -> Message:
    """Post what the app wrote and return it; under a name of its own choice it is a `bot_message` without a user."""
    app = platform.app
    message = _message(platform, channel, draft)
    message.bot_id, message.team_id, message.metadata = app.bot_id, platform.workspace.team_id, draft.metadata
    if draft.username is None and draft.icons is None:
        message.user = app.bot_user_id
    else:
        message.subtype = message.subtype or "bot_message"
        message.username, message.icons = draft.username or app.name, draft.icons
    return _publish(platform, channel, message)


def post_as_integration(platform: Platform, channel: Channel, bot: Person, draft: Draft) -> Message:
    """Post as another, classic bot: a `bot_message` with `username` and `bot_id`."""
    message = _message(platform, channel, draft)
    message.subtype, message.bot_id, message.username = "bot_message", bot.bot_id, bot.name
    return _publish(platform, channel, message)


def post_notice(platform: Platform, channel: Channel, person: Person, subtype: str, text: str, **more: Any) -> Message:
    """Post what Slack itself says in a channel, such as that somebody joined."""
    message = Message(channel_id=channel.id, ts=platform.workspace.next_ts(), text=text, user=person.id, **more)
    message.subtype, message.team_id = subtype, person.team_id
    return _publish(platform, channel, message)


def post_as_slackbot(platform: Platform, person: Person, text: str) -> Message:
    """Post what Slackbot tells a person, or the app itself, in their conversation."""
    channel = platform.workspace.open_direct([SLACKBOT, person.id])
    message = Message(channel_id=channel.id, ts=platform.workspace.next_ts(), text=text, user=SLACKBOT)
    message.team_id = platform.workspace.team_id
    return _publish(platform, channel, message)


def show_ephemeral(platform: Platform, channel: Channel, person: Person, draft: Draft) -> Message:
    """Show a message of the app to one person only and return it; it is in no history."""
    message = _message(platform, channel, draft)
    message.bot_id, message.user, message.seen_by = platform.app.bot_id, platform.app.bot_user_id, person.id
    platform.workspace.ephemerals.append(message)
    platform.changes.note("ephemeral", channel=channel.id, ts=message.ts, user=person.id)
    return message


def edit_message(platform: Platform, channel: Channel, message: Message, *, editor: str, changes: Payload) -> None:
    """Change fields of a message and announce the edit.

    Args:
        platform: the platform.
        channel: where the message is.
        message: what is edited.
        editor: the user id of who edits.
        changes: the new values by the name of the message's field.
    """
    previous = platform.shape.draw(message)
    ts = platform.workspace.next_ts()
    for name, value in changes.items():
        setattr(message, name, FILLED_IN[name](value) if name in FILLED_IN else value)
    message.edited = {"user": editor, "ts": ts}
    drawn = platform.shape.draw(message)
    platform.emit(events.message_changed(drawn, previous, channel, ts=ts), channel)
    _announce_mention(platform, channel, message, drawn, ts=ts)


def unfurl_links(platform: Platform, channel: Channel, message: Message) -> None:
    """Add the preview of a link: an edit by nobody, announced as `message_changed` without a new `edited`."""
    previous = platform.shape.draw(message)
    preview = {"fallback": "A page", "title": "A page", "title_link": "https://example.com", "id": 1}
    message.attachments = [*message.attachments, preview]
    ts = platform.workspace.next_ts()
    platform.emit(events.message_changed(platform.shape.draw(message), previous, channel, ts=ts), channel)


def delete_message(platform: Platform, channel: Channel, message: Message) -> None:
    """Delete a message; the root of a thread leaves a tombstone, so that its replies stay where they are."""
    previous = platform.shape.draw(message)
    ts = platform.workspace.next_ts()
    if not channel.replies(message.ts):
        channel.remove(message)
        platform.emit(events.message_deleted(previous, channel, ts=ts), channel)
        return
    tombstone = Message(channel_id=channel.id, ts=message.ts, text="This message was deleted.", subtype="tombstone")
    tombstone.user, tombstone.team_id, tombstone.thread_ts = SLACKBOT, message.team_id, message.ts
    channel.messages[message.ts] = tombstone
    drawn = platform.shape.draw(tombstone) | {"hidden": True}
    platform.emit(events.message_changed(drawn, previous, channel, ts=ts), channel)


def add_reaction(platform: Platform, channel: Channel, message: Message, user: str, name: str) -> None:
    """React to a message.

    Raises:
        Refusal: `invalid_name` where there is no such emoji, `already_reacted`, `too_many_emoji` on the message, or
            `too_many_reactions` by this user.
    """
    if not is_emoji(name, platform.workspace.emoji):
        raise Refusal("invalid_name")
    if user in message.reactions.get(name, ()):
        raise Refusal("already_reacted")
    if name not in message.reactions and len(message.reactions) >= MOST_EMOJI:
        raise Refusal("too_many_emoji")
    if sum(user in users for users in message.reactions.values()) >= MOST_REACTIONS:
        raise Refusal("too_many_reactions")
    users = message.reactions.setdefault(name, [])
    users.append(user)
    _announce_reaction(platform, channel, message, "reaction_added", user, name)


def remove_reaction(platform: Platform, channel: Channel, message: Message, user: str, name: str) -> None:
    """Take a reaction back.

    Raises:
        Refusal: `no_reaction`.
    """
    users = message.reactions.get(name, [])
    if user not in users:
        raise Refusal("no_reaction")
    users.remove(user)
    if not users:
        del message.reactions[name]
    _announce_reaction(platform, channel, message, "reaction_removed", user, name)


def pin_message(platform: Platform, channel: Channel, message: Message, user: str) -> None:
    """Pin a message to its channel.

    Raises:
        Refusal: `already_pinned`.
    """
    if message.is_pinned:
        raise Refusal("already_pinned")
    message.is_pinned = True
    drawn = platform.shape.draw(message)
    platform.emit(events.pin_added(user, message, drawn, ts=platform.workspace.next_ts()), channel)


def _message(platform: Platform, channel: Channel, draft: Draft) -> Message:
    message = Message(channel_id=channel.id, ts=platform.workspace.next_ts(), text=draft.text, files=draft.files)
    message.blocks, message.attachments = with_ids(draft.blocks), attachments_with_ids(draft.attachments)
    message.thread_ts = draft.thread_ts
    if draft.is_broadcast:
        message.subtype = "thread_broadcast"
    elif draft.files:
        message.subtype = "file_share"
    for each in draft.files:
        each.channels = list(dict.fromkeys([*each.channels, channel.id]))
    return message


def _publish(platform: Platform, channel: Channel, message: Message) -> Message:
    channel.add(message)
    drawn = platform.shape.draw(message)
    if message.subtype == "thread_broadcast" and message.thread_ts is not None:
        drawn["root"] = platform.shape.draw(channel.messages[message.thread_ts])
    platform.emit(events.message_posted(drawn, channel), channel)
    _announce_mention(platform, channel, message, drawn, ts=message.ts)
    announce_posted(platform, channel, message)
    return message


def _announce_mention(platform: Platform, channel: Channel, message: Message, drawn: Payload, *, ts: str) -> None:
    """Tell the app that others mention it in a channel, when they write it and again when they edit it."""
    is_spoken = message.subtype in {None, "bot_message", "file_share", "thread_broadcast"}
    is_foreign = is_spoken and message.bot_id != platform.app.bot_id
    if is_foreign and channel.kind in {"channel", "group"} and f"<@{platform.app.bot_user_id}>" in message.text:
        platform.emit(events.app_mentioned(drawn, channel, ts=ts), channel)


def _announce_reaction(
    platform: Platform, channel: Channel, message: Message, change: str, user: str, name: str
) -> None:
    ts = platform.workspace.next_ts()
    platform.emit(events.reaction(change, user, name, message, ts=ts), channel)
