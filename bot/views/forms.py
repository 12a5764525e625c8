"""The parts of a modal: the frame, and one function for each kind of field.

A field's block id and action id are the same, so that an error finds its field and its value is found by one name.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from bot.views import limits
from bot.views.blocks import NOTHING, options, plain
from bot.views.content import Block

View = dict[str, Any]
"""A Slack view."""


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    close: str,
    callback_id: str = "",
    submit: str = "",
    private_metadata: str = "",
) -> View:
    """Return a modal, at most a hundred blocks; one without `submit` is only read."""
    frame: View = {
        "type": "modal",
        "title": plain(title, limits.MODAL_TITLE),
        "close": plain(close, limits.MODAL_BUTTON),
        "private_metadata": private_metadata,
        "blocks": limits.first(blocks, limits.VIEW_BLOCKS),
    }
    if callback_id:
        frame["callback_id"] = callback_id
    if submit:
        frame["submit"] = plain(submit, limits.MODAL_BUTTON)
    return frame


def field(name: str, label: str, element: Block, *, hint: str = "", is_optional: bool = False) -> Block:
    """Return an input block around an element, whose action id becomes the field's name."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label, limits.LABEL),
        "element": {**element, "action_id": name},
        "optional": is_optional,
    }
    return {**block, "hint": plain(hint, limits.LABEL)} if hint else block


def text_input(value: str = "", *, most: int, is_multiline: bool = False, placeholder: str = "") -> Block:
    """Return a `plain_text_input` that holds at most `most` characters."""
    element: Block = {"type": "plain_text_input", "max_length": most, "multiline": is_multiline}
    if value:
        element["initial_value"] = limits.cut(value, most)
    return {**element, "placeholder": plain(placeholder, limits.PLACEHOLDER)} if placeholder else element


def rich_text_input(value: Block | None = None, *, placeholder: str = "") -> Block:
    """Return a `rich_text_input`; `value` is a `rich_text` block."""
    element: Block = {"type": "rich_text_input"}
    if value:
        element["initial_value"] = value
    return {**element, "placeholder": plain(placeholder, limits.PLACEHOLDER)} if placeholder else element


def select(
    choices: Mapping[str, str], chosen: str | None, *, placeholder: str, about: Mapping[str, str] = NOTHING
) -> Block:
    """Return a `static_select` of at most a hundred labels by value; a value that is not offered counts as none.

    `about` has a few words about some of the choices, by value.
    """
    element: Block = {
        "type": "static_select",
        "placeholder": plain(placeholder, limits.PLACEHOLDER),
        "options": options(choices, about),
    }
    return {**element, **_initial(element, chosen)}


def radio_buttons(choices: Mapping[str, str], chosen: str | None) -> Block:
    """Return `radio_buttons` of at most ten labels by value."""
    element: Block = {"type": "radio_buttons", "options": options(choices)}
    return {**element, **_initial(element, chosen)}


def checkboxes(choices: Mapping[str, str], ticked: Sequence[str]) -> Block:
    """Return `checkboxes` of at most ten labels by value, some of them ticked."""
    element: Block = {"type": "checkboxes", "options": options(choices)}
    initial = [offered for offered in element["options"] if offered["value"] in ticked]
    return {**element, "initial_options": initial} if initial else element


def person_input(slack_user_id: str | None = None, *, placeholder: str) -> Block:
    """Return a `users_select`."""
    element: Block = {"type": "users_select", "placeholder": plain(placeholder, limits.PLACEHOLDER)}
    return {**element, "initial_user": slack_user_id} if slack_user_id else element


def people_input(slack_user_ids: Sequence[str] = (), *, placeholder: str) -> Block:
    """Return a `multi_users_select`."""
    element: Block = {"type": "multi_users_select", "placeholder": plain(placeholder, limits.PLACEHOLDER)}
    return {**element, "initial_users": list(slack_user_ids)} if slack_user_ids else element


def channel_input(*, placeholder: str) -> Block:
    """Return a `conversations_select` of public and private channels."""
    return {
        "type": "conversations_select",
        "placeholder": plain(placeholder, limits.PLACEHOLDER),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }


def instant_input(at: datetime | None = None) -> Block:
    """Return a `datetimepicker`, which people fill in in their own zone."""
    element: Block = {"type": "datetimepicker"}
    return {**element, "initial_date_time": int(at.timestamp())} if at else element


def clock_input(at: time | None = None) -> Block:
    """Return a `timepicker` of a time of day, wherever that is."""
    element: Block = {"type": "timepicker"}
    return {**element, "initial_time": f"{at:%H:%M}"} if at else element


def _initial(element: Block, chosen: str | None) -> Block:
    initial = next((offered for offered in element["options"] if offered["value"] == chosen), None)
    return {"initial_option": initial} if initial else {}
