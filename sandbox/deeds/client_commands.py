"""The commands that are Slack's own: typed like an app's, done at once, and never sent to the app."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeAlias

from sandbox.deeds import moving
from sandbox.deeds.stage import CannotDo
from sandbox.payload import Payload
from sandbox.platform import Platform
from sandbox.workspace import Person

ClientCommand: TypeAlias = Callable[[Platform, Person, str, Sequence[str]], Awaitable[None]]
"""Does a command: `(platform, person, channel, words)`."""

MENTION = re.compile(r"<@(\w+)(?:\|[^>]*)?>")


async def run(platform: Platform, person: Person, command: str, ask: Payload) -> Payload:
    """Do one of Slack's own commands in `channel` with the names in `text`, and answer like a command without words."""
    words = MENTION.sub(r"\1", ask.get("text", "")).split()
    await CLIENT_COMMANDS[command](platform, person, ask["channel"], words)
    return {"status": 200, "text": "", "blocks": [], "raw": "", "message": None}


async def invite(platform: Platform, person: Person, channel: str, words: Sequence[str]) -> None:
    """Invite everybody who is named, to another channel where one is named too."""
    place = next((word for word in words if word.startswith("#")), channel)
    for who in _named(words):
        await moving.invite(platform, person, {"channel": place, "who": who})


async def remove(platform: Platform, person: Person, channel: str, words: Sequence[str]) -> None:
    """Remove everybody who is named."""
    for who in _named(words):
        await moving.kick(platform, person, {"channel": channel, "who": who})


async def leave(platform: Platform, person: Person, channel: str, _words: Sequence[str]) -> None:
    """Leave the channel."""
    await moving.leave(platform, person, {"channel": channel})


def _named(words: Sequence[str]) -> list[str]:
    named = [word for word in words if not word.startswith("#")]
    if not named:
        raise CannotDo("nobody was named")
    return named


CLIENT_COMMANDS: Mapping[str, ClientCommand] = {"/invite": invite, "/remove": remove, "/kick": remove, "/leave": leave}
"""Slack's own commands that the sandbox has."""
