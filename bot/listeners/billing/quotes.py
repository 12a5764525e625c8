"""The quote: opened by a button, and computed anew at every choice. `/desk billing quote` opens it, too."""

from contextlib import suppress
from enum import StrEnum
from typing import Any, TypeVar

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.domain.billing.currencies import EXPONENTS
from bot.domain.billing.periods import Interval
from bot.domain.billing.plans import Plan
from bot.domain.billing.quote_page import QuoteChoice
from bot.domain.desk.instants import Clock
from bot.errors import NotUnderstood, OutsideFailure
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries, payloads, submissions
from bot.listeners.billing import opening
from bot.services.billing import quotes
from bot.views.billing.action_ids import BillingActionId, BillingCallbackId
from bot.views.billing.quote_page import quote_page
from bot.views.forms import View
from models.desk import Person

Chosen = TypeVar("Chosen", bound=StrEnum)


def register(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Listen to what leads to the quote, and to every choice on it."""

    @app.action(BillingActionId.OPEN_QUOTE)
    def open_quote(ack: Ack, body: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            view = page_for(session, actor, clock)
        opening.open_from(view, body, sessions, clock, slack)
        ack()

    @app.action(BillingActionId.QUOTE_SEATS)
    @app.action(BillingActionId.QUOTE_PLAN)
    @app.action(BillingActionId.QUOTE_INTERVAL)
    @app.action(BillingActionId.QUOTE_CURRENCY)
    def compute(ack: Ack, body: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor, choice = payloads.get_actor(session, body, now=clock()), choice_of(body["view"])
            view = quote_page(quotes.load_quote(session, choice, reader=actor, now=clock()))
        with suppress(OutsideFailure):  # somebody who types on sees the answer to what they typed last
            slack.update_view(body["view"]["id"], view, if_hash=body["view"]["hash"])
        ack()

    @app.view(BillingCallbackId.QUOTE)
    def send(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor, choice = payloads.get_actor(session, body, now=clock()), choice_of(view)
            drawn = quote_page(quotes.load_quote(session, choice, reader=actor, now=clock()))
        ack(response_action="update", view=drawn)


def page_for(session: Session, reader: Person, clock: Clock) -> View:
    """Return the quote of what the subscription is now. Raises: BillingReadersOnly."""
    return quote_page(quotes.load_quote(session, None, reader=reader, now=clock()))


def choice_of(view: submissions.View) -> QuoteChoice:
    """Return what stands in the fields. Raises: NotUnderstood, for what the form does not offer."""
    currency = submissions.choice_of(view, BillingActionId.QUOTE_CURRENCY) or ""
    if currency not in EXPONENTS:
        raise NotUnderstood(submissions.STALE_FORM)
    return QuoteChoice(
        submissions.text_of(view, BillingActionId.QUOTE_SEATS),
        _chosen(view, BillingActionId.QUOTE_PLAN, Plan),
        _chosen(view, BillingActionId.QUOTE_INTERVAL, Interval),
        currency,
    )


def _chosen(view: submissions.View, name: BillingActionId, kind: type[Chosen]) -> Chosen:
    try:
        return kind(submissions.choice_of(view, name) or "")
    except ValueError as unknown:
        raise NotUnderstood(submissions.STALE_FORM) from unknown
