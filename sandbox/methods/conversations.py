"""`conversations.*`: what channels there are, who is in them, what was said, and joining."""

from sandbox.membership import create_channel, join_channel, leave_channel
from sandbox.methods.registry import HISTORY_SCOPES, READ_SCOPES, Call, Method, next_cursor
from sandbox.payload import Payload, Refusal
from sandbox.shapes import channel_object
from sandbox.workspace import Channel, Message

KINDS_BY_TYPE = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
ANY_READ = tuple(READ_SCOPES.values())
ANY_HISTORY = tuple(HISTORY_SCOPES.values())


def list_channels(call: Call) -> Payload:
    """List the channels the app may know of: public ones, and others it is in."""
    kinds = _kinds(call)
    found = [
        channel
        for channel in sorted(call.platform.workspace.channels.values(), key=_channel_id)
        if channel.kind in kinds and (call.is_member(channel) or not channel.is_private)
    ]
    return _channels_page(call, found)


def list_channels_of_user(call: Call) -> Payload:
    """`users.conversations`: list the channels a person is in, by default the app itself."""
    kinds = _kinds(call)
    user = call.get_person().id if "user" in call.args else call.platform.app.bot_user_id
    found = [
        channel
        for channel in sorted(call.platform.workspace.channels.values(), key=_channel_id)
        if channel.kind in kinds and user in channel.members and (call.is_member(channel) or not channel.is_private)
    ]
    return _channels_page(call, found)


def info(call: Call) -> Payload:
    """Describe one conversation."""
    channel = call.get_channel()
    call.need_scope(READ_SCOPES[channel.kind])
    drawn = _draw(call, channel)
    if call.args.get("include_num_members"):
        drawn["num_members"] = len(channel.members)
    return {"channel": drawn}


def members(call: Call) -> Payload:
    """List the user ids in a conversation."""
    channel = call.get_channel()
    call.need_scope(READ_SCOPES[channel.kind])
    served, cursor = call.page(sorted(channel.members), key=str)
    return {"members": served, **next_cursor(cursor)}


def history(call: Call) -> Payload:
    """List what was said in a conversation, latest first; replies only if they were sent to the channel too."""
    channel = call.get_joined_channel()
    call.need_scope(HISTORY_SCOPES[channel.kind])
    found = [message for message in reversed(channel.history()) if _is_in_span(call, message)]
    served, cursor = call.page(found, key=_ts, descending=True)
    return _messages_page(call, served, cursor) | {"pin_count": 0}


def replies(call: Call) -> Payload:
    """List a thread, oldest first; every page begins with the root, which does not count."""
    channel = call.get_joined_channel()
    call.need_scope(HISTORY_SCOPES[channel.kind])
    asked = channel.messages.get(call.args["ts"])
    if asked is None:
        raise Refusal("thread_not_found")
    root = channel.messages[asked.thread_ts] if asked.is_reply and asked.thread_ts in channel.messages else asked
    found = [message for message in channel.replies(root.ts) if _is_in_span(call, message)]
    served, cursor = call.page(found, key=_ts)
    return _messages_page(call, [root, *served], cursor)


def open_direct(call: Call) -> Payload:
    """Open the conversation of the app with one person or a few."""
    users: list[str] = call.args.get("users", [])
    if "channel" in call.args:
        channel = call.get_channel()
        return {"channel": _draw(call, channel) if call.args.get("return_im") else {"id": channel.id}}
    people = call.platform.workspace.people
    if any(user not in people for user in users):
        raise Refusal("user_not_found")
    if any(people[user].deleted for user in users):
        raise Refusal("user_disabled")
    app = call.platform.app
    if app.bot_user_id in users:
        raise Refusal("cannot_dm_bot")
    call.need_scope("im:write" if len(users) == 1 else "mpim:write")
    before = len(call.platform.workspace.channels)
    channel = call.platform.workspace.open_direct([app.bot_user_id, *users])
    already: Payload = {} if len(call.platform.workspace.channels) > before else {"no_op": True, "already_open": True}
    return {"channel": _draw(call, channel) if call.args.get("return_im") else {"id": channel.id}, **already}


def create(call: Call) -> Payload:
    """Make a channel that the app is in."""
    is_private = bool(call.args.get("is_private"))
    call.need_scope("groups:write" if is_private else "channels:manage")
    bot = call.platform.workspace.people[call.platform.app.bot_user_id]
    channel = create_channel(call.platform, call.args["name"], bot, is_private=is_private)
    return {"channel": _draw(call, channel)}


