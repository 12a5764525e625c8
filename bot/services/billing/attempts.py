"""Attempts to collect: written before the provider is asked, with what came of them after. Nothing is changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from bot.domain.billing.outbox_kinds import BillingOutboxKind
from bot.gateways.payments import Charge
from bot.services.desk import outbox
from models.billing import Invoice, PaymentAttempt, PaymentOutcome, PaymentResult, Subscription
from models.desk import OutboxRow, OutboxState, Workspace

CHANGE: Final = "change"
"""What attempts are for that pay a change of the terms before it is made."""

SETTLED: Final = frozenset({PaymentResult.SUCCEEDED, PaymentResult.FAILED})
BY_HAND: Final = "manual"


@dataclass(frozen=True)
class Purpose:
    """What an attempt is for.

    Attributes:
        name: in the database; attempts of one name are counted from 1.
        called: in the provider's books, before the attempt's number.
        invoice: the invoice it is for, if it is for one.
    """

    name: str
    called: str
    invoice: Invoice | None = None

    @classmethod
    def step(cls, invoice: Invoice) -> "Purpose":
        """Return the purpose of a step of the ladder: the first attempt, and those that dunning makes."""
        return cls(f"invoice/{invoice.id}", f"inv:{invoice.number}:", invoice)

    @classmethod
    def again(cls, invoice: Invoice) -> "Purpose":
        """Return the purpose of an attempt out of turn, when there is another card."""
        return cls(f"again/{invoice.id}", f"inv:{invoice.number}:again-", invoice)

    @classmethod
    def change(cls) -> "Purpose":
        """Return the purpose of an attempt that pays a change of the terms."""
        return cls(CHANGE, "change:")


def begin(
    session: Session,
    subscription: Subscription,
    provider: str,
    purpose: Purpose,
    amount_minor: int,
    currency: str,
    *,
    details: dict[str, Any] | None = None,
    now: datetime,
) -> PaymentAttempt:
    """Write the next attempt for a purpose and have it made; return it.

    Args:
        session: an open transaction that holds the subscription.
        subscription: whose money.
        provider: whom to ask.
        purpose: what for.
        amount_minor: above zero.
        currency: of the amount.
        details: JSON to be kept with it.
        now: the desk's time.
    """
    number = 1 + _count(session, subscription, purpose)
    team = session.get_one(Workspace, subscription.workspace_id).slack_team_id
    attempt = PaymentAttempt(
        workspace_id=subscription.workspace_id,
        subscription_id=subscription.id,
        provider=provider,
        purpose=purpose.name,
        attempt=number,
        invoice_id=None if purpose.invoice is None else purpose.invoice.id,
        amount_minor=amount_minor,
        currency=currency,
        idempotency_key=f"{purpose.called}{number}:{team}",
        details=details or {},
        started_at=now,
    )
    session.add(attempt)
    session.flush()
    send(session, attempt)
    return attempt


def send(session: Session, attempt: PaymentAttempt) -> None:
    """Have the provider asked, or asked what came of it. What concerns one purpose goes in order."""
    lane = attempt.purpose if attempt.invoice_id is None else f"invoice/{attempt.invoice_id}"
    outbox.enqueue(
        session,
        BillingOutboxKind.COLLECT_PAYMENT,
        workspace_id=attempt.workspace_id,
        lane=f"{lane}/payment",
        subject_id=attempt.id,
    )


def keep(session: Session, attempt: PaymentAttempt, charge: Charge, *, now: datetime) -> bool:
    """Write what came of an attempt and return whether that is new. What succeeded does not fail any more."""
    latest = find_latest(session, attempt)
    if latest is not None and latest.result is PaymentResult.SUCCEEDED:
        return False
    outcome = insert(PaymentOutcome).values(
        workspace_id=attempt.workspace_id,
        attempt_id=attempt.id,
        result=PaymentResult(charge.state),
        provider_reference=charge.reference,
        failure_code=charge.failure_code,
        confirm_url=charge.confirm_url,
        at=now,
    )
    return session.scalar(outcome.on_conflict_do_nothing().returning(PaymentOutcome.id)) is not None


def get_attempt(session: Session, workspace_id: int, attempt_id: int | None) -> PaymentAttempt:
    """Return the attempt a row speaks of."""
    attempt = session.get_one(PaymentAttempt, attempt_id)
    if attempt.workspace_id != workspace_id:
        raise LookupError("an attempt of another workspace")
    return attempt


def find_by_key(session: Session, key: str) -> PaymentAttempt | None:
    """Return the attempt that a provider names by our key."""
    return session.scalar(select(PaymentAttempt).where(PaymentAttempt.idempotency_key == key))


def find_latest(session: Session, attempt: PaymentAttempt) -> PaymentOutcome | None:
    """Return what came of an attempt last; None while that is not known."""
    outcomes = select(PaymentOutcome).where(PaymentOutcome.attempt_id == attempt.id)
    return session.scalar(outcomes.order_by(PaymentOutcome.id.desc()).limit(1))


def is_settled(session: Session, attempt: PaymentAttempt) -> bool:
    """Return whether an attempt has ended, one way or the other."""
    latest = find_latest(session, attempt)
    return latest is not None and latest.result in SETTLED


def list_of_invoice(session: Session, invoice_id: int) -> Sequence[PaymentAttempt]:
    """Return the attempts to collect an invoice, the oldest first."""
    tried = select(PaymentAttempt).where(PaymentAttempt.invoice_id == invoice_id)
    return session.scalars(tried.order_by(PaymentAttempt.id)).all()


def list_newest(
    session: Session, workspace_id: int, *, limit: int
) -> Sequence[tuple[PaymentAttempt, PaymentOutcome | None]]:
    """Return a workspace's attempts with what came of each last, newest first."""
    newest = select(PaymentAttempt).where(PaymentAttempt.workspace_id == workspace_id)
    found = session.scalars(newest.order_by(PaymentAttempt.id.desc()).limit(limit))
    return [(attempt, find_latest(session, attempt)) for attempt in found]


