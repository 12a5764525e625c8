"""Reading what was pressed or chosen: the ticket it names, and the choice. All of it is input."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from bot.errors import NotUnderstood
from bot.views.desk.action_ids import ticket_id_of

Payload = Mapping[str, Any]
Choice = TypeVar("Choice", bound=StrEnum)
STALE_MENU = "This menu is from another time. Please use the ticket's card."


def ticket_id(action: Payload) -> int:
    """Return the ticket a menu's block names. Raises: NotUnderstood."""
    found = ticket_id_of(action["block_id"])
    if found is None:
        raise NotUnderstood(STALE_MENU)
    return found


def read_id(value: str) -> int:
    """Return the ticket a button's value names. Raises: NotUnderstood."""
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        raise NotUnderstood("This button is from another time. Please use the ticket's card.")
    return int(value)


def chosen(action: Payload, kind: type[Choice]) -> Choice:
    """Return what was chosen in a menu. Raises: NotUnderstood, for what the menu does not offer."""
    try:
        return kind(action["selected_option"]["value"])
    except ValueError as unknown:
        raise NotUnderstood(STALE_MENU) from unknown


def chosen_person(action: Payload) -> str:
    """Return the Slack id of who was chosen in a menu. Raises: NotUnderstood, for nobody."""
    slack_user_id = action["selected_user"]
    if not slack_user_id:
        raise NotUnderstood(STALE_MENU)
    return str(slack_user_id)
