"""Shortcuts on messages, and the forms they open."""

import json
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App

from bot.domain.desk.instants import Clock
from bot.errors import FieldsRefused
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries, payloads, submissions
from bot.listeners.desk import for_whom, message_pages, modals
from bot.listeners.desk.message_pages import Shown
from bot.listeners.submissions import View
from bot.services.desk import filing, quotes
from bot.services.desk.thread_fetches import Wish
from bot.views.desk.action_ids import CallbackId, MessageField, QuoteField
from models.desk import Person, TicketSource


@dataclass(frozen=True)
class SentMessageForm:
    """What somebody asked of a message in a form."""

    slack_channel_id: str
    ts: str
    queue_id: int
    title: str

    def wish_of(self, actor: Person) -> Wish:
        """Return it as the wish of who sent the form."""
        place = self.slack_channel_id, self.ts
        return Wish(*place, self.queue_id, TicketSource.SHORTCUT, actor.id, title=self.title)


def register(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Listen to shortcuts on messages and to their forms."""
    _register_quotes(app, sessions, clock, slack)

    @app.message_shortcut(CallbackId.MAKE_TICKET)
    def make_ticket(ack: Ack, body: dict[str, Any]) -> None:
        shown = Shown.from_body(body)
        is_readable = message_pages.can_read(slack, shown.slack_channel_id)
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            view = message_pages.ticket_page(session, shown, actor, is_readable=is_readable)
        modals.open_or_tell(view, body, sessions, clock, slack)
        ack()

    @app.view(CallbackId.TICKET_FROM_MESSAGE)
    def send(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        sent, chosen = read_form(view), for_whom.read_chosen(view, MessageField.FOR_WHOM, slack)
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            person = for_whom.requester(session, chosen, MessageField.FOR_WHOM, actor=actor, now=clock())
            filing.ask_for_ticket(session, sent.wish_of(actor), actor=actor, requester=person)
        ack()


def _register_quotes(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    @app.message_shortcut(CallbackId.ADD_TO_TICKET)
    def add_to_ticket(ack: Ack, body: dict[str, Any]) -> None:
        shown = Shown.from_body(body)
        is_readable = message_pages.can_read(slack, shown.slack_channel_id)
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            view = message_pages.quote_page(session, shown, actor, is_readable=is_readable)
        modals.open_or_tell(view, body, sessions, clock, slack)
        ack()

    @app.view(CallbackId.QUOTE_MESSAGE)
    def send_quote(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        place, key = json.loads(view["private_metadata"]), read_key(view)
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            with submissions.refused_at(QuoteField.KEY):
                quotes.ask_to_add(session, key, place["channel"], place["ts"], actor=actor)
        ack()


def read_key(view: View) -> str:
    """Return the key of the ticket that was typed or else chosen. Raises: FieldsRefused."""
    key = submissions.text_of(view, QuoteField.KEY) or submissions.choice_of(view, QuoteField.TICKET)
    if not key:
        raise FieldsRefused({QuoteField.KEY: "Please choose a ticket above, or type its key here."})
    return key


def read_form(view: View) -> SentMessageForm:
    """Return what the form that makes a message a ticket says. Raises: FieldsRefused; NotUnderstood."""
    place = json.loads(view["private_metadata"])
    title = submissions.text_of(view, MessageField.TITLE)
    if not title:
        raise FieldsRefused({MessageField.TITLE: "Please say in a few words what it is about."})
    queue_id = submissions.row_id_of(submissions.choice_of(view, MessageField.QUEUE) or place["queue"])
    return SentMessageForm(place["channel"], place["ts"], queue_id, title)
