"""The snooze form: opened from a ticket's menu, sent, or its ticket woken at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.domain.desk.instants import Clock
from bot.domain.desk.snoozes import Snooze, SnoozeChoice, end_of
from bot.errors import FieldsRefused, NotUnderstood
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries, payloads, submissions
from bot.listeners.desk import modals
from bot.services.desk import snoozing, tickets
from bot.views.desk import snooze_wording as wording
from bot.views.desk.action_ids import ActionId, CallbackId
from bot.views.desk.snooze_form import SnoozeFacts, SnoozeField, snooze_form
from models.desk import Person


def register(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Listen to the form and its button."""

    @app.view(CallbackId.SNOOZE_TICKET)
    def send(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        ticket_id = submissions.row_id_of(view["private_metadata"])
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            snooze = read_snooze(view, zone=actor.zone, now=clock())
            snoozing.snooze_ticket(session, ticket_id, snooze, actor=actor, now=clock())
        ack()

    @app.action(ActionId.WAKE_TICKET)
    def wake(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor, ticket_id = payloads.get_actor(session, body, now=clock()), submissions.row_id_of(action["value"])
            snoozing.wake_ticket(session, ticket_id, actor=actor, now=clock())
            view = page(session, ticket_id, actor, clock())
        modals.redraw(body["view"]["id"], view, slack)
        ack()


def page(session: Session, ticket_id: int, actor: Person, _now: datetime) -> dict[str, Any]:
    """Return the form for an agent of the ticket's queue. Raises: AgentsOnly; TicketAlreadyClosed."""
    ticket = tickets.get_for_agent(session, ticket_id, actor=actor)
    tickets.refuse_closed(ticket)
    is_snoozed = ticket.snoozed_at is not None
    return snooze_form(SnoozeFacts(ticket.id, ticket.key, is_snoozed, ticket.snoozed_until))


def read_snooze(view: Mapping[str, Any], *, zone: str | None, now: datetime) -> Snooze:
    """Return what the form says. Raises: FieldsRefused, when the time is to be chosen and was not."""
    try:
        choice = SnoozeChoice(submissions.choice_of(view, SnoozeField.UNTIL) or "")
    except ValueError as unknown:
        raise NotUnderstood(submissions.STALE_FORM) from unknown
    wakes = bool(submissions.choices_of(view, SnoozeField.WAKES))
    if choice is SnoozeChoice.NEXT_REPLY:
        return Snooze(None, wakes_on_reply=True)
    if choice is not SnoozeChoice.INSTANT:
        return Snooze(end_of(choice, now=now, zone=zone), wakes)
    at = submissions.instant_of(view, SnoozeField.AT)
    if at is None or at <= now:
        raise FieldsRefused({SnoozeField.AT: wording.AT_MISSING})
    return Snooze(at, wakes)
