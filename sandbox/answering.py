"""What the app says back outside the Web API: a command's answer, and what it posts to a response URL."""

from sandbox.elements import with_ids
from sandbox.payload import Payload, Refusal
from sandbox.platform import Platform
from sandbox.posting import Draft, delete_message, edit_message, post_as_app, show_ephemeral
from sandbox.response_urls import ResponseUrl
from sandbox.strictness import read_answer
from sandbox.workspace import Channel, Message, Person


def take_response(platform: Platform, key: str, raw: Payload) -> None:
    """Do what the app posted to a response URL.

    Args:
        platform: the platform.
        key: the last part of the address.
        raw: the message, with `response_type`, `replace_original` or `delete_original`.

    Raises:
        Refusal: the address is used up or too old, or the message is not well formed.
    """
    target = platform.response_urls.use(key)
    args = read_answer(raw)
    channel = platform.workspace.channels[target.channel_id]
    original = _find_original(platform, target)
    if args.get("delete_original"):
        _delete_original(platform, channel, original)
    elif args.get("replace_original") and original is not None:
        _replace_original(platform, channel, original, args)
    else:
        show_answer(platform, channel, platform.workspace.people[target.user], args)


def show_answer(platform: Platform, channel: Channel, person: Person, answer: Payload) -> Message:
    """Show a checked answer to the person who asked, or to all with `"response_type": "in_channel"`, and return it."""
    draft = Draft(
        text=answer.get("text", ""),
        blocks=answer.get("blocks", []),
        attachments=answer.get("attachments", []),
        thread_ts=answer.get("thread_ts"),
    )
    if answer.get("response_type") == "in_channel":
        return post_as_app(platform, channel, draft)
    return show_ephemeral(platform, channel, person, draft)


def _find_original(platform: Platform, target: ResponseUrl) -> Message | None:
    if target.message_ts is None:
        return None
    ephemeral = platform.find_ephemeral(target.channel_id, target.message_ts)
    return ephemeral or platform.workspace.channels[target.channel_id].messages.get(target.message_ts)


def _delete_original(platform: Platform, channel: Channel, original: Message | None) -> None:
    if original is None:
        raise Refusal("message_not_found")
    if original.seen_by is not None:
        platform.workspace.ephemerals.remove(original)
        _note_ephemeral(platform, original)
    else:
        delete_message(platform, channel, original)


def _replace_original(platform: Platform, channel: Channel, original: Message, args: Payload) -> None:
    changes = {"text": args.get("text", ""), "blocks": args.get("blocks", [])}
    if original.seen_by is None:
        edit_message(platform, channel, original, editor=platform.app.bot_user_id, changes=changes)
        return
    original.text, original.blocks = changes["text"], with_ids(changes["blocks"])
    _note_ephemeral(platform, original)


def _note_ephemeral(platform: Platform, message: Message) -> None:
    platform.changes.note("ephemeral", channel=message.channel_id, ts=message.ts, user=message.seen_by)
