"""Emoji that people put on messages."""

from typing import Any

from slack_bolt import Ack, App

from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.listeners import deliveries, payloads
from bot.services.desk import reactions


def register(app: App, sessions: Sessions, clock: Clock) -> None:
    """Listen to reactions."""

    @app.event("reaction_added")
    def reacted(ack: Ack, body: dict[str, Any], event: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            workspace = payloads.get_workspace(session, body)
            reactions.receive_reaction(session, workspace, event, now=clock())
        ack()
