"""The bill as it stands, as a modal: what is bought, what comes next, what came so far, and where to go from here."""

from typing import Final

from bot.domain.billing.bill import BillFacts, HomeBill
from bot.domain.billing.document_list import DocumentsPage, ListedDocument
from bot.domain.billing.subscription_facts import SubscriptionFacts
from bot.domain.desk.home_parts import HomeButton, HomePart
from bot.views import forms
from bot.views.billing import billing_wording as wording
from bot.views.billing.action_ids import BillingActionId
from bot.views.blocks import (
    actions,
    button,
    context,
    divider,
    header,
    line,
    mrkdwn,
    plain,
    rich_text,
    section,
    sentence,
    words,
)
from bot.views.content import Block
from bot.views.forms import View

NEXT: Final = "next"
"""Stands for the next renewal where a document's number would stand, and `WINDOW` for what the open window charges."""

WINDOW: Final = "window"
BUTTONS: Final = "bill/buttons"
OLDER: Final = "bill/older"


def billing_page(bill: BillFacts) -> View:
    """Draw the bill as it stands."""
    blocks = [
        *_subscription(bill),
        _buttons(bill),
        divider(),
        header(wording.NEXT),
        *_next(bill),
        divider(),
        header(wording.HISTORY),
        *_documents(bill.history, wording.NO_DOCUMENTS),
        *_without_page(bill),
        context(plain(wording.DAYS_ARE_UTC)),
    ]
    return forms.modal(wording.TITLE, blocks, close=wording.CLOSE)


def documents_page(page: DocumentsPage) -> View:
    """Draw a page of the list of documents; a button leads to older ones, where there are any."""
    blocks = _documents(page, wording.NO_DOCUMENTS)
    if page.older is not None:
        older = button(wording.OLDER, BillingActionId.OLDER_DOCUMENTS, str(page.older), spoken=wording.OLDER_ALOUD)
        blocks.append(actions(f"{OLDER}/{page.older}", [older]))
    return forms.modal(wording.DOCUMENTS, blocks, close=wording.CLOSE)


def home_part(bill: HomeBill) -> HomePart:
    """Return what Home shows of the bill: one line, and what leads to the rest."""
    said = wording.seats_of_home(bill.subscription, bill.held, bill.locale)
    seats = HomeButton(wording.SEATS, wording.SEATS_ALOUD, BillingActionId.OPEN_SEATS, "home")
    return HomePart(
        "bill", said, [seats, HomeButton(wording.TITLE, wording.BILL_ALOUD, BillingActionId.OPEN_BILL, "home")]
    )


def _subscription(bill: BillFacts) -> list[Block]:
    facts = bill.subscription
    said = [wording.standing(facts), wording.scheduled(facts), wording.period(facts), wording.seats(bill)]
    lines = [line(words(wording.plan(facts.terms), bold=True)), *(line(words(each)) for each in said if each)]
    price = section(plain(wording.price(facts, bill.locale)))
    return [rich_text(*lines), price | _change(facts)]


def _change(facts: SubscriptionFacts) -> Block:
    """Return the button that leads an admin to the subscription's settings."""
    if not facts.may_change:
        return {}
    label, spoken = (wording.CHANGE, wording.CHANGE_ALOUD)
    if facts.unit_minor is None:
        label, spoken = wording.SET_PRICE, wording.SET_PRICE_ALOUD
    return {"accessory": button(label, BillingActionId.OPEN_SUBSCRIPTION, "bill", spoken=spoken)}


def _buttons(bill: BillFacts) -> Block:
    row = [
        button(wording.SEATS, BillingActionId.OPEN_SEATS, "bill", spoken=wording.SEATS_ALOUD),
        button(wording.QUOTE, BillingActionId.OPEN_QUOTE, "bill", spoken=wording.QUOTE_ALOUD),
    ]
    if bill.history.older is not None:
        spoken = wording.ALL_DOCUMENTS_ALOUD
        row.append(button(wording.ALL_DOCUMENTS, BillingActionId.LIST_DOCUMENTS, "bill", spoken=spoken))
    if bill.address is not None:
        page = button(wording.OPEN_PAGE, BillingActionId.OPEN_BILL_PAGE, "bill", spoken=wording.OPEN_PAGE_ALOUD)
        row.append(page | {"url": bill.address})
    return actions(BUTTONS, row)


def _without_page(bill: BillFacts) -> list[Block]:
    advice = wording.NO_PAGE.get(bill.subscription.terms.collect)
    return [sentence(advice)] if advice is not None and bill.address is None else []


def _next(bill: BillFacts) -> list[Block]:
    facts, blocks = bill.subscription, list[Block]()
    if facts.upcoming is None:
        blocks.append(section(plain(wording.no_upcoming(facts))))
    else:
        explain = _explain(NEXT, wording.EXPLAIN_NEXT_ALOUD)
        blocks.append(section(plain(wording.upcoming(facts.upcoming, bill.locale))) | {"accessory": explain})
    if bill.window is not None:
        charged = section(mrkdwn(wording.window(bill.window, bill.locale)))
        explain = _explain(WINDOW, wording.EXPLAIN_WINDOW_ALOUD)
        blocks.append(charged if bill.window.charges is None else charged | {"accessory": explain})
    if bill.balance_minor:
        said = wording.balance(bill.balance_minor, facts.terms.currency, bill.locale)
        blocks.append(context(plain(said)))
    return blocks


def _documents(page: DocumentsPage, empty: str) -> list[Block]:
    if not page.documents:
        return [sentence(empty)]
    return [_document(each, page.locale) for each in page.documents]


def _document(listed: ListedDocument, locale: str | None) -> Block:
    number = listed.summary.number
    explain = _explain(number, wording.explain_aloud(number))
    return section(mrkdwn(wording.document_mrkdwn(listed, locale))) | {"accessory": explain}


def _explain(value: str, spoken: str) -> Block:
    return button(wording.EXPLAIN, BillingActionId.EXPLAIN_DOCUMENT, value, spoken=spoken)
