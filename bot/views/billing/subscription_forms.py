"""The forms of the subscription: what it is to be, what that does and costs, cancelling it, and who hears of it."""

import json
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from bot.domain.billing.money import Money
from bot.domain.billing.subscription_facts import SubscriptionFacts
from bot.domain.billing.terms import Terms
from bot.domain.billing.terms_changes import TermsPreview
from bot.domain.billing.terms_lines import costs_of, lines_of
from bot.views import forms
from bot.views.billing import subscription_wording as wording
from bot.views.billing.action_ids import BillingCallbackId
from bot.views.blocks import bullets, line, rich_text, sentence, words
from bot.views.content import Block
from bot.views.forms import View
from bot.views.money import written_money

SHORT, LONG, LINES = 20, 120, 720
YES = "yes"


class TermsField(StrEnum):
    """The fields of the form: both block id and action id."""

    PLAN = "terms.plan"
    PERIOD = "terms.period"
    COLLECT = "terms.collect"
    CURRENCY = "terms.currency"
    PREPAID = "terms.prepaid_seats"
    SEAT_PRICE = "terms.seat_price"
    CEILING = "terms.spend_ceiling"
    SPLIT = "terms.split_by_queue"
    SETTLE = "terms.settle_minutes"
    REVERSAL = "terms.reversal_hours"
    TAX = "terms.tax"
    TAX_LABEL = "terms.tax_label"
    NAME = "terms.name"
    ADDRESS = "terms.address"
    EMAIL = "terms.email"
    VAT_ID = "terms.vat_id"
    ORDER = "terms.purchase_order"


class SubscriptionField(StrEnum):
    """The fields of the other forms."""

    CANCEL = "subscription.cancel"
    CONTACTS = "subscription.contacts"


def terms_form(terms: Terms) -> View:
    """Draw all that admins choose, as it was chosen last."""
    fields = [sentence(wording.FORM_NOTE), *_choices(terms), *_amounts(terms), *_windows(terms), *_addressee(terms)]
    return forms.modal(
        wording.FORM_TITLE,
        fields,
        callback_id=BillingCallbackId.TERMS,
        submit=wording.FORM_NEXT,
        close=wording.CANCEL_FORM,
    )


def confirmation(preview: TermsPreview, losses: Sequence[str] = (), locale: str | None = None) -> View:
    """Draw what a change does, when, and what it costs: it is done when this is confirmed.

    Args:
        preview: what it would do.
        losses: what it takes away, in sentences.
        locale: in which amounts are written, as Slack names it.
    """
    if not preview.changes:
        return forms.modal(wording.CONFIRM_TITLE, [sentence(wording.NOTHING_CHANGES)], close=wording.BACK)

    def write(money: Money) -> str:
        return written_money(money, locale)

    blocks = [
        *_listed(wording.CHANGES, lines_of(preview, write)),
        *_listed(wording.LOSSES, losses),
        *_listed(wording.COSTS, costs_of(preview, write) or [wording.COSTS_NOTHING]),
    ]
    return forms.modal(
        wording.CONFIRM_TITLE,
        blocks,
        callback_id=BillingCallbackId.CONFIRM_TERMS,
        submit=wording.CONFIRM,
        close=wording.CANCEL_FORM,
        private_metadata=json.dumps(preview.wanted.to_json(), separators=(",", ":"), ensure_ascii=False),
    )


def cancel_form(facts: SubscriptionFacts) -> View:
    """Draw what cancelling does, and ask for the word."""
    field = forms.field(SubscriptionField.CANCEL, wording.CANCEL_LABEL, forms.text_input(most=SHORT))
    notes = (wording.ends(facts.ends_at), wording.CANCELLED_LOSS, wording.READ_ONLY_AFTER, wording.CANCEL_EXPORT)
    return forms.modal(
        wording.CANCEL_TITLE,
        [*(sentence(note) for note in notes), field],
        callback_id=BillingCallbackId.CANCEL_SUBSCRIPTION,
        submit=wording.CANCEL_SUBMIT,
        close=wording.CANCEL_FORM,
    )


