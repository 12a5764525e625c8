"""The form that answers a requester: opened from a ticket's menu, filled from saved replies, sent."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.domain.desk import mrkdwn, rich_text
from bot.domain.desk.incoming import Words
from bot.domain.desk.instants import Clock
from bot.errors import FieldsRefused, NotUnderstood
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries, payloads, submissions
from bot.listeners.desk import modals
from bot.services.desk import canned_replies, tickets, written_replies
from bot.views.desk import reply_wording as wording
from bot.views.desk.action_ids import ActionId, CallbackId
from bot.views.desk.reply_form import TEXT, ReplyForm, reply_form, with_words
from models.desk import Person

View = Mapping[str, Any]


def register(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Listen to the form and to the choice of a saved reply in it."""

    @app.action(ActionId.CHOOSE_SAVED_REPLY)
    def choose(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            view = _with_saved(session, body["view"], action["selected_option"]["value"], actor)
        modals.redraw(body["view"]["id"], view, slack)
        ack()

    @app.view(CallbackId.SEND_REPLY)
    def send(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        ticket_id, revision = _read_metadata(view)
        written = submissions.rich_text_of(view, f"{TEXT}.{revision}")
        if written is None:
            raise FieldsRefused({f"{TEXT}.{revision}": wording.EMPTY})
        text = mrkdwn.escape(rich_text.plain_text_of([written], ""))
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            words = Words(text=text, blocks=[written], files=[])
            written_replies.write_reply(session, ticket_id, words, actor=actor, now=clock())
        ack()


def page(session: Session, ticket_id: int, actor: Person, _now: datetime) -> dict[str, Any]:
    """Return the form for an agent of the ticket's queue. Raises: AgentsOnly; TicketAlreadyClosed."""
    ticket = tickets.get_for_agent(session, ticket_id, actor=actor)
    tickets.refuse_closed(ticket)
    return reply_form(ReplyForm(ticket.id, ticket.key, canned_replies.list_for(session, ticket)))


def _with_saved(session: Session, view: View, key: str, actor: Person) -> dict[str, Any]:
    """Return the form with a saved reply below what is written. Raises: AgentsOnly; NotFound."""
    ticket_id, revision = _read_metadata(view)
    ticket = tickets.get_for_agent(session, ticket_id, actor=actor)
    written = submissions.rich_text_of(view, f"{TEXT}.{revision}")
    words = canned_replies.words_of(session, ticket, key, agent=actor)
    saved = canned_replies.list_for(session, ticket)
    return reply_form(ReplyForm(ticket.id, ticket.key, saved, with_words(written, words), revision + 1))


def _read_metadata(view: View) -> tuple[int, int]:
    """Return the ticket and the revision a form carries. Raises: NotUnderstood."""
    try:
        carried = json.loads(view["private_metadata"])
        return submissions.row_id_of(str(carried["ticket"])), submissions.row_id_of(str(carried["revision"]))
    except (ValueError, KeyError, TypeError) as strange:
        raise NotUnderstood(submissions.STALE_FORM) from strange
