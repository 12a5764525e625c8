"""Explain: why every line of a document costs what it costs, opened from the bill and from the list of documents."""

from typing import Any

from slack_bolt import Ack, App

from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries, payloads, submissions
from bot.listeners.billing import opening
from bot.listeners.desk import modals
from bot.services.billing import explained_documents
from bot.views.billing.action_ids import BillingActionId
from bot.views.billing.explanation_page import explanation_page


def register(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Listen to the buttons that explain a document, and to those that lead to its other pages."""

    @app.action(BillingActionId.EXPLAIN_DOCUMENT)
    def explain(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            found = explained_documents.load(session, action["value"], page=0, reader=actor, now=clock())
        opening.open_from(explanation_page(found), body, sessions, clock, slack)
        ack()

    @app.action(BillingActionId.EXPLANATION_PREVIOUS)
    @app.action(BillingActionId.EXPLANATION_NEXT)
    def turn(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        name, _, page = action["value"].partition("/")
        with deliveries.first(sessions, body, now=clock()) as session:
            actor, number = payloads.get_actor(session, body, now=clock()), submissions.row_id_of(page)
            found = explained_documents.load(session, name, page=number, reader=actor, now=clock())
        modals.redraw(body["view"]["id"], explanation_page(found), slack)
        ack()
