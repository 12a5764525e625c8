"""Suggesting: what the app offers while somebody types into a menu whose options it keeps itself."""

import json
from dataclasses import dataclass
from typing import Any

from sandbox import interactivity
from sandbox.blockkit import check_suggestions
from sandbox.deeds.stage import CannotDo, get_message, get_view
from sandbox.elements import blocks_on, interactive_elements, options_of
from sandbox.payload import Payload
from sandbox.platform import Platform
from sandbox.replies import Reply
from sandbox.workspace import Person

EXTERNAL = frozenset({"external_select", "multi_external_select"})
LEAST_LETTERS = 3
"""How many letters Slack waits for where the menu does not say."""

OK = 200


@dataclass(frozen=True)
class Surface:
    """What somebody types on: its blocks, a name of its own, and what of it the app is told."""

    name: str
    blocks: list[Payload]
    about: Payload


async def suggest(platform: Platform, person: Person, ask: Payload) -> Payload:
    """Type `typed` into the external menu `action_id` on a message, the `modal` or the `home`.

    The answer has the app's `options` or `option_groups`; where it gave none that Slack takes, `reason` says why.
    """
    if platform.app.options_url is None and not platform.endpoint.sockets.is_enabled:
        raise CannotDo("the manifest names no address for options (message_menu_options_url)")
    surface = _find_surface(platform, person, ask)
    block, element = _find_menu(surface.blocks, ask)
    least = element.get("min_query_length", LEAST_LETTERS)
    if len(ask["typed"]) < least:
        raise CannotDo(f"{element['action_id']} suggests something from {least} letters on")
    typed = {"block_id": block["block_id"], "action_id": element["action_id"], "value": ask["typed"]}
    reply = await interactivity.send_suggestion_request(platform, person, surface.about | typed)
    answer = _read(reply)
    menu = (block["block_id"], element["action_id"])
    platform.suggestions.remember(person.id, surface.name, menu, options_of(answer))
    return {"status": reply.status if reply is not None else None, "reason": "", **answer}


def _find_surface(platform: Platform, person: Person, ask: Payload) -> Surface:
    if ask["on"] != "message":
        view = get_view(platform, person, ask["on"])
        about = {"container": {"type": "view", "view_id": view.id}, "view": platform.draw_view(view)}
        return Surface(view.id, view.blocks, about)
    channel, message = get_message(platform, person, ask)
    about = interactivity.about_message(platform, channel, message)
    return Surface(f"{channel.id}/{message.ts}", blocks_on(message.blocks, message.attachments), about)


def _find_menu(blocks: list[Payload], ask: Payload) -> tuple[Payload, Payload]:
    for block, element in interactive_elements(blocks):
        is_block = ask.get("block_id") in {None, block["block_id"]}
        if is_block and ask["action_id"] in (element["action_id"], block["block_id"]) and element["type"] in EXTERNAL:
            return block, element
    raise CannotDo(f"there is no menu {ask['action_id']!r} here that asks the app for its options")


def _read(reply: Reply | None) -> Payload:
    """Return `options` or `option_groups` as the app answered them, or none and a `reason`."""
    if reply is None:
        return {"options": [], "reason": "The app did not answer in time."}
    if reply.status != OK:
        return {"options": [], "reason": f"The app failed ({reply.status})."}
    try:
        answer: Any = json.loads(reply.body) if reply.body.strip() else {}
    except ValueError:
        return {"options": [], "reason": "The app's answer is no JSON."}
    problems = check_suggestions(answer)
    if problems:
        return {"options": [], "reason": "; ".join(problems)}
    return dict(answer)


DEEDS = {"suggest": suggest}