def join(call: Call) -> Payload:
    """Join a public channel."""
    channel = call.get_channel()
    if channel.is_archived:
        raise Refusal("is_archived")
    if channel.is_private:
        raise Refusal("method_not_supported_for_channel_type")
    bot = call.platform.workspace.people[call.platform.app.bot_user_id]
    is_new = join_channel(call.platform, channel, bot)
    already = {} if is_new else {"warning": "already_in_channel"}
    return {"channel": _draw(call, channel), **already}


def leave(call: Call) -> Payload:
    """Leave a channel."""
    channel = call.get_channel()
    if channel.kind not in {"channel", "group"}:
        raise Refusal("method_not_supported_for_channel_type")
    call.need_scope("channels:manage" if channel.kind == "channel" else "groups:write")
    if channel.is_general:
        raise Refusal("cant_leave_general")
    if channel.is_archived:
        raise Refusal("is_archived")
    bot = call.platform.workspace.people[call.platform.app.bot_user_id]
    return {} if leave_channel(call.platform, channel, bot) else {"not_in_channel": True}


def invite(call: Call) -> Payload:
    """Invite people to a channel the app is in."""
    channel = call.get_open_channel()
    call.need_scope("channels:manage" if channel.kind == "channel" else "groups:write", "channels:write.invites")
    workspace = call.platform.workspace
    users: list[str] = call.args["users"]
    if any(user not in workspace.people for user in users):
        raise Refusal("user_not_found")
    if call.platform.app.bot_user_id in users:
        raise Refusal("cant_invite_self")
    if any(user in channel.members for user in users):
        raise Refusal("already_in_channel")
    bot = workspace.people[call.platform.app.bot_user_id]
    for user in users:
        join_channel(call.platform, channel, workspace.people[user], inviter=bot)
    return {"channel": _draw(call, channel)}


def _kinds(call: Call) -> set[str]:
    kinds = {KINDS_BY_TYPE[each] for each in call.args.get("types", ["public_channel"])}
    for kind in sorted(kinds):
        call.need_scope(READ_SCOPES[kind])
    return kinds


def _channels_page(call: Call, found: list[Channel]) -> Payload:
    if call.args.get("exclude_archived"):
        found = [channel for channel in found if not channel.is_archived]
    served, cursor = call.page(found, key=_channel_id)
    return {"channels": [_draw(call, channel) for channel in served], **next_cursor(cursor)}


def _messages_page(call: Call, served: list[Message], cursor: str) -> Payload:
    with_metadata = bool(call.args.get("include_all_metadata"))
    drawn = [call.platform.shape.draw(message, with_metadata=with_metadata) for message in served]
    return {"messages": drawn, "has_more": bool(cursor)} | (next_cursor(cursor) if cursor else {})


def _is_in_span(call: Call, message: Message) -> bool:
    oldest, latest = _instant(call.args.get("oldest", "0")), _instant(call.args.get("latest", "9999999999"))
    is_edge = message.ts in {oldest, latest}
    return oldest < message.ts < latest or (is_edge and bool(call.args.get("inclusive")))


def _instant(text: str) -> str:
    seconds, _, fraction = text.partition(".")
    return f"{int(seconds):010}.{fraction:0<6}"


def _draw(call: Call, channel: Channel) -> Payload:
    return channel_object(channel, call.platform.workspace, seen_by=call.platform.app.bot_user_id)


def _channel_id(channel: Channel) -> str:
    return channel.id


def _ts(message: Message) -> str:
    return message.ts


METHODS = (
    Method("conversations.list", list_channels, 2, ANY_READ),
    Method("users.conversations", list_channels_of_user, 3, ANY_READ),
    Method("conversations.info", info, 3, ANY_READ),
    Method("conversations.members", members, 4, ANY_READ),
    Method("conversations.history", history, 3, ANY_HISTORY),
    Method("conversations.replies", replies, 3, ANY_HISTORY),
    Method("conversations.open", open_direct, 3, ("im:write", "mpim:write")),
    Method("conversations.create", create, 2, ("channels:manage", "groups:write")),
    Method("conversations.join", join, 3, ("channels:join",)),
    Method("conversations.leave", leave, 3, ("channels:manage", "groups:write")),
    Method("conversations.invite", invite, 3, ("channels:manage", "groups:write", "channels:write.invites")),
)
