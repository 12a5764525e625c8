"""`/desk seats`: the list of seats, paged, and why somebody has one."""

from typing import Any

from slack_bolt import Ack, App

from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries, payloads, submissions
from bot.listeners.billing import opening
from bot.listeners.desk import modals
from bot.listeners.desk.call import Call
from bot.services.billing import seat_lists
from bot.views.billing.action_ids import BillingActionId
from bot.views.billing.seats_page import seat_reason_page, seats_page
from bot.views.billing.seats_wording import NOT_OPENED


def register(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Listen to what leads to the list, and to the buttons on it."""

    @app.action(BillingActionId.OPEN_SEATS)
    def open_seats(ack: Ack, body: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            view = seats_page(seat_lists.load_page(session, reader=actor, page=0, now=clock()))
        opening.open_from(view, body, sessions, clock, slack)
        ack()

    @app.action(BillingActionId.SEATS_PREVIOUS)
    @app.action(BillingActionId.SEATS_NEXT)
    def turn(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor, page = payloads.get_actor(session, body, now=clock()), submissions.row_id_of(action["value"])
            view = seats_page(seat_lists.load_page(session, reader=actor, page=page, now=clock()))
        modals.redraw(body["view"]["id"], view, slack)
        ack()

    @app.action(BillingActionId.WHY_SEAT)
    def explain(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            view = seat_reason_page(seat_lists.explain_seat(session, action["value"], reader=actor, now=clock()))
        opening.open_from(view, body, sessions, clock, slack)
        ack()


def answer_seats(call: Call) -> None:
    """Open the list for who typed the command. Raises: BillingReadersOnly; SlackSilent."""
    with call.first() as session:
        view = seats_page(seat_lists.load_page(session, reader=call.actor(session), page=0, now=call.clock()))
    opening.answer_with(call, view, NOT_OPENED)
