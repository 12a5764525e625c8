"""The button that takes a reply back before it leaves."""

from typing import Any

from slack_bolt import Ack, App

from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.listeners import deliveries, payloads
from bot.listeners.desk import clicks
from bot.services.desk import taking_back
from bot.views.desk.action_ids import ActionId


def register(app: App, sessions: Sessions, clock: Clock) -> None:
    """Listen to the button."""

    @app.action(ActionId.UNDO_REPLY)
    def undo(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            taking_back.take_back(session, clicks.read_id(action["value"]), actor=actor, now=clock())
        ack()
