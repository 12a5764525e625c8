"""Delivers what people are told of seats: by direct message, and the digest by mail to the billed address."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.delivery.desk.direct import post_to
from bot.delivery.kinds import NOBODY_THERE, Call, Deliverer, Drop, Step
from bot.delivery.leases import Row
from bot.domain.billing.outbox_kinds import BillingOutboxKind
from bot.domain.billing.seat_notices import SeatDigest
from bot.gateways.mail_port import Mail, MailPort
from bot.gateways.slack_port import SlackPort
from bot.services.billing import contacts, seat_notices
from bot.views.billing.seat_notice import seat_digest, seat_letter, seat_notice
from models.desk import Person


def deliverers(mail: MailPort | None) -> tuple[Deliverer, ...]:
    """Return the deliverers of this module. `mail` is None where no mail is sent."""

    def prepare_with_mail(session: Session, row: Row, *, now: datetime) -> Step:
        return prepare_mail(session, row, mail)

    return (
        Deliverer(BillingOutboxKind.TELL_OF_SEAT, prepare_notice, meaningless_after=NOBODY_THERE),
        Deliverer(BillingOutboxKind.TELL_OF_SEATS, prepare_digest, meaningless_after=NOBODY_THERE),
        Deliverer(BillingOutboxKind.MAIL_OF_SEATS, prepare_with_mail),
    )


def prepare_notice(session: Session, row: Row, *, now: datetime) -> Step:
    """Tell somebody what happened to them, or by them."""
    person = session.get_one(Person, row.subject_id)
    return post_to(person, row, seat_notice(seat_notices.load_notice(session, row.workspace_id, row.payload)))


def prepare_digest(session: Session, row: Row, *, now: datetime) -> Step:
    """Tell an admin or a billing contact, unless it is no business of theirs any more."""
    person = session.get_one(Person, row.subject_id)
    if not contacts.may_read(session, person):
        return Drop("no admin and no billing contact any more")
    digest = SeatDigest.from_json(row.payload)
    names = seat_notices.names_in(session, row.workspace_id, digest)
    return post_to(person, row, seat_digest(digest, names, person.locale))


def prepare_mail(session: Session, row: Row, mail: MailPort | None) -> Step:
    """Mail the digest. After an attempt in doubt it may come twice, by the same name."""
    if mail is None:
        return Drop("no mail is sent: SMTP_URL is not set")
    digest, address, port = SeatDigest.from_json(row.payload["digest"]), row.payload["address"], mail
    letter = seat_letter(digest, seat_notices.names_in(session, row.workspace_id, digest), None)

    def send(_slack: SlackPort) -> None:
        port.send(Mail(address, letter.subject, letter.text, str(row.message_id)))

    return Call(send)
