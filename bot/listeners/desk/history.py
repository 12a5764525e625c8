"""A ticket's history: its first page from the ticket's menu, older ones from a button in the modal."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.domain.desk.instants import Clock
from bot.errors import OutsideFailure
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries, payloads
from bot.listeners.desk import clicks
from bot.services.desk import history
from bot.views.desk.action_ids import ActionId
from bot.views.desk.history_page import history_modal
from models.desk import Person


def register(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Listen to the button that leads to older lines."""

    @app.action(ActionId.OLDER_HISTORY)
    def older(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            before = clicks.read_id(action["value"])
            found = history.load_page(session, clicks.ticket_id(action), actor=actor, before=before)
        with suppress(OutsideFailure):  # the page that is open stays, and its button with it
            slack.update_view(body["view"]["id"], history_modal(found), if_hash=body["view"]["hash"])
        ack()


def page(session: Session, ticket_id: int, actor: Person, now: datetime) -> dict[str, Any]:
    """Draw the newest page of a ticket's history. Raises: AgentsOnly."""
    del now  # a page of the ticket's menu is told the time; this one does not need it
    return history_modal(history.load_page(session, ticket_id, actor=actor))
