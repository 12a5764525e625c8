"""`/desk billing`: the bill as it stands, its documents, and who receives it."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.domain.desk.instants import Clock
from bot.domain.desk.typed import person_id_in
from bot.errors import NotUnderstood
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries, payloads, submissions
from bot.listeners.billing import opening, quotes, subscription
from bot.listeners.desk import modals, slack_reads
from bot.listeners.desk.call import Call
from bot.services.billing import contacts, overviews
from bot.services.desk import people
from bot.views.billing.action_ids import BillingActionId
from bot.views.billing.billing_page import billing_page, documents_page
from bot.views.billing.billing_wording import NOT_OPENED, contact_added, contact_removed
from bot.views.content import Content
from bot.views.desk import answers
from bot.views.forms import View
from models.desk import Person

USAGE = (
    "Type `/desk billing` for the bill as it stands, `/desk billing invoices` for all documents, `/desk billing quote` "
    "for what other seats would cost, `/desk billing plan` to change the subscription, and "
    "`/desk billing contact add @someone` or `contact remove @someone` for who receives it."
)


def register(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Listen to what leads to the bill, and to the buttons on its pages."""
    _register_documents(app, sessions, clock, slack)

    @app.action(BillingActionId.OPEN_BILL)
    def open_bill(ack: Ack, body: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            view = _bill_for(session, actor, clock)
        opening.open_from(view, body, sessions, clock, slack)
        ack()

    @app.action(BillingActionId.OPEN_BILL_PAGE)
    def open_page(ack: Ack) -> None:
        ack()  # the browser opens it; Slack only wants to know that somebody heard


def _register_documents(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    @app.action(BillingActionId.LIST_DOCUMENTS)
    def list_documents(ack: Ack, body: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            view = _documents_for(session, actor, clock)
        opening.open_from(view, body, sessions, clock, slack)
        ack()

    @app.action(BillingActionId.OLDER_DOCUMENTS)
    def older(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor, before = payloads.get_actor(session, body, now=clock()), submissions.row_id_of(action["value"])
            view = documents_page(overviews.list_documents(session, reader=actor, before=before, now=clock()))
        modals.redraw(body["view"]["id"], view, slack)
        ack()


def answer_billing(call: Call) -> Content | None:
    """Show the bill, or what the words after it ask for. Raises: BillingReadersOnly; NotUnderstood; SlackSilent."""
    match call.typed.words:
        case ["contact", "add" | "remove" as verb, word] if slack_user_id := person_id_in(word):
            return _change_contact(call, verb, slack_user_id)
        case [] | [_] if (draw := PAGES.get(" ".join(call.typed.words).lower())) is not None:
            with call.first() as session:
                view = draw(session, call.actor(session), call.clock)
            opening.answer_with(call, view, NOT_OPENED)
            return None
        case _:
            raise NotUnderstood(USAGE)


def _bill_for(session: Session, reader: Person, clock: Clock) -> View:
    return billing_page(overviews.load_bill(session, reader=reader, now=clock()))


def _documents_for(session: Session, reader: Person, clock: Clock) -> View:
    return documents_page(overviews.list_documents(session, reader=reader, before=None, now=clock()))


PAGES: Mapping[str, Callable[[Session, Person, Clock], View]] = {
    "": _bill_for,
    "invoices": _documents_for,
    "documents": _documents_for,
    "quote": quotes.page_for,
    "plan": subscription.page_for,
}
"""What each word after `/desk billing` opens."""


def _change_contact(call: Call, verb: str, slack_user_id: str) -> Content:
    profile = slack_reads.read_profile(call.slack, slack_user_id)
    with call.first() as session:
        actor, now = call.actor(session), call.clock()
        people.require_admin(actor)
        person = people.get_or_stub(session, call.workspace(session), slack_user_id, now=now)
        people.record_profile(session, person.id, profile, now=now)
        name = people.facts_of(person).name
        if verb == "add":
            changed, said = contacts.add_contact(session, person, actor=actor, now=now), contact_added(name)
        else:
            changed, said = contacts.remove_contact(session, person, actor=actor, now=now), contact_removed(name)
    return answers.changes([said] if changed else [])
