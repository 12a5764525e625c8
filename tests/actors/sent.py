"""What Slack sends when somebody presses, chooses, types, reacts or sends a form."""

from collections.abc import Mapping
from itertools import count
from typing import Any

from bot.views.desk.action_ids import ActionId
from models.desk import Ticket
from tests.actors.town import Town
from tests.support.desk_rows import ts_at

Body = dict[str, Any]
_NUMBERS = count(1)


def click(town: Town, role: str, action: Mapping[str, Any], *, view: Mapping[str, Any] | None = None) -> Body:
    """Return a press of a button or a choice in a menu: on a message or, with a view, in a modal."""
    place: Body = {"channel": {"id": "C0TRIAGE", "name": "triage"}} if view is None else {"view": dict(view)}
    return {**_interaction(town, role, "block_actions"), **place, "actions": [dict(action)]}


def button(action_id: str, value: str, block_id: str = "block") -> Body:
    """Return a pressed button."""
    return {"type": "button", "action_id": action_id, "block_id": block_id, "value": value}


def choice(action_id: str, value: str, block_id: str = "block") -> Body:
    """Return a choice in a menu."""
    option = {"text": {"type": "plain_text", "text": value}, "value": value}
    return {"type": "static_select", "action_id": action_id, "block_id": block_id, "selected_option": option}


def person(action_id: str, slack_user_id: str, block_id: str) -> Body:
    """Return a chosen person."""
    return {"type": "users_select", "action_id": action_id, "block_id": block_id, "selected_user": slack_user_id}


def undo(town: Town, ticket: Ticket, role: str) -> Body:
    """Have the agent answer in a queue whose replies wait, and return a press of the button that takes that back."""
    return click(town, role, button(ActionId.UNDO_REPLY, str(town.hold_reply(ticket))))


def form(town: Town, role: str, view: Mapping[str, Any], **typed: Any) -> Body:
    """Return a modal being sent with what stands in it, and what somebody typed or chose by its block ids.

    The block ids of `typed` have their dots written as double underscores.
    """
    changed = {name.replace("__", "."): value for name, value in typed.items()}
    sent = opened(view)
    for block_id, value in changed.items():
        sent["state"]["values"].setdefault(block_id, {})[block_id] = _typed(value)
    return {**_interaction(town, role, "view_submission"), "view": sent, "response_urls": []}


def opened(view: Mapping[str, Any]) -> Body:
    """Return a view as Slack sends it back: with ids, a hash, and what stands in its fields."""
    values = {
        block["block_id"]: {block["element"]["action_id"]: _initial(block["element"])}
        for block in view["blocks"]
        if block["type"] == "input"
    }
    number = next(_NUMBERS)
    ids = {"id": f"V{number}", "hash": f"{number}.x", "root_view_id": "V0", "previous_view_id": None, "callback_id": ""}
    return {"private_metadata": "", **ids, **view, "state": {"values": values}}


def command(town: Town, role: str, text: str) -> Body:
    """Return a typed command."""
    team, user = town.people[role]
    names = {"team_id": team, "user_id": user, "channel_id": "C0HELP", "command": "/desk", "text": text}
    return {**names, "trigger_id": f"t.{next(_NUMBERS)}", "response_url": "https://hooks.slack.com/x"}


def shortcut(town: Town, role: str, callback_id: str, *, ts: str) -> Body:
    """Return a shortcut used on a message of Rosa's in the help channel."""
    message = {"type": "message", "user": "U0ROSA", "ts": ts, "text": "The printer is on fire", "team": "T0ACME"}
    place = {"channel": {"id": "C0HELP", "name": "help"}, "message": message, "message_ts": ts}
    return {**_interaction(town, role, "message_action"), "callback_id": callback_id, **place}


def global_shortcut(town: Town, role: str, callback_id: str) -> Body:
    """Return a shortcut used from anywhere."""
    return {**_interaction(town, role, "shortcut"), "callback_id": callback_id}


def reaction(town: Town, role: str, emoji: str, card_ts: str) -> Body:
    """Return an emoji put on a card."""
    item = {"type": "message", "channel": "C0TRIAGE", "ts": card_ts}
    user = town.people[role][1]
    return _event(town, role, {"type": "reaction_added", "user": user, "reaction": emoji, "item": item})


def thread_message(town: Town, role: str, text: str, root_ts: str) -> Body:
    """Return a message in a card's thread."""
    ts = ts_at(50_000 + next(_NUMBERS))
    team, user = town.people[role]
    place = {"channel": "C0TRIAGE", "channel_type": "group", "ts": ts, "thread_ts": root_ts}
    return _event(town, role, {"type": "message", "user": user, "team": team, "text": text, **place})


def _event(town: Town, role: str, event: Body) -> Body:
    team = town.people[role][0]
    number = next(_NUMBERS)
    return {
        "type": "event_callback",
        "team_id": team,
        "api_app_id": "A0",
        "event_id": f"Ev{number}",
        "event_time": 1,
        "authorizations": [{"team_id": team, "user_id": "U0DESKBELL", "is_bot": True}],
        "event": {**event, "event_ts": event.get("ts", "1.0")},
    }


def _interaction(town: Town, role: str, kind: str) -> Body:
    team, user = town.people[role]
    home = "T0ELSE" if user == "U0OTTO" else team
    return {
        "type": kind,
        "team": {"id": team, "domain": "acme"},
        "user": {"id": user, "username": user, "team_id": home},
        "api_app_id": "A0",
        "enterprise": None,
        "trigger_id": f"t.{next(_NUMBERS)}",
        "response_url": "https://hooks.slack.com/x",
    }


def _initial(element: Mapping[str, Any]) -> Body:
    """Return what stands in a field before anybody touched it."""
    match element["type"]:
        case "plain_text_input" | "number_input" as kind:
            return {"type": kind, "value": element.get("initial_value")}
        case "rich_text_input":
            return {"type": "rich_text_input", "rich_text_value": element.get("initial_value")}
        case "static_select" | "radio_buttons" as kind:
            return {"type": kind, "selected_option": element.get("initial_option")}
        case "checkboxes":
            return {"type": "checkboxes", "selected_options": element.get("initial_options", [])}
        case "users_select":
            return {"type": "users_select", "selected_user": element.get("initial_user")}
        case "multi_users_select":
            return {"type": "multi_users_select", "selected_users": element.get("initial_users", [])}
        case "conversations_select":
            return {"type": "conversations_select", "selected_conversation": element.get("initial_conversation")}
        case "datetimepicker":
            return {"type": "datetimepicker", "selected_date_time": element.get("initial_date_time")}
        case "timepicker":
            return {"type": "timepicker", "selected_time": element.get("initial_time")}
        case kind:
            raise AssertionError(f"a field of type {kind} is new here")


def _typed(value: Any) -> Body:
    """Return the state of a field: text, a chosen value, several of them, or a state as it is."""
    if isinstance(value, dict):
        return value
    if isinstance(value, list):
        return {"selected_options": [{"value": each} for each in value]}
    return {"value": value, "selected_option": {"value": value}}
