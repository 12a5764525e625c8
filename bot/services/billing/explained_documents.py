"""Explained documents: the facts, the days, the fraction and the rule behind every line, for who may see the bill."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from bot.domain.billing.documents import Document, LineKind
from bot.domain.billing.explained_document import ExplainedDocument
from bot.domain.billing.explanations import ToldFact, explain, explain_tax, told_fact
from bot.domain.billing.facts import Fact, FactKind
from bot.domain.billing.ledger import Ledger
from bot.errors import NotFound
from bot.services.billing import contacts, facts, invoices, ledgers, subscriptions
from models.billing import Invoice, LedgerFact
from models.desk import Person, Queue

PER_PAGE: Final = 6

NEXT: Final = "next"
"""Stands for the next renewal as things are now, where a document's number would stand."""

WINDOW: Final = "window"
"""Stands for what closing the open settle window now would charge."""


class NothingToExplain(NotFound):
    """There is no such draft any more: things have moved on. Open the bill again with `/desk billing`."""


@dataclass(frozen=True)
class _Found:
    """A document and what it belongs to. `ledger` is as it was when the document was issued."""

    document: Document
    ledger: Ledger
    number: str | None = None
    corrected: Invoice | None = None


def load(session: Session, name: str, *, page: int, reader: Person, now: datetime) -> ExplainedDocument:
    """Return a page of a document's lines with their reasons, the nearest one where there is no such page.

    Args:
        session: an open transaction.
        name: a document's number, NEXT or WINDOW.
        page: counts from 0.
        reader: who asks.
        now: the desk's time.

    Raises: BillingReadersOnly; InvoiceNotFound; NothingToExplain.
    """
    contacts.require_reader(session, reader)
    workspace_id = reader.workspace_id
    found = _find(session, workspace_id, name, now=now)
    document = found.document
    last_page = max(0, (len(document.lines) - 1) // PER_PAGE)
    shown = max(0, min(page, last_page))
    lines = document.lines[shown * PER_PAGE : (shown + 1) * PER_PAGE]
    told = _facts(session, workspace_id, [seq for line in lines for seq in line.fact_seqs])
    corrected = None if found.corrected is None else Document.from_canonical(found.corrected.core)
    queues = dict(session.execute(select(Queue.key, Queue.name).where(Queue.workspace_id == workspace_id)).all())
    renews = any(line.kind is LineKind.RENEWAL for line in lines)
    return ExplainedDocument(
        name=name,
        number=found.number,
        corrects_number=None if found.corrected is None else found.corrected.number,
        document=document,
        lines=[explain(line, document, told, corrected) for line in lines],
        first=shown * PER_PAGE + 1,
        total_lines=len(document.lines),
        page=shown,
        last_page=last_page,
        tax=explain_tax(document, corrected, _earlier(session, found)),
        arrivals=_arrivals(session, workspace_id, document, [line.user for line in lines if line.user is not None]),
        bearers=_bearers(found.ledger, queues) if renews else {},
        queues=queues,
        locale=reader.locale,
    )


def _find(session: Session, workspace_id: int, name: str, *, now: datetime) -> _Found:
    if name in {NEXT, WINDOW}:
        ledger = ledgers.load(session, workspace_id, at=now)
        draft = ledger.upcoming(now) if name == NEXT else ledger.open_charges(now)
        if draft is None:
            raise NothingToExplain
        return _Found(draft, ledger)
    invoice = invoices.get_invoice(session, workspace_id, name)
    document = Document.from_canonical(invoice.core)
    corrected = None if invoice.corrects_id is None else session.get_one(Invoice, invoice.corrects_id)
    ledger = _as_issued(session, invoice.subscription_id, document)
    return _Found(document, ledger, invoice.number, corrected)


def _as_issued(session: Session, subscription_id: int, document: Document) -> Ledger:
    """Return the ledger at the moment a document was issued: what happened in that same second comes after a roll."""
    ledger = Ledger()
    if not any(line.kind is LineKind.RENEWAL for line in document.lines):
        return ledger
    for fact in facts.stream(session, subscription_id):
        if document in ledger.advance(min(fact.counts_at, document.issued_at)) or document in ledger.apply(fact):
            return ledger
    ledger.advance(document.issued_at)
    return ledger


def _earlier(session: Session, found: _Found) -> Sequence[Document]:
    """Return what had corrected the same document before."""
    if found.corrected is None:
        return []
    notes = select(Invoice.core).where(
        Invoice.workspace_id == found.corrected.workspace_id,
        Invoice.corrects_id == found.corrected.id,
        Invoice.position < found.document.position,
    )
    return [Document.from_canonical(core) for core in session.scalars(notes.order_by(Invoice.position))]


def _facts(session: Session, workspace_id: int, seqs: Sequence[int]) -> Mapping[int, Fact]:
    subscription = subscriptions.find(session, workspace_id)
    if subscription is None or not seqs:
        return {}
    return {fact.seq: fact for fact in facts.list_by_seq(session, subscription.id, seqs)}


def _arrivals(
    session: Session, workspace_id: int, document: Document, users: Collection[str]
) -> Mapping[str, ToldFact]:
    """Return the newest fact that brought each person into a channel, as of a document."""
    newest = (
        select(LedgerFact.seq, LedgerFact.slack_user_id)
        .where(
            LedgerFact.workspace_id == workspace_id,
            LedgerFact.kind == FactKind.JOINED,
            LedgerFact.slack_user_id.in_(users),
            LedgerFact.counts_at <= document.issued_at,
        )
        .ext(distinct_on(LedgerFact.slack_user_id))
        .order_by(LedgerFact.slack_user_id, LedgerFact.effective_at.desc(), LedgerFact.seq.desc())
    )
    found = session.execute(newest).all() if users else []
    told = _facts(session, workspace_id, [seq for seq, _ in found])
    return {user: told_fact(told[seq]) for seq, user in found if user is not None}


def _bearers(ledger: Ledger, names: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
    """Return who takes a seat, by the name of each of their queues."""
    bearers: dict[str, list[str]] = {}
    for user in ledger.seats:
        for key in sorted(set(ledger.queues_of(user))):
            bearers.setdefault(names.get(key, key), []).append(user)
    return dict(sorted(bearers.items()))
