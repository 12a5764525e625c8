"""Opening modals: after the transaction, because a trigger id cannot wait for the outbox."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from bot.domain.desk.instants import Clock
from bot.errors import OutsideFailure
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries

NOT_OPENED = "Slack did not open the page. Please try again."

View = Mapping[str, Any]


def open_or_tell(
    view: View,
    body: dict[str, Any],
    sessions: Sessions,
    clock: Clock,
    slack: SlackPort,
    *,
    otherwise: str = NOT_OPENED,
) -> None:
    """Open a modal for who pressed something in a message; when Slack does not, tell them `otherwise`."""
    try:
        slack.open_view(body["trigger_id"], view)
    except OutsideFailure:
        with sessions.begin() as session:
            deliveries.tell(session, body, otherwise, now=clock())


def push_or_tell(view: View, body: dict[str, Any], sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Open a modal on top of the one in which something was pressed; when Slack does not, tell who pressed."""
    try:
        slack.push_view(body["trigger_id"], view)
    except OutsideFailure:
        with sessions.begin() as session:
            deliveries.tell(session, body, NOT_OPENED, now=clock())


def redraw(view_id: str | None, view: View, slack: SlackPort) -> None:
    """Show what an open modal now says; if Slack does not, it is only out of date."""
    if view_id is not None:
        with suppress(OutsideFailure):
            slack.update_view(view_id, view)
