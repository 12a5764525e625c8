"""The buttons and menus of a ticket: on its card, and on the requester's notices."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from slack_bolt import Ack, App

from bot.domain.desk.instants import Clock
from bot.errors import NotUnderstood
from bot.gateways.database import Sessions
from bot.listeners import deliveries, payloads
from bot.services.desk import people, tickets
from bot.views.desk.action_ids import ActionId, ticket_id_of
from models.desk import Priority, TicketStatus

Payload = dict[str, Any]
Change = Callable[..., object]
"""A change to one ticket: `(session, ticket_id, *, actor, now)`."""

Choice = TypeVar("Choice", bound=StrEnum)
STALE_MENU = "This menu is from another time. Please use the ticket's card."


def register(app: App, sessions: Sessions, clock: Clock) -> None:
    """Listen to every action of `ActionId`."""
    _register_menus(app, sessions, clock)
    buttons = {
        ActionId.CLAIM_TICKET: tickets.claim_ticket,
        ActionId.RESOLVE_TICKET: tickets.resolve_ticket,
        ActionId.REOPEN_TICKET: tickets.reopen_ticket,
        ActionId.CLOSE_TICKET: tickets.close_ticket,
    }
    for action_id, change in buttons.items():
        _register_button(app, sessions, clock, action_id, change)


def _register_button(app: App, sessions: Sessions, clock: Clock, action_id: ActionId, change: Change) -> None:
    @app.action(action_id)
    def press(ack: Ack, body: Payload, action: Payload) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            change(session, _read_id(action["value"]), actor=actor, now=clock())
        ack()


def _register_menus(app: App, sessions: Sessions, clock: Clock) -> None:
    @app.action(ActionId.ASSIGN_TICKET)
    def assign(ack: Ack, body: Payload, action: Payload) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            workspace = payloads.get_workspace(session, body)
            assignee = people.get_or_stub(session, workspace, _chosen_person(action), now=clock())
            tickets.assign_ticket(session, _ticket_id(action), assignee, actor=actor, now=clock())
        ack()

    @app.action(ActionId.SET_PRIORITY)
    def set_priority(ack: Ack, body: Payload, action: Payload) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            tickets.set_priority(session, _ticket_id(action), _chosen(action, Priority), actor=actor, now=clock())
        ack()

    @app.action(ActionId.SET_STATUS)
    def set_status(ack: Ack, body: Payload, action: Payload) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            tickets.set_status(session, _ticket_id(action), _chosen(action, TicketStatus), actor=actor, now=clock())
        ack()


def _ticket_id(action: Payload) -> int:
    """Return the ticket a menu's block names. Raises: NotUnderstood."""
    ticket_id = ticket_id_of(action["block_id"])
    if ticket_id is None:
        raise NotUnderstood(STALE_MENU)
    return ticket_id


def _read_id(value: str) -> int:
    """Return the ticket a button's value names. Raises: NotUnderstood."""
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        raise NotUnderstood("This button is from another time. Please use the ticket's card.")
    return int(value)


def _chosen(action: Payload, kind: type[Choice]) -> Choice:
    """Return what was chosen in a menu. Raises: NotUnderstood, for what the menu does not offer."""
    try:
        return kind(action["selected_option"]["value"])
    except ValueError as unknown:
        raise NotUnderstood(STALE_MENU) from unknown


def _chosen_person(action: Payload) -> str:
    """Return the Slack id of who was chosen in a menu. Raises: NotUnderstood, for nobody."""
    slack_user_id = action["selected_user"]
    if not slack_user_id:
        raise NotUnderstood(STALE_MENU)
    return str(slack_user_id)
