"""Shortcuts: what the app offers on a message's menu, and from anywhere."""

from sandbox import interactivity
from sandbox.deeds.stage import CannotDo, get_message
from sandbox.installation import Shortcut, ShortcutType
from sandbox.payload import Payload
from sandbox.platform import Platform
from sandbox.workspace import Person


async def shortcut(platform: Platform, person: Person, ask: Payload) -> Payload:
    """Use the shortcut `callback_id`: on the message at `channel` and `ts`, or without those from anywhere."""
    if "ts" not in ask:
        offered = _get_offered(platform, "global", ask["callback_id"])
        reply = await interactivity.send_global_shortcut(platform, person, offered.callback_id)
    else:
        offered = _get_offered(platform, "message", ask["callback_id"])
        channel, message = get_message(platform, person, ask)
        if message.seen_by is not None:
            raise CannotDo("a message that only one person sees has no shortcuts")
        if message.subtype == "tombstone":
            raise CannotDo("the message was deleted")
        reply = await interactivity.send_message_shortcut(platform, person, channel, message, offered.callback_id)
    return {"status": reply.status if reply is not None else None}


def _get_offered(platform: Platform, kind: ShortcutType, callback_id: str) -> Shortcut:
    offered = [each for each in platform.app.shortcuts if each.type == kind]
    for each in offered:
        if each.callback_id == callback_id:
            return each
    there = ", ".join(each.callback_id for each in offered) or "none"
    raise CannotDo(f"the app has no {kind} shortcut {callback_id!r}; there are: {there}")


DEEDS = {"shortcut": shortcut}
