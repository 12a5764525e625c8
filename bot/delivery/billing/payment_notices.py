"""Delivers what people are told of payments: by direct message, and by mail to the billed address."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.delivery.desk.direct import post_to
from bot.delivery.kinds import NOBODY_THERE, Call, Deliverer, Drop, Step
from bot.delivery.leases import Row
from bot.domain.billing.outbox_kinds import BillingOutboxKind
from bot.domain.billing.payment_facts import PaymentFacts, Said
from bot.gateways.mail_port import Mail, MailPort
from bot.gateways.slack_port import SlackPort
from bot.services.billing import attempts, contacts, payment_notices, sending
from bot.views.billing.payment_notice import payment_letter, payment_notice
from models.desk import Person


def deliverers(mail: MailPort | None) -> tuple[Deliverer, ...]:
    """Return the deliverers of this module. `mail` is None where no mail is sent."""

    def prepare_with_mail(session: Session, row: Row, *, now: datetime) -> Step:
        return prepare_mail(session, row, mail, now=now)

    return (
        Deliverer(BillingOutboxKind.TELL_OF_PAYMENT, prepare_notice, meaningless_after=NOBODY_THERE),
        Deliverer(BillingOutboxKind.MAIL_OF_PAYMENT, prepare_with_mail),
    )


def prepare_notice(session: Session, row: Row, *, now: datetime) -> Step:
    """Tell somebody, unless it is no business of theirs any more."""
    person = session.get_one(Person, row.subject_id)
    if not contacts.may_read(session, person):
        return Drop("no billing contact any more")
    return post_to(person, row, payment_notice(_facts(session, row, person, now=now)))


def prepare_mail(session: Session, row: Row, mail: MailPort | None, *, now: datetime) -> Step:
    """Mail it. After an attempt in doubt it may come twice, by the same name."""
    if mail is None:
        return Drop("no mail is sent: SMTP_URL is not set")
    letter, address, port = payment_letter(_facts(session, row, None, now=now)), row.payload["address"], mail

    def send(_slack: SlackPort) -> None:
        port.send(Mail(address, letter.subject, letter.text, str(row.message_id)))

    return Call(send)


def _facts(session: Session, row: Row, reader: Person | None, *, now: datetime) -> PaymentFacts:
    invoice_id, attempt_id = row.payload.get("invoice_id"), row.payload.get("attempt_id")
    invoice = None if invoice_id is None else sending.get_sent(session, row.workspace_id, invoice_id)
    attempt = None if attempt_id is None else attempts.get_attempt(session, row.workspace_id, attempt_id)
    return payment_notices.load_facts(session, Said(row.payload["said"]), invoice, attempt, reader=reader, now=now)
