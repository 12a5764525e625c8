"""Ways in beside messages and the form itself: a mention, a form that is offered; and the question why."""

from typing import Any

from slack_bolt import Ack, App

from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries, payloads
from bot.listeners.desk import clicks, modals, request_form
from bot.listeners.desk.message_pages import Shown
from bot.services.desk import mentions, rerouting, why
from bot.views.desk.action_ids import ActionId, CallbackId
from bot.views.desk.intake_page import offered_words
from bot.views.desk.why_page import why_message


def register(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Listen to mentions, an offered form, a menu of teams, and the shortcut that asks why."""

    @app.event("app_mention")
    def mentioned(ack: Ack, body: dict[str, Any], event: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            workspace = payloads.get_workspace(session, body)
            mentions.receive_mention(session, workspace, event, now=clock())
        ack()

    @app.action(ActionId.OPEN_OFFERED_FORM)
    def open_offered(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            form = request_form.form_for(session, actor, slack_channel_id=payloads.slack_channel_id(body))
        filled_in = form.filled_in(offered_words(action["value"]), for_whom=None)
        modals.open_or_tell(filled_in.draw(), body, sessions, clock, slack, otherwise=request_form.NOT_OPENED)
        ack()

    @app.action(ActionId.CHOOSE_TEAM)
    def choose_team(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ticket_id, queue_id = clicks.ticket_id(action), clicks.read_id(action["selected_option"]["value"])
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            rerouting.choose_team(session, ticket_id, queue_id, actor=actor, now=clock())
        ack()

    @app.message_shortcut(CallbackId.WHY)
    def ask_why(ack: Ack, body: dict[str, Any]) -> None:
        shown = Shown.from_body(body)
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            is_by_app = shown.post is None
            place = shown.slack_channel_id, shown.ts
            reason = why.explain_message(session, *place, root_ts=shown.root_ts, is_by_app=is_by_app, reader=actor)
        modals.open_or_tell(why_message(reason), body, sessions, clock, slack)
        ack()
