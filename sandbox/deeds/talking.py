"""Talking: messages written, read, edited, deleted and reacted to."""

from sandbox import posting
from sandbox.deeds import uploads
from sandbox.deeds.stage import CannotDo, draw, get_channel, get_message
from sandbox.payload import Payload
from sandbox.platform import Platform
from sandbox.workspace import Channel, Message, Person


async def post(platform: Platform, person: Person, ask: Payload) -> Payload:
    """Write a message: `channel`, `text`, and optionally `thread` (a ts), `blocks`, `files`, `broadcast`."""
    channel = get_channel(platform, person, ask["channel"])
    if channel.is_archived:
        raise CannotDo(f"#{channel.name} is archived")
    text, blocks = platform.composer.compose(ask["text"])
    draft = posting.Draft(
        text=text,
        blocks=ask.get("blocks") or blocks,
        files=[uploads.store(platform, person, each) for each in ask.get("files", ())],
        thread_ts=_root_of(channel, ask.get("thread")),
        is_broadcast=bool(ask.get("broadcast")),
    )
    if not (draft.text or draft.blocks or draft.files):
        raise CannotDo("an empty message cannot be sent")
    write = posting.post_as_integration if person.bot_id is not None else posting.post_as_person
    return draw(platform, write(platform, channel, person, draft))


async def edit(platform: Platform, person: Person, ask: Payload) -> Payload:
    """Change the `text` of one's own message."""
    channel, message = _get_own(platform, person, ask)
    text, blocks = platform.composer.compose(ask["text"])
    changes = {"text": text, "blocks": blocks}
    posting.edit_message(platform, channel, message, editor=person.id, changes=changes)
    return draw(platform, message)


async def delete(platform: Platform, person: Person, ask: Payload) -> Payload:
    """Delete one's own message; admins may delete anybody's."""
    channel, message = get_message(platform, person, ask)
    if message.user != person.id and not person.is_admin:
        raise CannotDo(f"{person.name} did not write this message")
    posting.delete_message(platform, channel, message)
    return {}


async def react(platform: Platform, person: Person, ask: Payload) -> Payload:
    """React with the emoji `name`."""
    channel, message = _get_reactable(platform, person, ask)
    posting.add_reaction(platform, channel, message, person.id, ask["name"].strip(":"))
    return draw(platform, message)


async def unreact(platform: Platform, person: Person, ask: Payload) -> Payload:
    """Take the reaction `name` back."""
    channel, message = _get_reactable(platform, person, ask)
    posting.remove_reaction(platform, channel, message, person.id, ask["name"].strip(":"))
    return draw(platform, message)


async def messages(platform: Platform, person: Person, ask: Payload) -> Payload:
    """Read a channel, oldest first, without what is only in threads."""
    channel = get_channel(platform, person, ask["channel"])
    return {"messages": [draw(platform, each) for each in channel.history()]}


async def thread(platform: Platform, person: Person, ask: Payload) -> Payload:
    """Read a thread, the root first; empty when there is no such root."""
    channel = get_channel(platform, person, ask["channel"])
    root = channel.messages.get(ask["ts"])
    found = [root, *channel.replies(root.ts)] if root is not None else []
    return {"messages": [draw(platform, each) for each in found]}


async def ephemerals(platform: Platform, person: Person, _ask: Payload) -> Payload:
    """Read the messages only this person sees, oldest first."""
    found = [each for each in platform.workspace.ephemerals if each.seen_by == person.id]
    return {"messages": [draw(platform, each) for each in found]}


def _get_own(platform: Platform, person: Person, ask: Payload) -> tuple[Channel, Message]:
    channel, message = get_message(platform, person, ask)
    if message.user != person.id:
        raise CannotDo(f"{person.name} did not write this message")
    return channel, message


def _get_reactable(platform: Platform, person: Person, ask: Payload) -> tuple[Channel, Message]:
    channel, message = get_message(platform, person, ask)
    if message.seen_by is not None:
        raise CannotDo("a message that only one person sees takes no reactions")
    if message.subtype == "tombstone":
        raise CannotDo("the message was deleted")
    if channel.is_archived:
        raise CannotDo(f"#{channel.name} is archived")
    return channel, message


def _root_of(channel: Channel, ts: str | None) -> str | None:
    if ts is None:
        return None
    if ts not in channel.messages:
        raise CannotDo(f"there is no message {ts} in #{channel.name} to reply to")
    return channel.messages[ts].thread_ts or ts


DEEDS = {
    "post": post,
    "edit": edit,
    "delete": delete,
    "react": react,
    "unreact": unreact,
    "messages": messages,
    "thread": thread,
    "ephemerals": ephemerals,
}
