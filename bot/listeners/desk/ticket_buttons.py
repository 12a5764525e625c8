"""The buttons and menus of a ticket: on its card, and on the requester's notices."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.listeners import deliveries, payloads
from bot.listeners.desk import clicks
from bot.services.desk import people, statuses, tickets
from bot.views.desk.action_ids import ActionId, own_status_id_of
from models.desk import Person, Priority, TicketStatus

Payload = dict[str, Any]
Change = Callable[..., object]
"""A change to one ticket: `(session, ticket_id, *, actor, now)`."""


def register(app: App, sessions: Sessions, clock: Clock) -> None:
    """Listen to the buttons and menus that change a ticket at once."""
    _register_menus(app, sessions, clock)
    buttons = {
        ActionId.CLAIM_TICKET: tickets.claim_ticket,
        ActionId.RESOLVE_TICKET: tickets.resolve_ticket,
        ActionId.REOPEN_TICKET: tickets.reopen_ticket,
        ActionId.UNDO_REOPENING: statuses.undo_reopening,
        ActionId.CLOSE_TICKET: tickets.close_ticket,
    }
    for action_id, change in buttons.items():
        _register_button(app, sessions, clock, action_id, change)


def _register_button(app: App, sessions: Sessions, clock: Clock, action_id: ActionId, change: Change) -> None:
    @app.action(action_id)
    def press(ack: Ack, body: Payload, action: Payload) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            change(session, clicks.read_id(action["value"]), actor=actor, now=clock())
        ack()


def _register_menus(app: App, sessions: Sessions, clock: Clock) -> None:
    @app.action(ActionId.ASSIGN_TICKET)
    def assign(ack: Ack, body: Payload, action: Payload) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            workspace = payloads.get_workspace(session, body)
            assignee = people.get_or_stub(session, workspace, clicks.chosen_person(action), now=clock())
            tickets.assign_ticket(session, clicks.ticket_id(action), assignee, actor=actor, now=clock())
        ack()

    @app.action(ActionId.SET_PRIORITY)
    def set_priority(ack: Ack, body: Payload, action: Payload) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            tickets.set_priority(
                session, clicks.ticket_id(action), clicks.chosen(action, Priority), actor=actor, now=clock()
            )
        ack()

    @app.action(ActionId.SET_STATUS)
    def set_status(ack: Ack, body: Payload, action: Payload) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            _choose_status(session, action, actor=actor, now=clock())
        ack()


def _choose_status(session: Session, action: Payload, *, actor: Person, now: datetime) -> None:
    """Give a ticket the status that was chosen in its menu: a base one, or one its queue named."""
    own_id = own_status_id_of(action["selected_option"]["value"])
    if own_id is None:
        status = clicks.chosen(action, TicketStatus)
        tickets.set_status(session, clicks.ticket_id(action), status, actor=actor, now=now)
    else:
        statuses.set_own_status(session, clicks.ticket_id(action), own_id, actor=actor, now=now)
