"""Opening a page of the bill wherever it was asked for: by a command, on Home, in a message, on another page."""

from typing import Any

from bot.domain.desk.instants import Clock
from bot.errors import OutsideFailure, SlackSilent
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners.desk import modals
from bot.listeners.desk.call import Call
from bot.views.forms import View


def answer_with(call: Call, view: View, otherwise: str) -> None:
    """Open a page for who typed a command. Raises: SlackSilent, saying `otherwise`."""
    try:
        call.slack.open_view(call.body["trigger_id"], view)
    except OutsideFailure as failure:
        raise SlackSilent(otherwise) from failure


def open_from(view: View, body: dict[str, Any], sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Open a page for who pressed something: on top of the modal in which they did, or by itself."""
    is_in_modal = (body.get("view") or {}).get("type") == "modal"
    show = modals.push_or_tell if is_in_modal else modals.open_or_tell
    show(view, body, sessions, clock, slack)
