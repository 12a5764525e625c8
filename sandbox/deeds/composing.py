"""Typing: what Slack does before a message is sent, when a link to one of the app's domains is in it."""

from sandbox import unfurling
from sandbox.deeds.stage import CannotDo, get_channel
from sandbox.payload import Payload
from sandbox.platform import Platform
from sandbox.workspace import Person


async def type_text(platform: Platform, person: Person, ask: Payload) -> Payload:
    """Type `text` into the composer of `channel` without sending it; `unfurl_id` is what the app was told, if so."""
    channel = get_channel(platform, person, ask["channel"])
    text, _ = platform.composer.compose(ask["text"])
    shared = unfurling.announce_typed(platform, channel, person, text)
    return {"unfurl_id": shared.unfurl_id if shared is not None else None}


async def typed_previews(platform: Platform, person: Person, ask: Payload) -> Payload:
    """Look at the previews the app gave of what one typed, `unfurl_id` says when."""
    shared = platform.unfurls.find(ask["unfurl_id"])
    if shared is None or shared.user != person.id:
        raise CannotDo(f"{person.name} typed no such links")
    return {"previews": shared.draw()}


DEEDS = {"type": type_text, "typed_previews": typed_previews}
