"""Delivers invoices, credit notes and statements: as a PDF in a direct message, and by mail."""

from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from bot.delivery.attempt import CLOCK_SKEW
from bot.delivery.desk.direct import open_dm_first, post_to
from bot.delivery.kinds import NOBODY_THERE, Call, Deliverer, Drop, Step
from bot.delivery.leases import Row
from bot.domain.billing.outbox_kinds import BillingOutboxKind
from bot.domain.billing.papers import Paper
from bot.gateways.mail_port import Attachment, Mail, MailPort
from bot.gateways.slack_port import SlackPort
from bot.services.billing import contacts, papers, sending
from bot.views.billing.document_message import document_letter, document_line, document_message, file_name
from bot.views.billing.invoice_pdf import invoice_pdf
from models.desk import Person, Workspace


def deliverers(mail: MailPort | None) -> tuple[Deliverer, ...]:
    """Return the deliverers of this module. `mail` is None where no mail is sent."""

    def prepare_with_mail(session: Session, row: Row, *, now: datetime) -> Step:
        return prepare_mail(session, row, mail)

    return (
        Deliverer(BillingOutboxKind.SEND_DOCUMENT, prepare_document, meaningless_after=NOBODY_THERE),
        Deliverer(BillingOutboxKind.MAIL_DOCUMENT, prepare_with_mail),
    )


def prepare_document(session: Session, row: Row, *, now: datetime) -> Step:
    """Send a document to somebody: upload its PDF, keep the file's id, and only then show it."""
    person = session.get_one(Person, row.subject_id)
    if not contacts.may_read(session, person):
        return Drop("no billing contact any more")
    paper = papers.load_paper(session, sending.get_sent(session, row.workspace_id, row.payload["invoice_id"]))
    if sending.FILES_SCOPE not in session.get_one(Workspace, row.workspace_id).granted_scopes:
        return post_to(person, row, document_message(paper))
    if person.slack_dm_id is None:
        return open_dm_first(person)
    slack_file_id = sending.find_uploaded(session, row.id)
    if slack_file_id is None:
        return _upload(row, paper)
    return Call(partial(_share, row, paper, person.slack_dm_id, slack_file_id))


def prepare_mail(session: Session, row: Row, mail: MailPort | None) -> Step:
    """Mail a document with its PDF. After an attempt in doubt it may come twice, by the same name."""
    if mail is None:
        return Drop("no mail is sent: SMTP_URL is not set")
    invoice = sending.get_sent(session, row.workspace_id, row.subject_id or 0)
    paper, address, port = papers.load_paper(session, invoice), row.payload["address"], mail

    def send(_slack: SlackPort) -> None:
        letter = document_letter(paper)
        attachment = Attachment(file_name(paper), "application/pdf", invoice_pdf(paper))
        port.send(Mail(address, letter.subject, letter.text, str(row.message_id), attachments=(attachment,)))

    return Call(send)


def _upload(row: Row, paper: Paper) -> Call[str]:
    return Call(
        lambda slack: slack.upload(file_name(paper), invoice_pdf(paper)),
        lambda session, slack_file_id: sending.record_uploaded(session, row.id, slack_file_id),
        then_again=True,
    )


def _share(row: Row, paper: Paper, slack_dm_id: str, slack_file_id: str, slack: SlackPort) -> None:
    """Show an uploaded file, unless an attempt in doubt did."""
    if row.is_doubtful and slack.is_shared(slack_dm_id, slack_file_id, since=row.created_at - CLOCK_SKEW):
        return
    line = document_line(paper)
    slack.share_file(slack_dm_id, slack_file_id, title=line, text=line)
