"""The page that merges, links and splits: opened from a ticket's menu, sent, or a link taken away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.domain.desk.instants import Clock
from bot.domain.desk.relations import Relation
from bot.domain.desk.typed import read_key
from bot.errors import FieldsRefused, NotUnderstood
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries, payloads, submissions
from bot.listeners.desk import modals
from bot.services.desk import links, merging, relations, splitting
from bot.views.desk import relate_wording as wording
from bot.views.desk.action_ids import ActionId, CallbackId
from bot.views.desk.relate_form import ID_SEPARATOR, RelateField, relate_form
from models.desk import Person

View = Mapping[str, Any]


def register(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Listen to the form and to the buttons below it."""

    @app.view(CallbackId.RELATE_TICKET)
    def send(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            relate(session, view, actor=payloads.get_actor(session, body, now=clock()), now=clock())
        ack()

    @app.action(ActionId.UNLINK_TICKET)
    def unlink(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ticket_id, other_id = (submissions.row_id_of(part) for part in action["value"].partition(ID_SEPARATOR)[::2])
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            links.unlink_tickets(session, ticket_id, other_id, actor=actor, now=clock())
            view = page(session, ticket_id, actor, clock())
        modals.redraw(body["view"]["id"], view, slack)
        ack()


def page(session: Session, ticket_id: int, actor: Person, _now: datetime) -> dict[str, Any]:
    """Return the form for an agent of the ticket's queue. Raises: AgentsOnly; TicketAlreadyClosed."""
    return relate_form(relations.load_page(session, ticket_id, actor=actor))


def relate(session: Session, view: View, *, actor: Person, now: datetime) -> None:
    """Do what the form says. Raises: FieldsRefused, at the field to look at; Refusal."""
    ticket_id = submissions.row_id_of(view["private_metadata"])
    match submissions.choice_of(view, RelateField.WHAT):
        case Relation.LINK:
            key = _read_key(view)
            with submissions.refused_at(RelateField.KEY):
                links.link_tickets(session, ticket_id, key, actor=actor, now=now)
        case Relation.MERGE:
            key, adds = _read_key(view), bool(submissions.choices_of(view, RelateField.FOLLOW))
            with submissions.refused_at(RelateField.KEY):
                merging.merge_ticket(session, ticket_id, key, adds_follower=adds, actor=actor, now=now)
        case Relation.SPLIT:
            chosen = submissions.choice_of(view, RelateField.MESSAGE)
            if chosen is None:
                raise FieldsRefused({RelateField.WHAT: wording.MESSAGE_MISSING})
            splitting.split_message(session, ticket_id, submissions.row_id_of(chosen), actor=actor, now=now)
        case _:
            raise NotUnderstood(submissions.STALE_FORM)


def _read_key(view: View) -> str:
    key = read_key(submissions.text_of(view, RelateField.KEY))
    if key is None:
        raise FieldsRefused({RelateField.KEY: wording.KEY_MISSING})
    return key
