"""Pressing: commands typed, buttons clicked and menus chosen from, on messages, in modals and on the Home tab."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox import events, interactivity
from sandbox.answering import show_answer
from sandbox.deeds import client_commands, filling
from sandbox.deeds.stage import CannotDo, draw, get_channel, get_message, get_view
from sandbox.elements import STATE_FIELDS, blocks_on, chosen_state, initial_values, interactive_elements, options_of
from sandbox.payload import Payload, Refusal
from sandbox.platform import Platform
from sandbox.replies import Reply
from sandbox.strictness import read_answer
from sandbox.suggestions import Offered
from sandbox.surfaces import View
from sandbox.workspace import Channel, Person

TYPED_NAME = re.compile(r"(?<![\w<])([@#])([a-z0-9][\w.-]*)")


@dataclass(frozen=True)
class Pressed:
    """An element that is really there, what pressing it sends, and the state it leaves it in, if it has one."""

    element: Payload
    block: Payload
    action: Payload
    state: Payload | None


async def command(platform: Platform, person: Person, ask: Payload) -> Payload:
    """Type `command` and `text` in `channel`; the answer is shown as Slack would show it."""
    if ask["command"] in client_commands.CLIENT_COMMANDS:
        return await client_commands.run(platform, person, ask["command"], ask)
    declared = platform.app.commands.get(ask["command"])
    if declared is None:
        raise CannotDo(f"{ask['command']} is not a valid command")
    channel = get_channel(platform, person, ask["channel"])
    text = _escape_names(platform, ask.get("text", "")) if declared.should_escape else ask.get("text", "")
    reply = await interactivity.send_command(platform, person, channel, declared.command, text)
    return {"status": reply.status if reply is not None else None} | _shown(platform, person, channel, reply)


async def press(platform: Platform, person: Person, ask: Payload) -> Payload:
    """Press or choose `action_id`, with `choice` for what takes one, on a message, the `modal` or the `home`.

    With `confirm` false the person says no in the element's confirmation dialog, and nothing is sent. `values` is what
    else they have typed on the modal or Home tab: `{block_id: {action_id: choice}}`; `by` names who filled it in.
    """
    if ask["on"] != "message":
        view = get_view(platform, person, ask["on"])
        return await _press_in_view(platform, person, view, ask)
    channel, message = get_message(platform, person, ask)
    suggested = platform.suggestions.made_to(person.id, f"{channel.id}/{message.ts}")
    blocks = blocks_on(message.blocks, message.attachments)
    pressed = find_pressed(blocks, ask, suggested)
    if _is_denied(pressed, ask):
        return {"status": None, "is_denied": True}
    values = initial_values(blocks)
    if pressed.state is not None:
        values[pressed.block["block_id"]][ask["action_id"]] = pressed.state
    reply = await interactivity.send_message_action(platform, person, channel, message, pressed.action, values)
    return {"status": reply.status if reply is not None else None}


async def open_home(platform: Platform, person: Person, _ask: Payload) -> Payload:
    """Open the app's Home tab and return what it shows at that moment."""
    if not platform.app.has_home_tab:
        raise CannotDo("the app has no Home tab")
    view = platform.surfaces.home(person.id)
    drawn = platform.draw_view(view) if view is not None else None
    channel = platform.workspace.open_direct([platform.app.bot_user_id, person.id])
    platform.emit(events.app_home_opened(person.id, channel, drawn, ts=platform.workspace.next_ts()))
    return {"view": drawn}


async def home(platform: Platform, person: Person, _ask: Payload) -> Payload:
    """Look at the Home tab that is open already."""
    view = platform.surfaces.home(person.id)
    return {"view": platform.draw_view(view) if view is not None else None}


