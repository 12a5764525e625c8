"""The subscription's page in `/desk settings`, and its buttons."""

from collections.abc import Sequence
from typing import Any

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries, payloads
from bot.listeners.desk import modals
from bot.services.billing import contacts, terms
from bot.services.desk import people
from bot.views.billing.action_ids import BillingActionId
from bot.views.billing.subscription_forms import cancel_form, contacts_form, terms_form
from bot.views.billing.subscription_page import subscription_page
from bot.views.forms import View
from models.desk import Person


def register(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Listen to the hub's button and to those of the page."""
    _register_pages(app, sessions, clock, slack)
    _register_decisions(app, sessions, clock, slack)


def page_for(session: Session, actor: Person, clock: Clock, done: Sequence[str] = ()) -> View:
    """Return the subscription's page as an admin or a billing contact sees it, with what was just done in sentences.

    Raises: BillingReadersOnly.
    """
    return subscription_page(terms.load_facts(session, reader=actor, now=clock()), actor.locale, done)


def _register_pages(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    @app.action(BillingActionId.OPEN_SUBSCRIPTION)
    def open_page(ack: Ack, body: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            view = page_for(session, payloads.get_actor(session, body, now=clock()), clock)
        modals.push_or_tell(view, body, sessions, clock, slack)
        ack()

    @app.action(BillingActionId.CHANGE_TERMS)
    def open_terms(ack: Ack, body: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            view = terms_form(terms.load_wanted(session, actor=payloads.get_actor(session, body, now=clock())))
        modals.push_or_tell(view, body, sessions, clock, slack)
        ack()

    @app.action(BillingActionId.OPEN_CANCEL)
    def open_cancel(ack: Ack, body: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            people.require_admin(actor)
            view = cancel_form(terms.load_facts(session, reader=actor, now=clock()))
        modals.push_or_tell(view, body, sessions, clock, slack)
        ack()

    @app.action(BillingActionId.OPEN_CONTACTS)
    def open_contacts(ack: Ack, body: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            people.require_admin(actor)
            named = contacts.list_contacts(session, actor.workspace_id)
            view = contacts_form([person.slack_user_id for person in named])
        modals.push_or_tell(view, body, sessions, clock, slack)
        ack()


def _register_decisions(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    @app.action(BillingActionId.TAKE_TERMS_BACK)
    def take_back(ack: Ack, body: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            done = terms.take_back(session, actor=actor, now=clock())
            view = page_for(session, actor, clock, done)
        modals.redraw(body["view"]["id"], view, slack)
        ack()

    @app.action(BillingActionId.UNDO_CANCEL)
    def undo_cancel(ack: Ack, body: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            terms.undo_cancel(session, actor=actor, now=clock())
            view = page_for(session, actor, clock)
        modals.redraw(body["view"]["id"], view, slack)
        ack()
