"""Filling in: what people type and choose in a modal or on the Home tab before they send or press anything."""

from collections.abc import Mapping
from typing import Any

from sandbox.deeds import uploads
from sandbox.deeds.stage import CannotDo
from sandbox.elements import STATE_FIELDS, chosen_state, interactive_elements
from sandbox.payload import Payload
from sandbox.platform import Platform
from sandbox.surfaces import View
from sandbox.workspace import Person


def fill(platform: Platform, person: Person, view: View, values: Mapping[str, Any]) -> None:
    """Put choices into elements, each named by its block id or action id.

    Raises:
        CannotDo: there is no such element, or it does not offer the choice.
    """
    for name, choice in values.items():
        block, element = _find_field(view, name)
        _put(platform, person, view, block, element, choice)


def fill_exactly(platform: Platform, person: Person, view: View, values: Mapping[str, Mapping[str, Any]]) -> None:
    """Put everything a surface holds into its elements, `{block_id: {action_id: choice}}`, but files.

    Raises:
        CannotDo: an element does not offer the choice.
    """
    for block, element in interactive_elements(view.blocks):
        held = values.get(block["block_id"], {})
        if element["type"] in STATE_FIELDS and element["type"] != "file_input" and element["action_id"] in held:
            _put(platform, person, view, block, element, held[element["action_id"]])


def _find_field(view: View, name: str) -> tuple[Payload, Payload]:
    for block, element in interactive_elements(view.blocks):
        if name in (block["block_id"], element["action_id"]) and element["type"] in STATE_FIELDS:
            return block, element
    there = ", ".join(f"{block['block_id']}/{each['action_id']}" for block, each in interactive_elements(view.blocks))
    raise CannotDo(f"there is no field {name!r} in this modal; there are: {there or 'none'}")


def _put(platform: Platform, person: Person, view: View, block: Payload, element: Payload, choice: Any) -> None:
    if element["type"] == "file_input":
        choice = uploads.put_into_form(platform, person, element, choice)
    menu = (block["block_id"], element["action_id"])
    suggested = platform.suggestions.made_to(person.id, view.id).get(menu, ())
    try:
        view.values[menu[0]][menu[1]] = chosen_state(element, choice, suggested)
    except LookupError as error:
        raise CannotDo(str(error.args[0])) from error
