"""`chat.*`: messages posted, changed, deleted, shown to one person, scheduled and linked to."""

import asyncio
import time

from sandbox.methods.registry import Call, Method, RateLimited
from sandbox.payload import Payload, Refusal
from sandbox.posting import Draft, delete_message, edit_message, post_as_app, show_ephemeral
from sandbox.workspace import Channel, Message

CUSTOMIZE = "chat:write.customize"
FARTHEST_SECONDS = 120 * 24 * 60 * 60


def read_draft(call: Call, channel: Channel) -> Draft:
    """Return the message the arguments of a call describe.

    Raises:
        Refusal: `missing_scope` for a name or picture without `chat:write.customize`, `thread_not_found`.
    """
    args = call.args
    icons = {name: args[name] for name in ("icon_url", "icon_emoji") if name in args}
    if icons or "username" in args:
        call.need_scope(CUSTOMIZE)
    thread_ts = args.get("thread_ts")
    if thread_ts is not None and thread_ts not in channel.messages:
        raise Refusal("thread_not_found")
    if thread_ts is not None:
        thread_ts = channel.messages[thread_ts].thread_ts or thread_ts
    return Draft(
        text=args.get("text", ""),
        blocks=_blocks(args) or [],
        attachments=args.get("attachments", []),
        thread_ts=thread_ts,
        is_broadcast=bool(args.get("reply_broadcast")),
        metadata=args.get("metadata"),
        username=args.get("username"),
        icons={name.removeprefix("icon_").replace("url", "image_48"): url for name, url in icons.items()} or None,
    )


def post_message(call: Call) -> Payload:
    """Post to a conversation the app is in, or to a person's DM."""
    _open_direct_of_user(call)
    channel = _get_postable_channel(call)
    draft = read_draft(call, channel)
    wait = call.platform.rates.wait_for_post(channel.id)
    if wait is not None:
        raise RateLimited(wait)
    message = post_as_app(call.platform, channel, draft)
    drawn = call.platform.shape.draw(message, with_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": drawn}


def update(call: Call) -> Payload:
    """Change a message of the app's own; what is not mentioned stays, except that a new text alone drops the blocks."""
    channel = call.get_open_channel()
    message = _get_own_message(call, channel)
    args = call.args
    changes: Payload = {name: args[name] for name in ("text", "attachments", "metadata") if name in args}
    blocks = _blocks(args)
    if blocks is not None or "text" in args:
        changes["blocks"] = blocks or []
    edit_message(call.platform, channel, message, editor=call.platform.app.bot_user_id, changes=changes)
    drawn = call.platform.shape.draw(message)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": drawn}


def delete(call: Call) -> Payload:
    """Delete a message of the app's own."""
    channel = call.get_joined_channel()
    message = channel.get_message(call.args["ts"])
    if message.bot_id != call.platform.app.bot_id:
        raise Refusal("cant_delete_message")
    delete_message(call.platform, channel, message)
    return {"channel": channel.id, "ts": message.ts}


def post_ephemeral(call: Call) -> Payload:
    """Show a message to one member of a conversation."""
    channel = _get_postable_channel(call)
    if call.args["user"] not in channel.members:
        raise Refusal("user_not_in_channel")
    message = show_ephemeral(call.platform, channel, call.get_person(), read_draft(call, channel))
    return {"message_ts": message.ts}


def get_permalink(call: Call) -> Payload:
    """Return the address of a message."""
    channel = call.get_channel()
    message = call.get_message(channel, "message_ts")
    return {"channel": channel.id, "permalink": permalink(call, message)}


def permalink(call: Call, message: Message) -> str:
    """Return a message's address, with its thread in the query if it is a reply."""
    address = f"{call.platform.base_url}/archives/{message.channel_id}/p{message.ts.replace('.', '')}"
    return f"{address}?thread_ts={message.thread_ts}&cid={message.channel_id}" if message.is_reply else address


def schedule_message(call: Call) -> Payload:
    """Post later, at `post_at` (seconds since the epoch, at most 120 days ahead)."""
    channel = _get_postable_channel(call)
    draft = read_draft(call, channel)
    ahead = call.args["post_at"] - time.time()
    if ahead <= 0:
        raise Refusal("time_in_past")
    if ahead > FARTHEST_SECONDS:
        raise Refusal("time_too_far")
    asyncio.get_running_loop().call_later(ahead, post_as_app, call.platform, channel, draft)
    message = {"text": draft.text, "type": "delayed_message", "bot_id": call.platform.app.bot_id}
    number = call.platform.workspace.new_id("Q")
    return {"channel": channel.id, "scheduled_message_id": number, "post_at": call.args["post_at"], "message": message}


def _blocks(args: Payload) -> list[Payload] | None:
    if "markdown_text" in args:
        return [{"type": "markdown", "text": args["markdown_text"]}]
    return args.get("blocks")


def _open_direct_of_user(call: Call) -> None:
    """Let a user id stand for the app's DM with that person."""
    if call.args["channel"].startswith(("U", "W")):
        person = call.platform.workspace.people.get(call.args["channel"])
        if person is None:
            raise Refusal("channel_not_found")
        if person.is_bot or person.deleted:
            raise Refusal("cannot_dm_bot" if person.is_bot else "user_disabled")
        direct = call.platform.workspace.open_direct([call.platform.app.bot_user_id, person.id])
        call.args["channel"] = direct.id


def _get_postable_channel(call: Call) -> Channel:
    channel = call.get_channel()
    if not call.is_member(channel) and "chat:write.public" not in call.platform.app.granted:
        raise Refusal("not_in_channel")
    if channel.is_archived:
        raise Refusal("is_archived")
    return channel


def _get_own_message(call: Call, channel: Channel) -> Message:
    message = channel.get_message(call.args["ts"])
    if message.bot_id != call.platform.app.bot_id:
        raise Refusal("cant_update_message")
    return message


METHODS = (
    Method("chat.postMessage", post_message, None, ("chat:write",)),
    Method("chat.update", update, 3, ("chat:write",)),
    Method("chat.delete", delete, 3, ("chat:write",)),
    Method("chat.postEphemeral", post_ephemeral, 4, ("chat:write",)),
    Method("chat.getPermalink", get_permalink, None),
    Method("chat.scheduleMessage", schedule_message, 3, ("chat:write",)),
)