def contacts_form(slack_user_ids: Sequence[str]) -> View:
    """Draw who the billing contacts are."""
    people = forms.people_input(slack_user_ids, placeholder=wording.CONTACTS_PLACEHOLDER)
    field = forms.field(
        SubscriptionField.CONTACTS, wording.CONTACTS_LABEL, people, hint=wording.CONTACTS_HINT, is_optional=True
    )
    return forms.modal(
        wording.CONTACTS,
        [field],
        callback_id=BillingCallbackId.CONTACTS,
        submit=wording.SAVE,
        close=wording.CANCEL_FORM,
    )


def _choices(terms: Terms) -> list[Block]:
    return [
        forms.field(TermsField.PLAN, wording.PLAN, forms.radio_buttons(wording.PLANS, terms.plan)),
        forms.field(TermsField.PERIOD, wording.PERIOD, forms.radio_buttons(wording.INTERVALS, terms.period)),
        forms.field(TermsField.COLLECT, wording.COLLECT, forms.radio_buttons(wording.COLLECTS, terms.collect)),
    ]


def _amounts(terms: Terms) -> list[Block]:
    agreed, ceiling = (_plain(minor, terms) for minor in (terms.seat_price_minor, terms.spend_ceiling_minor))
    return [
        _text(TermsField.CURRENCY, wording.CURRENCY, terms.currency, wording.CURRENCY_HINT),
        _text(TermsField.PREPAID, wording.PREPAID, str(terms.prepaid_seats), wording.PREPAID_HINT),
        _text(TermsField.SEAT_PRICE, wording.SEAT_PRICE, agreed, wording.SEAT_PRICE_HINT, is_optional=True),
        _text(TermsField.CEILING, wording.CEILING, ceiling, wording.CEILING_HINT, is_optional=True),
    ]


def _windows(terms: Terms) -> list[Block]:
    boxes = forms.checkboxes({YES: wording.SPLIT_CHOICE}, [YES] if terms.split_by_queue else [])
    percent = f"{(Decimal(terms.tax_rate_basis_points) / 100).normalize():f}"
    return [
        forms.field(TermsField.SPLIT, wording.SPLIT, boxes, is_optional=True),
        _text(TermsField.SETTLE, wording.SETTLE, str(terms.settle_minutes), wording.SETTLE_HINT),
        _text(TermsField.REVERSAL, wording.REVERSAL, str(terms.reversal_hours), wording.REVERSAL_HINT),
        _text(TermsField.TAX, wording.TAX, percent, wording.TAX_HINT),
        forms.field(
            TermsField.TAX_LABEL,
            wording.TAX_LABEL,
            forms.text_input(terms.tax_label, most=LONG),
            hint=wording.TAX_LABEL_HINT,
            is_optional=True,
        ),
    ]


def _addressee(terms: Terms) -> list[Block]:
    to = terms.invoice_to
    address = forms.text_input(to.address, most=LINES, is_multiline=True)
    return [
        _optional(TermsField.NAME, wording.NAME, to.name),
        forms.field(TermsField.ADDRESS, wording.ADDRESS, address, is_optional=True),
        _optional(TermsField.EMAIL, wording.EMAIL, to.email),
        _optional(TermsField.VAT_ID, wording.VAT_ID, to.vat_id),
        _optional(TermsField.ORDER, wording.ORDER, to.purchase_order),
    ]


def _text(name: TermsField, label: str, value: str, hint: str, *, is_optional: bool = False) -> Block:
    return forms.field(name, label, forms.text_input(value, most=SHORT), hint=hint, is_optional=is_optional)


def _optional(name: TermsField, label: str, value: str) -> Block:
    return forms.field(name, label, forms.text_input(value, most=LONG), is_optional=True)


def _plain(minor: int | None, terms: Terms) -> str:
    return "" if minor is None else Money(minor, terms.currency).plain()


def _listed(heading: str, lines: Sequence[str]) -> list[Block]:
    if not lines:
        return []
    return [rich_text(line(words(heading, bold=True)), bullets([[words(each)] for each in lines]))]