def find_pressed(blocks: list[Payload], ask: Payload, suggested: Offered) -> Pressed:
    """Return the element `action_id` (in `block_id`, with `value`, where given) and what pressing it sends.

    `suggested` is what the app suggested to this person here.

    Raises:
        CannotDo: no such element is there, several are, or it does not offer the choice.
    """
    found = [(block, element) for block, element in interactive_elements(blocks) if _is_meant(block, element, ask)]
    if len(found) != 1:
        there = ", ".join(element["action_id"] for _, element in interactive_elements(blocks)) or "none"
        number = "no" if not found else "more than one"
        raise CannotDo(f"there is {number} element {ask['action_id']!r} here; there are: {there}")
    block, element = found[0]
    action = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
    state = _state(element, ask.get("choice"), suggested.get((block["block_id"], element["action_id"]), ()))
    return Pressed(element, block, action | _meaning(element, state, ask.get("choice")), state)


def _is_meant(block: Payload, element: Payload, ask: Payload) -> bool:
    wanted = (("block_id", block.get("block_id")), ("value", element.get("value")))
    is_named = element["action_id"] == ask["action_id"]
    return is_named and all(ask.get(name) in {None, actual} for name, actual in wanted)


def _state(element: Payload, choice: Any, suggested: Sequence[Payload]) -> Payload | None:
    if element["type"] not in STATE_FIELDS:
        return None
    try:
        return chosen_state(element, choice, suggested)
    except LookupError as error:
        raise CannotDo(str(error.args[0])) from error


def _meaning(element: Payload, state: Payload | None, choice: Any) -> Payload:
    if state is not None:
        return {name: value for name, value in state.items() if name != "type"}
    if element["type"] == "overflow":
        offered = [each for each in options_of(element) if choice in (each.get("value"), each["text"]["text"])]
        if not offered:
            raise CannotDo(f"{element['action_id']} does not offer {choice!r}")
        return {"selected_option": offered[0]}
    return {name: element[name] for name in ("text", "value", "url") if name in element}


async def _press_in_view(platform: Platform, person: Person, view: View, ask: Payload) -> Payload:
    filling.fill_exactly(platform, person, view, ask.get("values") or {})
    pressed = find_pressed(view.blocks, ask, platform.suggestions.made_to(person.id, view.id))
    if _is_denied(pressed, ask):
        return {"status": None, "is_denied": True}
    if pressed.state is not None:
        view.values[pressed.block["block_id"]][pressed.element["action_id"]] = pressed.state
    platform.surfaces.note_filled(view, by=ask.get("by", ""))
    if pressed.block["type"] == "input" and not pressed.block.get("dispatch_action"):
        return {"status": None, "is_quiet": True}
    reply = await interactivity.send_view_action(platform, person, view, pressed.action)
    return {"status": reply.status if reply is not None else None}


def _is_denied(pressed: Pressed, ask: Payload) -> bool:
    return "confirm" in pressed.element and ask.get("confirm") is False


def _shown(platform: Platform, person: Person, channel: Channel, reply: Reply | None) -> Payload:
    """Show a command's answer and return it: `text`, `blocks`, `raw` and the `message` it became."""
    raw = reply.body if reply is not None else ""
    if reply is None or reply.status != 200 or not raw.strip():
        return {"text": "", "blocks": [], "raw": raw, "message": None}
    try:
        message = show_answer(platform, channel, person, read_answer(_object_or_text(raw)))
    except Refusal as refusal:
        raise CannotDo(f"the app's answer cannot be shown: {refusal.answer()}") from refusal
    return {"text": message.text, "blocks": message.blocks, "raw": raw, "message": draw(platform, message)}


def _object_or_text(raw: str) -> Payload:
    try:
        answer = json.loads(raw)
    except ValueError:
        return {"text": raw}
    return answer if isinstance(answer, dict) else {"text": raw}


def _escape_names(platform: Platform, text: str) -> str:
    def escaped(match: re.Match[str]) -> str:
        sign, name = match.groups()
        if sign == "@":
            person = platform.workspace.find_person(name)
            return f"<@{person.id}|{person.name}>" if person is not None else match.group()
        channel = platform.workspace.find_channel(f"#{name}")
        return f"<#{channel.id}|{channel.name}>" if channel is not None else match.group()

    return TYPED_NAME.sub(escaped, text)


DEEDS = {"command": command, "press": press, "open_home": open_home, "home": home}
