"""What providers tell by themselves: believed once, and only as a hint to go and look."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from bot.domain.billing.outbox_kinds import BillingOutboxKind
from bot.gateways.payments import WebhookWord
from bot.services.billing import attempts, payment_accounts
from bot.services.desk import outbox
from models.billing import ProviderEvent


def hear(session: Session, provider: str, word: WebhookWord, *, now: datetime) -> bool:
    """Have the provider asked what the word is about, and return whether it is new.

    Args:
        session: an open transaction.
        provider: who signed it.
        word: what it says, perhaps again, perhaps late.
        now: the desk's time.
    """
    event = insert(ProviderEvent).values(provider=provider, event_id=word.event_id, received_at=now)
    if session.scalar(event.on_conflict_do_nothing().returning(ProviderEvent.event_id)) is None:
        return False
    attempt = None if word.charge_key is None else attempts.find_by_key(session, word.charge_key)
    if attempt is not None:
        attempts.send(session, attempt)
    reference = word.customer_reference
    account = None if reference is None else payment_accounts.find_by_customer(session, provider, reference)
    if account is not None:
        outbox.enqueue(
            session,
            BillingOutboxKind.READ_METHOD,
            workspace_id=account.workspace_id,
            lane=f"payment_account/{account.id}",
            subject_id=account.id,
        )
    return True
