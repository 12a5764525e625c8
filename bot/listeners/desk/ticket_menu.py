"""The menu "More" of a ticket's card: each option opens a page for the agents of its queue."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.domain.desk.instants import Clock
from bot.errors import NotUnderstood
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries, payloads
from bot.listeners.desk import clicks, edit_form, history, modals, relate, reply, snooze
from bot.views.desk.action_ids import ActionId, TicketMenu
from models.desk import Person

Page: TypeAlias = Callable[[Session, int, Person, datetime], dict[str, Any]]
"""Loads what a page shows about a ticket, by its id, for the person who chose it, and returns the modal.

It raises AgentsOnly for anybody who is no agent of the ticket's queue.
"""

PAGES: Mapping[TicketMenu, Page] = {
    TicketMenu.REPLY: reply.page,
    TicketMenu.RELATE: relate.page,
    TicketMenu.SNOOZE: snooze.page,
    TicketMenu.EDIT: edit_form.page,
    TicketMenu.HISTORY: history.page,
}
"""What each option opens. The card offers those that `bot.views.desk.menu_wording` names: the same ones."""


def register(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Listen to the menu."""

    @app.action(ActionId.TICKET_MENU)
    def choose(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            view = _page_of(action)(session, clicks.ticket_id(action), actor, clock())
        modals.open_or_tell(view, body, sessions, clock, slack)
        ack()


def _page_of(action: dict[str, Any]) -> Page:
    """Return what was chosen opens. Raises: NotUnderstood, for what the menu does not offer."""
    page = PAGES.get(clicks.chosen(action, TicketMenu))
    if page is None:
        raise NotUnderstood(clicks.STALE_MENU)
    return page
