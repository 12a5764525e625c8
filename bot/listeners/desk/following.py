"""Following a ticket no longer: the button in the message that said one follows it."""

from typing import Any

from slack_bolt import Ack, App

from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.listeners import deliveries, payloads
from bot.listeners.desk import clicks
from bot.services.desk import followers
from bot.views.desk import notification_wording
from bot.views.desk.action_ids import ActionId


def register(app: App, sessions: Sessions, clock: Clock) -> None:
    """Listen to the button."""

    @app.action(ActionId.UNFOLLOW)
    def stop_following(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            followers.stop_following(session, clicks.read_id(action["value"]), actor=actor, now=clock())
            deliveries.tell(session, body, notification_wording.NO_LONGER_FOLLOWING, now=clock())
        ack()