def find_last_step(session: Session, invoice: Invoice) -> PaymentAttempt | None:
    """Return the last step that was taken for an invoice; None where none was."""
    steps = select(PaymentAttempt).where(
        PaymentAttempt.subscription_id == invoice.subscription_id,
        PaymentAttempt.purpose == Purpose.step(invoice).name,
    )
    return session.scalar(steps.order_by(PaymentAttempt.attempt.desc()).limit(1))


def find_open_before(session: Session, attempt: PaymentAttempt) -> PaymentAttempt | None:
    """Return an earlier attempt for the same invoice whose end a provider has not told; None if all have ended.

    Two of them open at once could both take the money.
    """
    if attempt.invoice_id is None or attempt.provider == BY_HAND:
        return None
    ended = exists().where(PaymentOutcome.attempt_id == PaymentAttempt.id, PaymentOutcome.result.in_(SETTLED))
    earlier = select(PaymentAttempt).where(
        PaymentAttempt.invoice_id == attempt.invoice_id,
        PaymentAttempt.id < attempt.id,
        PaymentAttempt.provider != BY_HAND,
        ~ended,
    )
    return session.scalar(earlier.order_by(PaymentAttempt.id).limit(1))


def find_open_change(session: Session, subscription: Subscription) -> PaymentAttempt | None:
    """Return the change of terms that is being paid; None if none is."""
    newest = select(PaymentAttempt).where(
        PaymentAttempt.subscription_id == subscription.id, PaymentAttempt.purpose == CHANGE
    )
    attempt = session.scalar(newest.order_by(PaymentAttempt.attempt.desc()).limit(1))
    return None if attempt is None or is_settled(session, attempt) else attempt


def list_unsettled(session: Session, workspace_id: int) -> Sequence[PaymentAttempt]:
    """Return the attempts that a provider has yet to tell the end of, where nobody is about to ask, nor to decide."""
    ended = exists().where(PaymentOutcome.attempt_id == PaymentAttempt.id, PaymentOutcome.result.in_(SETTLED))
    asks = exists().where(
        OutboxRow.workspace_id == workspace_id,
        OutboxRow.kind == BillingOutboxKind.COLLECT_PAYMENT,
        OutboxRow.subject_id == PaymentAttempt.id,
        OutboxRow.state.in_([OutboxState.PENDING, OutboxState.SENDING, OutboxState.PARKED])
        | (OutboxRow.created_at > func.now() - func.make_interval(0, 0, 0, 0, ASK_AGAIN_HOURS)),
    )
    unsettled = select(PaymentAttempt).where(
        PaymentAttempt.workspace_id == workspace_id, PaymentAttempt.provider != BY_HAND, ~ended, ~asks
    )
    return session.scalars(unsettled.order_by(PaymentAttempt.id)).all()


ASK_AGAIN_HOURS: Final = 6
"""How long a provider is given to tell what came of an attempt, before it is asked again."""


def _count(session: Session, subscription: Subscription, purpose: Purpose) -> int:
    made = select(func.count(PaymentAttempt.id)).where(
        PaymentAttempt.subscription_id == subscription.id, PaymentAttempt.purpose == purpose.name
    )
    return session.scalar(made) or 0
