"""`reactions.*` and `pins.*`: what is stuck to messages."""

from sandbox.methods.chat import permalink
from sandbox.methods.registry import Call, Method
from sandbox.payload import Payload
from sandbox.posting import add_reaction, pin_message, remove_reaction


def add(call: Call) -> Payload:
    """React to a message as the app."""
    channel = call.get_open_channel()
    message = call.get_message(channel)
    add_reaction(call.platform, channel, message, call.platform.app.bot_user_id, call.args["name"])
    return {}


def remove(call: Call) -> Payload:
    """Take a reaction of the app back."""
    channel = call.get_open_channel()
    message = call.get_message(channel)
    remove_reaction(call.platform, channel, message, call.platform.app.bot_user_id, call.args["name"])
    return {}


def get(call: Call) -> Payload:
    """Return a message with its reactions."""
    channel = call.get_joined_channel()
    message = call.get_message(channel)
    drawn = call.platform.shape.draw(message) | {"permalink": permalink(call, message)}
    return {"type": "message", "channel": channel.id, "message": drawn}


def pin(call: Call) -> Payload:
    """Pin a message."""
    channel = call.get_open_channel()
    pin_message(call.platform, channel, call.get_message(channel), call.platform.app.bot_user_id)
    return {}


METHODS = (
    Method("reactions.add", add, 3, ("reactions:write",)),
    Method("reactions.remove", remove, 2, ("reactions:write",)),
    Method("reactions.get", get, 3, ("reactions:read",)),
    Method("pins.add", pin, 2, ("pins:write",)),
)
