"""The quote as a modal that is drawn anew at every choice; what was typed stays."""

from collections.abc import Mapping
from typing import Final

from bot.domain.billing.quote_page import QuotePage
from bot.domain.billing.quotes import Quote
from bot.views import forms
from bot.views.billing import quote_wording as wording
from bot.views.billing.action_ids import BillingActionId, BillingCallbackId
from bot.views.blocks import context, divider, line, plain, rich_text, section, sentence, words
from bot.views.content import Block
from bot.views.forms import View

LIVE: Final = {"trigger_actions_on": ["on_character_entered"]}


def quote_page(page: QuotePage) -> View:
    """Draw a quote."""
    choice = page.choice
    currencies = {currency: currency for currency in page.currencies}
    blocks = [
        _seats(choice.seats),
        _choice(BillingActionId.QUOTE_PLAN, wording.PLAN, wording.PLANS, choice.plan),
        _choice(BillingActionId.QUOTE_INTERVAL, wording.INTERVAL, wording.INTERVALS, choice.interval),
        _choice(BillingActionId.QUOTE_CURRENCY, wording.CURRENCY, currencies, choice.currency),
        divider(),
        *(_quote(page.quote, page) if page.quote else [sentence(wording.NOT_A_NUMBER)]),
        context(plain(wording.gives(page.offer))),
        context(plain(wording.NOTHING_CHANGES)),
    ]
    return forms.modal(
        wording.TITLE, blocks, close=wording.CLOSE, submit=wording.CALCULATE, callback_id=BillingCallbackId.QUOTE
    )


def _quote(quote: Quote, page: QuotePage) -> list[Block]:
    warnings = [section(plain(wording.warning(each, page.occupied))) for each in quote.warnings]
    if quote.unit is None:
        return warnings
    if not quote.lines:
        return [*warnings, sentence(wording.NO_SEATS)]
    said = [wording.line(each, quote.ask.currency, page.locale) for each in quote.lines]
    said += [wording.tax(quote, page.locale)]
    lines = [line(words(each)) for each in said if each]
    total = line(words(wording.total(quote, page.locale), bold=True))
    compared = [section(plain(wording.compared(quote.compared, page.locale)))] if quote.compared else []
    return [rich_text(*lines, total), *compared, *warnings]


def _seats(typed: str) -> Block:
    element: Block = {"type": "number_input", "is_decimal_allowed": False, "min_value": "0"}
    if typed.isdigit():
        element["initial_value"] = typed
    element["dispatch_action_config"] = LIVE
    field = forms.field(BillingActionId.QUOTE_SEATS, wording.SEATS, element, hint=wording.SEATS_HINT)
    return {**field, "dispatch_action": True}


def _choice(name: BillingActionId, label: str, choices: Mapping[str, str], chosen: str) -> Block:
    element = forms.select(choices, chosen, placeholder=wording.CHOOSE)
    return {**forms.field(name, label, element), "dispatch_action": True}
