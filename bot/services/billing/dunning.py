"""Dunning: invoices that are not paid are asked for again, on the days `bot.domain.billing.dunning` says."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from bot.domain.billing.dunning import next_step_at
from bot.domain.billing.terms import Collect
from bot.services.billing import attempts, invoices, ledgers, subscriptions
from bot.services.billing.attempts import Purpose
from models.billing import Invoice, PaymentAttempt, PaymentResult, Subscription


def take_steps(session: Session, workspace_id: int, *, now: datetime) -> int:
    """Take the steps that are due, have providers asked again that told no end, and return how many steps that were.

    Args:
        session: an open transaction.
        workspace_id: whose invoices.
        now: the desk's time.
    """
    for attempt in attempts.list_unsettled(session, workspace_id):
        attempts.send(session, attempt)
    if not any(_due(session, workspace_id, now=now)):
        return 0
    subscription = subscriptions.lock(session, workspace_id, now=now)
    due = list(_due(session, workspace_id, now=now))  # as it is now that nobody else takes a step
    collect = ledgers.load(session, workspace_id, at=now).terms.collect
    if collect is Collect.NONE:
        return 0
    for invoice, last in due:
        purpose, amount = Purpose.step(invoice), last.amount_minor
        attempts.begin(session, subscription, collect, purpose, amount, invoice.currency, now=now)
    return len(due)


def try_again(session: Session, subscription: Subscription, provider: str, *, now: datetime) -> None:
    """Have all that is open collected out of turn: there is another card."""
    for invoice in invoices.list_unpaid(session, subscription.workspace_id):
        tried = attempts.list_of_invoice(session, invoice.id)
        if tried and tried[-1].provider == provider and not _is_on_its_way(session, tried[-1]):
            purpose, amount = Purpose.again(invoice), tried[-1].amount_minor
            attempts.begin(session, subscription, provider, purpose, amount, invoice.currency, now=now)


def _due(session: Session, workspace_id: int, *, now: datetime) -> Iterator[tuple[Invoice, PaymentAttempt]]:
    """Yield the open invoices whose next step is due, with the last one."""
    for invoice in invoices.list_unpaid(session, workspace_id):
        last = attempts.find_last_step(session, invoice)
        if last is None:
            continue
        due_on = invoice.due_on if last.provider == attempts.BY_HAND else None
        at = next_step_at(last.attempt, last.started_at, due_on)
        newest = attempts.list_of_invoice(session, invoice.id)[-1]
        if at is not None and at <= now and not _is_on_its_way(session, newest):
            yield invoice, last


def _is_on_its_way(session: Session, attempt: PaymentAttempt) -> bool:
    """Return whether a provider still has to tell what comes of an attempt; by hand, nobody ever does."""
    if attempt.provider == attempts.BY_HAND:
        return False
    latest = attempts.find_latest(session, attempt)
    return latest is None or latest.result is PaymentResult.PENDING
