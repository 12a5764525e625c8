"""The page of the subscription in `/desk settings`: what it is, what follows, and what can be done about it."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Final

from bot.domain.billing.money import Money
from bot.domain.billing.subscription_facts import SubscriptionFacts
from bot.domain.billing.terms import Terms
from bot.domain.billing.terms_changes import UNSEEN
from bot.domain.billing.terms_lines import LABELS, value_of
from bot.domain.desk.setting_facts import HubEntry
from bot.views import forms
from bot.views.billing import subscription_wording as wording
from bot.views.billing.action_ids import BillingActionId
from bot.views.blocks import actions, bullets, button, divider, rich_text, sentence, words
from bot.views.content import Block
from bot.views.forms import View
from bot.views.money import written_money

THIS: Final = "subscription"
"""The value of buttons that need none."""

HUB_ENTRY: Final = HubEntry(wording.TITLE, wording.ABOUT, BillingActionId.OPEN_SUBSCRIPTION, THIS)
"""What leads to the page from the settings' hub."""


def subscription_page(facts: SubscriptionFacts, locale: str | None = None, done: Sequence[str] = ()) -> View:
    """Draw the subscription, with buttons for those who may change it.

    Args:
        facts: as of now.
        locale: in which amounts are written, as Slack names it.
        done: what was just changed, in sentences.
    """
    blocks = [rich_text(bullets([[words(each)] for each in done])), divider()] if done else []
    blocks += [rich_text(bullets(list(_facts(facts, locale)))), *_notes(facts, locale)]
    blocks += _buttons(facts) if facts.may_change else [sentence(wording.NOBODY_CHANGES)]
    return forms.modal(wording.TITLE, blocks, close=wording.BACK)


def _facts(facts: SubscriptionFacts, locale: str | None) -> Iterator[list[Block]]:
    terms = facts.terms
    unit = None if facts.unit_minor is None else written_money(Money(facts.unit_minor, terms.currency), locale)
    yield _fact(wording.PLAN, value_of("plan", terms.plan, terms.currency))
    yield _fact(wording.STANDING, wording.standing(facts.standing, facts.trial_ends_at))
    yield _fact(wording.PRICE, wording.price(unit, terms.period))
    yield _fact(wording.SEATS, wording.seats(facts.occupied, facts.paid))
    if (document := facts.upcoming) is not None and not facts.cancels:
        total = written_money(Money(document.total_minor, document.currency), locale)
        yield _fact(wording.RENEWAL, wording.renewal(document.issued_at, total, collects=terms.collects))
    yield _fact(wording.COLLECTING, wording.COLLECTS[terms.collect])
    yield _fact(wording.ADDRESSEE, value_of("invoice_to", terms.invoice_to, terms.currency))


def _notes(facts: SubscriptionFacts, locale: str | None) -> Iterator[Block]:
    missing = wording.pay_first(facts.standing, has_method=facts.has_payment_method)
    if missing is not None:
        yield sentence(missing)
    if facts.cancels:
        yield sentence(wording.cancelled(facts.ends_at))
    for each in _following(facts.terms, facts.scheduled, locale):
        yield sentence(wording.follows(each))


def _following(now: Terms, then: Terms | None, locale: str | None) -> Iterator[str]:
    """Yield each part of the terms that is another one from the renewal on."""
    for name in (each.name for each in fields(Terms) if each.name not in UNSEEN):
        if then is not None and getattr(now, name) != getattr(then, name):
            value = value_of(name, getattr(then, name), then.currency, lambda money: written_money(money, locale))
            yield f"{LABELS[name]}: {value}"


def _buttons(facts: SubscriptionFacts) -> list[Block]:
    row = [
        button(wording.CHANGE, BillingActionId.CHANGE_TERMS, THIS, spoken=wording.CHANGE_ALOUD, primary=True),
        button(wording.CONTACTS, BillingActionId.OPEN_CONTACTS, THIS, spoken=wording.CONTACTS_ALOUD),
    ]
    if facts.scheduled is not None:
        row.append(button(wording.TAKE_BACK, BillingActionId.TAKE_TERMS_BACK, THIS, spoken=wording.TAKE_BACK_ALOUD))
    if facts.cancels:
        row.append(button(wording.KEEP, BillingActionId.UNDO_CANCEL, THIS, spoken=wording.KEEP_ALOUD))
    elif facts.terms.collects:
        row.append(button(wording.CANCEL, BillingActionId.OPEN_CANCEL, THIS, spoken=wording.CANCEL_ALOUD))
    return [actions("subscription/buttons", row)]


def _fact(label: str, value: str) -> list[Block]:
    return [words(f"{label}: ", bold=True), words(value)]
