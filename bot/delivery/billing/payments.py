"""Delivers what providers are asked: to collect, once; what came of it; to pay back; how somebody pays."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.delivery.kinds import Call, Deliverer, Drop, Park, Step
from bot.delivery.leases import Row
from bot.domain.billing.outbox_kinds import BillingOutboxKind
from bot.errors import PermanentFailure
from bot.gateways.payments import Charge, ChargeState, PaymentMethod, PaymentPort, PaymentPorts
from bot.gateways.slack_port import SlackPort
from bot.services.billing import attempts, payment_accounts, payments, refunds, sending
from bot.services.billing.payments import Errand
from models.billing import PaymentAttempt, PaymentResult


def deliverers(ports: PaymentPorts) -> tuple[Deliverer, ...]:
    """Return the deliverers of this module. `ports` are the ways to collect."""

    def prepare(session: Session, row: Row, *, now: datetime) -> Step:
        return prepare_collection(session, row, ports, now=now)

    def prepare_back(session: Session, row: Row, *, now: datetime) -> Step:
        return prepare_refund(session, row, ports)

    def prepare_read(session: Session, row: Row, *, now: datetime) -> Step:
        return prepare_reading(session, row, ports, now=now)

    return (
        Deliverer(BillingOutboxKind.COLLECT_PAYMENT, prepare),
        Deliverer(BillingOutboxKind.REFUND_PAYMENT, prepare_back),
        Deliverer(BillingOutboxKind.READ_METHOD, prepare_read),
    )


def prepare_collection(session: Session, row: Row, ports: PaymentPorts, *, now: datetime) -> Step:
    """Ask for a payment, or what came of it. An earlier attempt for the same invoice is brought to its end first."""
    attempt = attempts.get_attempt(session, row.workspace_id, row.subject_id)
    port = ports.get(attempt.provider)
    if port is None:
        return Park(f"nothing collects through {attempt.provider}: its key is not set")
    earlier = attempts.find_open_before(session, attempt)
    if earlier is not None and _is_on_its_way(session, earlier):
        return Drop("an earlier payment is on its way")
    errand = payments.get_errand(session, earlier or attempt, is_left=earlier is not None, now=now)
    if errand is None:
        return Drop("it has ended")
    return _step(port, earlier or attempt, errand, then_again=earlier is not None, now=now)


def prepare_refund(session: Session, row: Row, ports: PaymentPorts) -> Step:
    """Pay a credit note back to the card that paid what it corrects. Asked twice, it is paid back once."""
    credit_note = sending.get_sent(session, row.workspace_id, row.subject_id or 0)
    paid = refunds.find_payment(session, credit_note)
    if paid is None:
        return Drop("no provider holds the payment")
    attempt, reference = paid
    port = ports.get(attempt.provider)
    if port is None:
        return Park(f"nothing collects through {attempt.provider}: its key is not set")
    request, asked = refunds.request_of(session, credit_note, reference), port
    return Call(lambda _slack: asked.refund(request))


def prepare_reading(session: Session, row: Row, ports: PaymentPorts, *, now: datetime) -> Step:
    """Ask a provider how somebody pays, and keep it."""
    account = payment_accounts.get_account(session, row.workspace_id, row.subject_id)
    port = ports.get(account.provider)
    if port is None:
        return Park(f"nothing collects through {account.provider}: its key is not set")
    workspace_id, account_id, reference, asked = row.workspace_id, row.subject_id, account.customer_reference, port

    def record(session: Session, method: PaymentMethod | None) -> None:
        account = payment_accounts.get_account(session, workspace_id, account_id)
        payment_accounts.keep_method(session, account, method, now=now)

    return Call(lambda _slack: asked.find_method(reference), record)


def _is_on_its_way(session: Session, attempt: PaymentAttempt) -> bool:
    latest = attempts.find_latest(session, attempt)
    return latest is not None and latest.result is PaymentResult.PENDING


def _step(
    port: PaymentPort, attempt: PaymentAttempt, errand: Errand, *, then_again: bool, now: datetime
) -> Call[Charge]:
    attempt_id, workspace_id = attempt.id, attempt.workspace_id

    def record(session: Session, charge: Charge) -> None:
        told = attempts.get_attempt(session, workspace_id, attempt_id)
        payments.record_charge(session, told, charge, now=now)

    def ask(_slack: SlackPort) -> Charge:
        return run(port, errand)

    return Call(ask, record, then_again=then_again)


def run(port: PaymentPort, errand: Errand) -> Charge:
    """Do an errand at a provider. What may have been asked for before is looked up, however long ago that was."""
    has_account = bool(errand.request.customer_reference)
    found = port.find(errand.request, errand.reference) if has_account else None
    if found is None and errand.may_collect:
        return _collect(port, errand)
    if found is None:
        return Charge(ChargeState.FAILED, failure_code=errand.otherwise)
    if found.state is ChargeState.REQUIRES_ACTION and errand.gives_up and found.reference is not None:
        return port.give_up(found.reference)
    return found


def _collect(port: PaymentPort, errand: Errand) -> Charge:
    """Collect. A refusal for good is what came of it; nothing was taken."""
    try:
        return port.collect(errand.request)
    except PermanentFailure as refusal:
        return Charge(ChargeState.FAILED, failure_code=refusal.code)
