"""Overviews: the bill as it stands, for admins and billing contacts. All of it is folded anew, nothing is kept."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from bot.domain.billing.bill import BillFacts, HomeBill, OpenWindow
from bot.domain.billing.document_list import DocumentsPage, ListedDocument
from bot.domain.billing.happenings import LedgerFolded
from bot.domain.billing.ledger import Ledger
from bot.domain.billing.subscription_facts import subscription_facts
from bot.services.billing import billing_links, contacts, invoices, ledgers
from bot.services.desk import homes, people
from models.desk import Person

NEWEST: Final = 5
"""How many documents the overview shows."""

PER_PAGE: Final = 20
"""How many a page of the list shows."""


def load_bill(session: Session, *, reader: Person, now: datetime) -> BillFacts:
    """Return the bill as it stands. Raises: BillingReadersOnly."""
    contacts.require_reader(session, reader)
    ledger = ledgers.load(session, reader.workspace_id, at=now)
    return BillFacts(
        subscription=subscription_facts(ledger, at=now, may_change=people.is_admin(reader)),
        held=len(ledger.held),
        pending=len(ledger.pending),
        window=_find_window(ledger, now),
        balance_minor=ledger.balance_minor,
        history=_list_documents(session, reader, before=None, most=NEWEST, now=now),
        address=billing_links.find_overview_link(session, reader, now=now),
        locale=reader.locale,
    )


def find_home_bill(session: Session, reader: Person, *, now: datetime) -> HomeBill | None:
    """Return what somebody's Home shows of the bill; None for who may not see it."""
    if not contacts.may_read(session, reader):
        return None
    ledger = ledgers.load(session, reader.workspace_id, at=now)
    facts = subscription_facts(ledger, at=now, may_change=people.is_admin(reader))
    return HomeBill(facts, len(ledger.held), reader.locale)


def show_on_homes(session: Session, happening: LedgerFolded, *, now: datetime) -> None:  # noqa: ARG001 - a subscriber
    """Draw the Homes of admins and billing contacts again: what is on the bill may have changed."""
    workspace_id = happening.subscription.workspace_id
    readers = [*people.list_admins(session, workspace_id), *contacts.list_contacts(session, workspace_id)]
    homes.show_to(session, workspace_id, {reader.id for reader in readers})


def list_documents(session: Session, *, reader: Person, before: int | None, now: datetime) -> DocumentsPage:
    """Return a page of the documents, newest first.

    Args:
        session: an open transaction.
        reader: who asks.
        before: only those older than the document of this id; None for the first page.
        now: the desk's time.

    Raises: BillingReadersOnly.
    """
    contacts.require_reader(session, reader)
    return _list_documents(session, reader, before=before, most=PER_PAGE, now=now)


def _list_documents(session: Session, reader: Person, *, before: int | None, most: int, now: datetime) -> DocumentsPage:
    found = invoices.list_invoices(session, reader.workspace_id, limit=most + 1, before=before)
    listed = [
        ListedDocument(each, billing_links.find_invoice_link(session, reader, each.number, now=now))
        for each in found[:most]
    ]
    return DocumentsPage(listed, found[most - 1].id if len(found) > most else None, reader.locale)


def _find_window(ledger: Ledger, now: datetime) -> OpenWindow | None:
    closes_at = ledger.window_closes_at
    return None if closes_at is None else OpenWindow(closes_at, ledger.open_charges(now))
