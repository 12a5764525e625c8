"""The subscription's forms being sent: read, checked field by field, shown with what they cost, and only then done."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from slack_bolt import Ack, App

from bot.domain.billing.money import MoneyRefused, exponent_of, read_money
from bot.domain.billing.periods import Interval
from bot.domain.billing.plans import Plan
from bot.domain.billing.terms import Collect, InvoiceTo, Terms
from bot.domain.billing.terms_changes import TermsPreview
from bot.domain.desk.characters import one_line
from bot.domain.desk.instants import Clock
from bot.errors import FieldsRefused, NotUnderstood
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries, payloads, submissions
from bot.listeners.billing.subscription import page_for
from bot.listeners.desk import modals, slack_reads
from bot.services.billing import contacts, terms
from bot.services.billing.terms import TermsRefused
from bot.views.billing import subscription_wording as wording
from bot.views.billing.action_ids import BillingCallbackId
from bot.views.billing.subscription_forms import SubscriptionField, TermsField, confirmation

View = Mapping[str, Any]

FIELDS: Final[Mapping[str, TermsField]] = {
    "currency": TermsField.CURRENCY,
    "prepaid_seats": TermsField.PREPAID,
    "seat_price": TermsField.SEAT_PRICE,
    "spend_ceiling": TermsField.CEILING,
    "settle_minutes": TermsField.SETTLE,
    "reversal_hours": TermsField.REVERSAL,
    "tax": TermsField.TAX,
}
"""Where each problem of terms is shown."""

MOST_LINES: Final = 6
LONGEST_LINE: Final = 120


def register(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Listen to the forms."""

    @app.view(BillingCallbackId.TERMS)
    def ask(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        wanted = read_terms(view)
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            foreseen = _checked(lambda: terms.preview_terms(session, wanted, actor=actor, now=clock()))
            losses = terms.list_losses(session, actor.workspace_id, foreseen)
            page = confirmation(foreseen, losses, actor.locale)
        ack(response_action="update", view=page)

    @app.view(BillingCallbackId.CONFIRM_TERMS)
    def confirm(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        wanted = _confirmed(view["private_metadata"])
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            done = terms.change_terms(session, actor.workspace_id, wanted, actor=actor, now=clock())
            behind = page_for(session, actor, clock, done)
        modals.redraw(view["previous_view_id"], behind, slack)
        ack()

    @app.view(BillingCallbackId.CANCEL_SUBSCRIPTION)
    def cancel(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        typed = submissions.text_of(view, SubscriptionField.CANCEL)
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            terms.cancel(session, typed, actor=actor, now=clock())
            behind = page_for(session, actor, clock)
        modals.redraw(view["previous_view_id"], behind, slack)
        ack()

    @app.view(BillingCallbackId.CONTACTS)
    def save_contacts(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        chosen = submissions.people_of(view, SubscriptionField.CONTACTS)
        profiles = [slack_reads.read_profile(slack, slack_user_id) for slack_user_id in chosen]
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            contacts.save_contacts(session, profiles, actor=actor, now=clock())
        ack()


def read_terms(view: View) -> Terms:
    """Return what the form says. Raises: FieldsRefused, with every field that cannot be read."""
    problems: dict[str, str] = {}
    currency = _read_currency(view, problems)
    read = Terms(
        collect=Collect(submissions.choice_of(view, TermsField.COLLECT) or Collect.NONE),
        plan=Plan(submissions.choice_of(view, TermsField.PLAN) or Plan.ENTERPRISE),
        period=Interval(submissions.choice_of(view, TermsField.PERIOD) or Interval.MONTHLY),
        currency=currency,
        prepaid_seats=_read_number(view, TermsField.PREPAID, problems),
        seat_price_minor=_read_amount(view, TermsField.SEAT_PRICE, currency, problems),
        spend_ceiling_minor=_read_amount(view, TermsField.CEILING, currency, problems),
        split_by_queue=bool(submissions.choices_of(view, TermsField.SPLIT)),
        settle_minutes=_read_number(view, TermsField.SETTLE, problems),
        reversal_hours=_read_number(view, TermsField.REVERSAL, problems),
        tax_rate_basis_points=_read_percentage(view, problems),
        tax_label=one_line(submissions.text_of(view, TermsField.TAX_LABEL)),
        invoice_to=_read_addressee(view, problems),
    )
    if problems:
        raise FieldsRefused(problems)
    return read


def _read_currency(view: View, problems: dict[str, str]) -> str:
    currency = submissions.text_of(view, TermsField.CURRENCY).upper()
    try:
        exponent_of(currency)
    except MoneyRefused as refusal:
        problems[TermsField.CURRENCY] = str(refusal)
        return Terms.currency
    return currency


def _read_amount(view: View, field: TermsField, currency: str, problems: dict[str, str]) -> int | None:
    typed = submissions.text_of(view, field)
    if not typed:
        return None
    try:
        return read_money(typed, currency).minor
    except MoneyRefused as refusal:
        problems[field] = str(refusal)
        return None


def _read_number(view: View, field: TermsField, problems: dict[str, str]) -> int:
    typed = submissions.text_of(view, field)
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        problems[field] = wording.NO_NUMBER
        return 0
    return int(typed)


def _read_percentage(view: View, problems: dict[str, str]) -> int:
    typed = submissions.text_of(view, TermsField.TAX).replace(",", ".").rstrip("% ")
    try:
        basis_points = Decimal(typed) * 100
    except InvalidOperation:
        basis_points = Decimal("NaN")
    if not basis_points.is_finite() or basis_points != int(basis_points) or not 0 <= basis_points <= 10_000:
        problems[TermsField.TAX] = wording.NO_PERCENTAGE
        return 0
    return int(basis_points)


def _read_addressee(view: View, problems: dict[str, str]) -> InvoiceTo:
    lines = [line.strip() for line in submissions.text_of(view, TermsField.ADDRESS).splitlines() if line.strip()]
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        problems[TermsField.ADDRESS] = wording.TOO_MANY_LINES
    fields = (TermsField.NAME, TermsField.EMAIL, TermsField.VAT_ID, TermsField.ORDER)
    name, email, vat_id, order = (one_line(submissions.text_of(view, field)) for field in fields)
    return InvoiceTo(name, "\n".join(lines), email, vat_id, order)


def _checked(preview: Callable[[], TermsPreview]) -> TermsPreview:
    """Return what a change would do. Raises: FieldsRefused, with what the terms may not say."""
    try:
        return preview()
    except TermsRefused as refusal:
        worded = {
            str(FIELDS[each.field]): f"{each.reason[:1].upper()}{each.reason[1:]}. {each.remedy}."
            for each in refusal.problems
        }
        raise FieldsRefused(worded) from refusal


def _confirmed(written: str) -> Terms:
    """Return the terms that the page before asked about. Raises: NotUnderstood."""
    try:
        return Terms.from_json(json.loads(written))
    except (ValueError, TypeError, KeyError) as unknown:
        raise NotUnderstood(submissions.STALE_FORM) from unknown
