"""The search page: opened by `/desk find`, `/desk list` and Home; searched, sorted, paged; several tickets changed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.domain.desk.facts import BulkOutcome
from bot.domain.desk.instants import Clock
from bot.domain.desk.mrkdwn import unescape
from bot.domain.desk.queries import LONGEST, Sort, read_query
from bot.errors import FieldsRefused, NotUnderstood, OutsideFailure, SlackSilent
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries, payloads, submissions
from bot.listeners.desk import clicks, modals
from bot.listeners.desk.call import Call
from bot.services.desk import bulk, search, tickets
from bot.views.desk.action_ids import ActionId, CallbackId
from bot.views.desk.find_page import FindField, FindState, find_page, read_state
from bot.views.forms import View
from models.desk import Person, Priority

NOT_OPENED = "Slack did not open the page. Please type `/desk find` again."

Payload = dict[str, Any]
Turn = Callable[[FindState, Payload], FindState]
"""What a press does to where somebody is on the page."""

ChangeOf = Callable[[Session, Payload, Person, datetime], bulk.Change]
"""Returns the change that a press asks for."""


def register(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Listen to the search page, and to the button on Home that opens it."""
    for action_id, turn in _TURNS.items():
        _register_turn(app, sessions, clock, slack, action_id, turn)
    for action_id, change_of in _CHANGES.items():
        _register_change(app, sessions, clock, slack, action_id, change_of)

    @app.action(ActionId.OPEN_FIND)
    def open_find(ack: Ack, body: Payload) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            view = _draw(session, FindState(), payloads.get_actor(session, body, now=clock()), now=clock())
        modals.open_or_tell(view, body, sessions, clock, slack)
        ack()

    @app.view(CallbackId.FIND)
    def send(ack: Ack, body: Payload, view: Payload) -> None:
        state = replace(_state_of(view), page=0)
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            try:
                drawn = _draw(session, state, actor, now=clock())
            except NotUnderstood as refusal:
                raise FieldsRefused({FindField.QUERY: str(refusal)}) from refusal
        ack(response_action="update", view=drawn)


def answer_find(call: Call) -> None:
    """Open the page with what was found; what could not be understood is said on it, and nothing typed is lost."""
    open_page(call, FindState(query=unescape(call.typed.rest)[:LONGEST]))


def open_page(call: Call, state: FindState) -> None:
    """Open the search page for who typed a command. Raises: SlackSilent."""
    with call.first() as session:
        try:
            view = _draw(session, state, call.actor(session), now=call.clock())
        except NotUnderstood as refusal:
            view = find_page(state, None, complaint=str(refusal))
    try:
        call.slack.open_view(call.body["trigger_id"], view)
    except OutsideFailure as failure:
        raise SlackSilent(NOT_OPENED) from failure


def _register_turn(
    app: App, sessions: Sessions, clock: Clock, slack: SlackPort, action_id: ActionId, turn: Turn
) -> None:
    @app.action(action_id)
    def press(ack: Ack, body: Payload, action: Payload) -> None:
        state = turn(read_state(body["view"]["private_metadata"]), action)
        with deliveries.first(sessions, body, now=clock()) as session:
            view = _draw(session, state, payloads.get_actor(session, body, now=clock()), now=clock())
        modals.redraw(body["view"]["id"], view, slack)
        ack()


def _register_change(
    app: App, sessions: Sessions, clock: Clock, slack: SlackPort, action_id: ActionId, change_of: ChangeOf
) -> None:
    @app.action(action_id)
    def press(ack: Ack, body: Payload, action: Payload) -> None:
        page = body["view"]
        chosen = [submissions.row_id_of(each) for each in submissions.choices_of(page, FindField.TICKETS)]
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            change = change_of(session, action, actor, clock())
            outcome = bulk.change_each(session, chosen, change, actor=actor)
            view = _draw(session, read_state(page["private_metadata"]), actor, outcome=outcome, now=clock())
        modals.redraw(page["id"], view, slack)
        ack()


def _draw(
    session: Session, state: FindState, actor: Person, *, outcome: BulkOutcome | None = None, now: datetime
) -> View:
    """Search, and return the page with what was found. Raises: NotUnderstood, for a filter there is none of."""
    query = read_query(state.query)
    if query.is_empty:
        return find_page(state, None, outcome=outcome)
    ordered = replace(query, sort=state.sort or query.sort)
    found = search.find_tickets(session, ordered, reader=actor, page=state.page, now=now)
    return find_page(replace(state, sort=ordered.sort), found, outcome=outcome)


def _state_of(view: Payload) -> FindState:
    """Return where somebody is on the page, with what stands in its field now."""
    state, typed = read_state(view["private_metadata"]), submissions.text_of(view, FindField.QUERY)
    return state if typed == state.query else FindState(query=typed[:LONGEST])


def _sort(state: FindState, action: Payload) -> FindState:
    return replace(state, sort=clicks.chosen(action, Sort), page=0)


def _turn(state: FindState, action: Payload) -> FindState:
    return replace(state, page=submissions.row_id_of(action["value"]))


def _choose(state: FindState, action: Payload) -> FindState:
    return replace(state, is_choosing=action["value"] == "choose")


def _assign(session: Session, _action: Payload, actor: Person, now: datetime) -> bulk.Change:
    return lambda ticket_id: tickets.assign_ticket(session, ticket_id, actor, actor=actor, now=now)


def _resolve(session: Session, _action: Payload, actor: Person, now: datetime) -> bulk.Change:
    return partial(tickets.resolve_ticket, session, actor=actor, now=now)


def _prioritize(session: Session, action: Payload, actor: Person, now: datetime) -> bulk.Change:
    priority = clicks.chosen(action, Priority)
    return lambda ticket_id: tickets.set_priority(session, ticket_id, priority, actor=actor, now=now)


_TURNS = {
    ActionId.SORT_FOUND: _sort,
    ActionId.FOUND_PREVIOUS: _turn,
    ActionId.FOUND_NEXT: _turn,
    ActionId.CHOOSE_SEVERAL: _choose,
}
_CHANGES = {
    ActionId.ASSIGN_SEVERAL: _assign,
    ActionId.RESOLVE_SEVERAL: _resolve,
    ActionId.PRIORITIZE_SEVERAL: _prioritize,
}
