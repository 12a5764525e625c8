"""The app's Home: opened, and its button pressed."""

from typing import Any

from slack_bolt import Ack, App

from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries, payloads
from bot.listeners.desk import request_form
from bot.services.desk import homes, people
from bot.views.desk.action_ids import ActionId

HOME_TAB = "home"


def register(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Listen to what happens on Home."""

    @app.event("app_home_opened")
    def home_opened(ack: Ack, body: dict[str, Any], event: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            if event.get("tab") == HOME_TAB:  # the same event tells of the conversation's tab
                workspace = payloads.get_workspace(session, body)
                person = people.get_or_stub(session, workspace, event["user"], now=clock())
                homes.open_home(session, person, now=clock())
        ack()

    @app.action(ActionId.BEGIN_REQUEST)
    def begin_request(ack: Ack, body: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            form = request_form.form_for(session, actor)
        request_form.open_or_tell(form, body, sessions, clock, slack)
        ack()
