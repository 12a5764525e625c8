"""Walking through blocks: their interactive elements, the ids Slack fills in, and what an element holds."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import uuid4

from sandbox.payload import Payload

STATE_FIELDS: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "file_input": ("files", ""),
}
"""For each element that has a state: its field in `state.values` and the field of the element it starts from."""

STATELESS = frozenset({"button", "overflow", "feedback_buttons", "icon_button", "workflow_button"})
LISTS = frozenset({"selected_options", "selected_users", "selected_conversations", "selected_channels", "files"})
ELEMENT_LISTS = {"actions": ("elements",), "context_actions": ("elements",), "card": ("actions",)}
BLOCK_LISTS = {"carousel": ("elements",), "container": ("child_blocks",)}
OPTION_FIELDS = frozenset({"selected_option", "selected_options"})


def interactive_elements(blocks: list[Payload]) -> Iterator[tuple[Payload, Payload]]:
    """Yield `(block, element)` for every element with an `action_id`, in reading order, nested blocks included."""
    for block in blocks:
        for element in _children(block):
            if "action_id" in element:
                yield block, element
        for name in BLOCK_LISTS.get(block["type"], ()):
            yield from interactive_elements(block[name])


def with_ids(blocks: list[Payload]) -> list[Payload]:
    """Return the blocks with the block ids and action ids that Slack makes up where the app gave none."""
    return [_with_ids(block) for block in blocks]


def attachments_with_ids(attachments: Sequence[Payload]) -> list[Payload]:
    """Return a message's attachments, numbered from 1 as Slack does, with the ids of their blocks filled in."""
    return [_attachment(number, each) for number, each in enumerate(attachments, start=1)]


def blocks_on(blocks: Sequence[Payload], attachments: Sequence[Payload]) -> list[Payload]:
    """Return all the blocks a message shows: its own, then those of its attachments."""
    return [*blocks, *(block for each in attachments for block in each.get("blocks", ()))]


def initial_state(element: Payload) -> Payload | None:
    """Return what `state.values` holds for an element nobody touched; None for elements without a state."""
    if element["type"] not in STATE_FIELDS:
        return None
    name, initial = STATE_FIELDS[element["type"]]
    empty: Any = [] if name in LISTS else None
    return {"type": element["type"], name: element.get(initial, empty)}


def initial_values(blocks: list[Payload]) -> Payload:
    """Return `state.values` of blocks nobody touched: `{block_id: {action_id: state}}`."""
    values: Payload = {}
    for block, element in interactive_elements(blocks):
        state = initial_state(element)
        if state is not None:
            values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return values


def options_of(element: Payload) -> list[Payload]:
    """Return the options an element offers, those of its groups included."""
    grouped = [option for group in element.get("option_groups", ()) for option in group["options"]]
    return [*element.get("options", ()), *grouped]


def chosen_state(element: Payload, choice: Any, suggested: Sequence[Payload] = ()) -> Payload:
    """Return the state of an element after a person chose or typed something.

    Args:
        element: the element as it is on the surface.
        choice: the words, an option or its value or label, an id, a date; a list of them where several are taken.
        suggested: the options the app suggested so far, for an element that asks it for them.

    Raises:
        LookupError: the element does not offer the choice.
    """
    name, _ = STATE_FIELDS[element["type"]]
    if name in OPTION_FIELDS and choice is not None:
        picked = [_option(element, each, suggested) for each in (choice if isinstance(choice, list) else [choice])]
        return {"type": element["type"], name: picked if name in LISTS else picked[0]}
    if name == "value" and choice == "":
        choice = None
    if name in LISTS and not isinstance(choice, list):
        choice = [] if choice is None else [choice]
    return {"type": element["type"], name: choice}


def is_empty(state: Payload) -> bool:
    """Return whether a state holds nothing."""
    return state[STATE_FIELDS[state["type"]][0]] in (None, "", [])


def _option(element: Payload, choice: Any, suggested: Sequence[Payload]) -> Payload:
    there = [*options_of(element), *suggested, *_initial_options(element)]
    for option in there:
        if choice in (option, option.get("value"), option["text"]["text"]):
            return option
    offered = ", ".join(str(option.get("value")) for option in there)
    raise LookupError(f"{element.get('action_id')} does not offer {choice!r}, only: {offered}")


def _initial_options(element: Payload) -> list[Payload]:
    single = [element["initial_option"]] if "initial_option" in element else []
    return [*single, *element.get("initial_options", ())]


def _children(block: Payload) -> list[Payload]:
    """Return what may be an element of a block; the elements of rich text have no action ids."""
    single = [block[name] for name in ("accessory", "element") if name in block]
    return [*single, *block.get("elements", ()), *block.get("actions", ())]


def _with_ids(block: Payload) -> Payload:
    copy = {"block_id": uuid4().hex[:5], **block}
    for name in ("accessory", "element"):
        if name in copy:
            copy[name] = _with_action_id(copy[name])
    for name in ELEMENT_LISTS.get(copy["type"], ()):
        copy[name] = [_with_action_id(each) for each in copy.get(name, ())]
    for name in BLOCK_LISTS.get(copy["type"], ()):
        copy[name] = with_ids(copy[name])
    return copy


def _attachment(number: int, attachment: Payload) -> Payload:
    blocks = {"blocks": with_ids(attachment["blocks"])} if "blocks" in attachment else {}
    return {**attachment, **blocks, "id": number}


def _with_action_id(element: Payload) -> Payload:
    is_interactive = element["type"] in STATE_FIELDS or element["type"] in STATELESS
    return {"action_id": uuid4().hex[:5], **element} if is_interactive else element
