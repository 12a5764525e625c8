"""The bill's pages on the web: who a link is for, what they see, and how they pay."""

import re
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from bot.domain.billing.bill_page import BillPageFacts
from bot.domain.billing.money import Money
from bot.domain.billing.terms import Collect
from bot.gateways.payments import Customer, PaymentMethod
from bot.services.billing import (
    attempts,
    billing_links,
    contacts,
    invoices,
    ledgers,
    overviews,
    payment_accounts,
    subscriptions,
)
from bot.services.billing.billing_links import LinkPurpose, LinkUnknown
from bot.services.billing.invoices import InvoiceNotFound
from models.billing import Invoice, PaymentAccount
from models.desk import Person, Workspace

NUMBER: Final = re.compile(r"[A-Z]{2,3}-[0-9]{4}-[0-9]{4,12}")
"""What the numbers of documents look like."""


def get_reader(session: Session, token: str, *, number: str | None = None, now: datetime) -> Person:
    """Return whom a link was made for, if they may still see the bill.

    Args:
        session: an open transaction.
        token: the part of the address behind `/billing/`.
        number: of the one document that is asked for; None for everything else, which a link to one does not open.
        now: the desk's time.

    Raises:
        LinkUnknown: whatever else is wrong, in the same words.
        LinkExpired: it was good until a while ago.
    """
    pages = billing_links.find_pages(session)
    if pages is None:
        raise LinkUnknown
    bearer = pages.read(token, now=now)
    person = session.get(Person, bearer.person_id)
    if person is None or person.workspace_id != bearer.workspace_id or not contacts.may_read(session, person):
        raise LinkUnknown
    if bearer.purpose is LinkPurpose.INVOICE and (number is None or number != bearer.number):
        raise LinkUnknown
    return person


def get_document(session: Session, reader: Person, number: str) -> Invoice:
    """Return a document of the reader's workspace. Raises: LinkUnknown, when there is none of that number."""
    if NUMBER.fullmatch(number) is None:
        raise LinkUnknown
    try:
        return invoices.get_invoice(session, reader.workspace_id, number)
    except InvoiceNotFound:
        raise LinkUnknown from None


def load_page(session: Session, reader: Person, *, before: int | None, now: datetime) -> BillPageFacts:
    """Return what the page shows.

    Args:
        session: an open transaction.
        reader: who looks.
        before: only documents older than the one of this id; None for the newest.
        now: the desk's time.

    Raises: BillingReadersOnly.
    """
    bill = overviews.load_bill(session, reader=reader, now=now)
    subscription = subscriptions.get(session, reader.workspace_id, now=now)
    collect = bill.subscription.terms.collect
    account = payment_accounts.find_account(session, subscription.id, collect)
    change = attempts.find_open_change(session, subscription)
    return BillPageFacts(
        workspace_name=session.get_one(Workspace, reader.workspace_id).name,
        bill=bill,
        method=None if account is None else account.method_label,
        asks_for_method=collect is Collect.STRIPE,
        change=None if change is None else Money(change.amount_minor, change.currency),
        documents=overviews.list_documents(session, reader=reader, before=before, now=now),
    )


def find_provider(session: Session, reader: Person, *, now: datetime) -> str | None:
    """Return whose page asks how the reader's workspace pays; None where money comes by hand, or not at all."""
    collect = ledgers.load(session, reader.workspace_id, at=now).terms.collect
    return Collect.STRIPE.value if collect is Collect.STRIPE else None


def find_account(session: Session, reader: Person, provider: str, *, now: datetime) -> PaymentAccount | None:
    """Return the account of the reader's workspace at a provider; None while there is none."""
    subscription = subscriptions.get(session, reader.workspace_id, now=now)
    return payment_accounts.find_account(session, subscription.id, provider)


def customer_of(session: Session, reader: Person, *, now: datetime) -> Customer:
    """Return who pays, as a provider is to know them."""
    subscription = subscriptions.get(session, reader.workspace_id, now=now)
    terms = ledgers.load(session, reader.workspace_id, at=now).terms
    return payment_accounts.customer_of(session, subscription, terms)


def keep_customer(session: Session, reader: Person, provider: str, customer_reference: str, *, now: datetime) -> str:
    """Keep the provider's id of who pays, unless one was kept meanwhile; return the one that is kept."""
    subscription = subscriptions.get(session, reader.workspace_id, now=now)
    account = payment_accounts.keep_customer(session, subscription, provider, customer_reference, now=now)
    return account.customer_reference


def keep_method(
    session: Session, reader: Person, provider: str, method: PaymentMethod | None, *, now: datetime
) -> str | None:
    """Keep how the reader's workspace pays now; return what people call it, None where nobody has said."""
    account = find_account(session, reader, provider, now=now)
    if account is not None:
        payment_accounts.keep_method(session, account, method, now=now)
    return None if account is None else account.method_label
