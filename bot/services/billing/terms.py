"""Terms: what a subscription is, what another choice would do and cost, and choosing it. Admins choose."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.billing.entitlements import entitlements_of
from bot.domain.billing.facts import FactKind, FactSource
from bot.domain.billing.price_lists import shipped
from bot.domain.billing.subscription_facts import SubscriptionFacts, subscription_facts
from bot.domain.billing.terms import Terms
from bot.domain.billing.terms_changes import TermsPreview, completed, preview, wanted_of
from bot.domain.billing.terms_lines import collected_first, lines_of, name_lost, queues_lost
from bot.domain.billing.terms_rules import TermsProblem, problems_of
from bot.errors import Refusal
from bot.services.billing import changes, contacts, facts, ledgers, plan_limits, subscriptions
from bot.services.desk import audit, people
from bot.services.desk import plan_limits as desk_limits
from models.billing import LedgerFact
from models.desk import AuditTag, Person, Workspace

CANCEL_WORD: Final = "CANCEL"
"""What is typed to cancel."""


class TermsRefused(Refusal):
    """Terms say what they may not. `problems` says what, field by field."""

    def __init__(self, problems: Sequence[TermsProblem]) -> None:
        self.problems = problems
        super().__init__(" ".join(f"{problem.field}: {problem.reason}. {problem.remedy}." for problem in problems))


class NotCancelled(Refusal):
    """Nothing was cancelled."""


def load_facts(session: Session, *, reader: Person, now: datetime) -> SubscriptionFacts:
    """Return what admins and billing contacts see of the subscription. Raises: BillingReadersOnly."""
    contacts.require_reader(session, reader)
    ledger = ledgers.load(session, reader.workspace_id, at=now)
    return subscription_facts(ledger, at=now, may_change=people.is_admin(reader))


def load_wanted(session: Session, *, actor: Person) -> Terms:
    """Return the terms that were asked for last, for an admin to change. Raises: AdminsOnly."""
    people.require_admin(actor)
    return find_wanted(session, actor.workspace_id)


def find_wanted(session: Session, workspace_id: int) -> Terms:
    """Return the terms that were asked for last; those that ask for nothing where nobody ever did."""
    asked = select(LedgerFact.details).where(
        LedgerFact.workspace_id == workspace_id, LedgerFact.kind == FactKind.TERMS_CHANGED
    )
    newest = session.scalar(asked.order_by(LedgerFact.seq.desc()).limit(1))
    return Terms() if newest is None else Terms.from_json(newest)


def preview_terms(session: Session, terms: Terms, *, actor: Person, now: datetime) -> TermsPreview:
    """Return what choosing these terms would do and cost, changing nothing. Raises: AdminsOnly; TermsRefused."""
    people.require_admin(actor)
    return foresee(session, actor.workspace_id, terms, now=now)


def foresee(session: Session, workspace_id: int, terms: Terms, *, now: datetime) -> TermsPreview:
    """Return what other terms would do and cost, for a caller that has checked who asks. Raises: TermsRefused."""
    subscriptions.get(session, workspace_id, now=now)
    ledger = ledgers.load(session, workspace_id, at=now)
    wanted = completed(terms, wanted_of(ledger), shipped(), on=now.date())
    if problems := list(problems_of(wanted, shipped())):
        raise TermsRefused(problems)
    return preview(ledger, wanted, at=now)


def change_terms(
    session: Session, workspace_id: int, terms: Terms, *, actor: Person | None, now: datetime
) -> list[str]:
    """Make these the terms, and return what becomes of each part and when, in sentences; none where nothing changes.

    Args:
        session: an open transaction.
        workspace_id: whose subscription.
        terms: all of them; which price list they are by is chosen here.
        actor: the admin; None when the configuration file says so.
        now: the desk's time.

    Where a provider collects for it, the money comes first: `changes` then makes the change when it is there.

    Raises: AdminsOnly; TermsRefused; ChangeBeingPaid.
    """
    if actor is not None:
        people.require_admin(actor)
    subscriptions.lock(session, workspace_id, now=now)
    foreseen = foresee(session, workspace_id, terms, now=now)
    if foreseen.changes:
        details, before = foreseen.wanted.to_json(), foreseen.last.to_json()
        changed = {change.name: [before[change.name], details[change.name]] for change in foreseen.changes}
        amount = changes.collect_first(session, workspace_id, foreseen, changed, actor=actor, now=now)
        if amount is not None:
            return [collected_first(amount), *lines_of(foreseen)]
        _record(session, workspace_id, FactKind.TERMS_CHANGED, details, actor=actor, now=now)
        _audit(session, workspace_id, AuditTag.SUBSCRIPTION_CHANGED, changed, actor=actor, now=now)
    return lines_of(foreseen) + list_losses(session, workspace_id, foreseen)


def list_losses(session: Session, workspace_id: int, foreseen: TermsPreview) -> list[str]:
    """Return what a change takes away that is in use, in sentences; nothing is deleted."""
    before = entitlements_of(foreseen.last, foreseen.standing, shipped())
    after = entitlements_of(foreseen.wanted, foreseen.standing, shipped())
    losses = []
    if after.most_queues is not None and after.most_queues != before.most_queues:
        keys = desk_limits.rank_queue_keys(session, workspace_id)
        losses += queues_lost(after.plan_name, after.most_queues, keys)
    named = session.get_one(Workspace, workspace_id).bot_name
    if before.has_white_label and not after.has_white_label and named is not None:
        losses.append(name_lost(after.plan_name, named))
    return losses


def take_back(session: Session, *, actor: Person, now: datetime) -> list[str]:
    """Keep the terms that hold, whatever was to follow at the renewal; return what that does, in sentences.

    Raises: AdminsOnly.
    """
    people.require_admin(actor)
    holding = ledgers.load(session, actor.workspace_id, at=now).terms
    return change_terms(session, actor.workspace_id, holding, actor=actor, now=now)


def cancel(session: Session, typed: str, *, actor: Person, now: datetime) -> SubscriptionFacts:
    """End the subscription with its period, or with its trial. Nothing is deleted, and it can be undone.

    Args:
        session: an open transaction.
        typed: what the admin typed to confirm it: the word CANCEL.
        actor: the admin.
        now: the desk's time.

    Raises: AdminsOnly; NotCancelled, saying why.
    """
    people.require_admin(actor)
    if typed.strip() != CANCEL_WORD:
        raise NotCancelled(f"Please type {CANCEL_WORD} in capitals, so that nobody cancels by mistake.")
    known = load_facts(session, reader=actor, now=now)
    if not known.terms.collects:
        raise NotCancelled("Nothing is collected, so there is nothing to cancel.")
    if not known.cancels:
        _record(session, actor.workspace_id, FactKind.CANCELLED, {}, actor=actor, now=now)
        _audit(session, actor.workspace_id, AuditTag.SUBSCRIPTION_CANCELLED, {}, actor=actor, now=now)
    return load_facts(session, reader=actor, now=now)


def undo_cancel(session: Session, *, actor: Person, now: datetime) -> SubscriptionFacts:
    """Go on with a subscription that was cancelled; one that was not stays as it is. Raises: AdminsOnly."""
    people.require_admin(actor)
    if load_facts(session, reader=actor, now=now).cancels:
        _record(session, actor.workspace_id, FactKind.CANCEL_UNDONE, {}, actor=actor, now=now)
        _audit(session, actor.workspace_id, AuditTag.SUBSCRIPTION_KEPT, {}, actor=actor, now=now)
    return load_facts(session, reader=actor, now=now)


def _audit(
    session: Session,
    workspace_id: int,
    tag: AuditTag,
    details: dict[str, Any],
    *,
    actor: Person | None,
    now: datetime,
) -> None:
    audit.record(session, tag, workspace_id=workspace_id, actor=actor, details=details, now=now)


def _record(
    session: Session,
    workspace_id: int,
    kind: FactKind,
    details: dict[str, Any],
    *,
    actor: Person | None,
    now: datetime,
) -> None:
    """Record a decision, which holds from now on, for the desk as well."""
    subscription = subscriptions.lock(session, workspace_id, now=now)
    facts.record(
        session,
        subscription,
        kind,
        source=FactSource.ADMIN,
        effective_at=now,
        now=now,
        actor=actor,
        details=details,
    )
    plan_limits.refresh(session, workspace_id, now=now)
