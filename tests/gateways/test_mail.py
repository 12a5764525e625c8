"""Mail: the fake and the adapter with a real server behind it keep one contract."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage

import pytest

from bot.errors import PermanentFailure, TransientFailure
from bot.gateways.mail_port import Attachment, Mail, MailPort
from bot.gateways.smtp_mail import MailServer, SmtpMail
from tests.support.mail import FakeMail, Postbox, smtp_server

INVOICE = Mail(
    to="billing@acme.example",
    subject="Rechnung INV-2026-0001 über 12,90 €",
    text="Guten Tag, anbei die Rechnung.",
    html="<p>Guten Tag, anbei die Rechnung.</p>",
    message_id="5d7b0a1e",
    attachments=(Attachment("INV-2026-0001.pdf", "application/pdf", b"%PDF-1.7 \xe2\xe3"),),
)


@dataclass
class Way:
    """A way to send mail, how to make it answer, and the subjects of what arrived."""

    port: MailPort
    answer: Callable[[int], None]
    arrived: Callable[[], list[str]]


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with smtp_server() as postbox:
        yield postbox


@pytest.fixture(params=["fake", "smtp"])
def way(request: pytest.FixtureRequest, postbox: Postbox) -> Way:
    if request.param == "fake":
        fake = FakeMail()
        return Way(fake, fake.answers.append, lambda: [mail.subject for mail in fake.sent])

    def answer(code: int) -> None:
        if code < 0:
            postbox.drops += 1
        else:
            postbox.answers.append(f"{code} said the server")

    return Way(smtp(postbox), answer, lambda: [mail["Subject"] for mail in postbox.received])


def smtp(postbox: Postbox, user: str = "") -> SmtpMail:
    return SmtpMail(MailServer.at(f"smtp://{user}127.0.0.1:{postbox.port}"), "Deskbell <desk@acme.example>")


def test_a_mail_arrives(way: Way) -> None:
    way.port.send(INVOICE)
    assert way.arrived() == [INVOICE.subject]


def test_an_address_that_does_not_exist_is_refused_for_good(way: Way) -> None:
    way.answer(550)
    with pytest.raises(PermanentFailure, match="mail_address_refused_550"):
        way.port.send(INVOICE)
    assert way.arrived() == []


def test_a_full_mailbox_is_tried_later(way: Way) -> None:
    way.answer(452)
    with pytest.raises(TransientFailure, match="mail_address_refused_452") as failed:
        way.port.send(INVOICE)
    way.port.send(INVOICE)
    assert not failed.value.in_doubt
    assert way.arrived() == [INVOICE.subject]


def test_a_line_that_drops_while_a_mail_is_handed_over_leaves_it_in_doubt(way: Way) -> None:
    way.answer(-1)
    with pytest.raises(TransientFailure) as failed:
        way.port.send(INVOICE)
    assert failed.value.in_doubt


@pytest.mark.parametrize("address", ["", "nobody", "a@b.example\nBcc: all@acme.example"])
def test_what_is_no_address_reaches_nobody(way: Way, address: str) -> None:
    with pytest.raises(PermanentFailure):
        way.port.send(Mail(address, "Invoice", "Hello.", "1"))
    assert way.arrived() == []


def test_a_mail_is_complete_and_names_itself_alike_each_time(postbox: Postbox) -> None:
    for _ in range(2):
        smtp(postbox).send(INVOICE)
    first, second = postbox.received
    assert first["From"] == "Deskbell <desk@acme.example>"
    assert first["To"] == "billing@acme.example"
    assert first["Message-ID"] == second["Message-ID"] == "<5d7b0a1e@acme.example>"
    assert text_of(first, "plain") == "Guten Tag, anbei die Rechnung."
    assert text_of(first, "html") == "<p>Guten Tag, anbei die Rechnung.</p>"
    (attached,) = first.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("INV-2026-0001.pdf", b"%PDF-1.7 \xe2\xe3")


def test_a_server_that_is_not_there_is_tried_later() -> None:
    nowhere = SmtpMail(MailServer("127.0.0.1", 9, is_tls=False), "desk@acme.example")
    with pytest.raises(TransientFailure, match="mail_server_silent") as failed:
        nowhere.send(INVOICE)
    assert not failed.value.in_doubt


def test_a_password_is_never_sent_in_the_clear(postbox: Postbox) -> None:
    with pytest.raises(PermanentFailure, match="mail_password_needs_tls"):
        smtp(postbox, "desk:secret@").send(INVOICE)
    assert postbox.received == []


def test_an_address_of_a_server_says_how_to_reach_it() -> None:
    assert MailServer.at("smtps://d%40x:p%2Fw@mail.example.com") == MailServer(
        "mail.example.com", 465, is_tls=True, user="d@x", password="p/w"
    )
    assert MailServer.at("smtp://localhost:25") == MailServer("localhost", 25, is_tls=False)


@pytest.mark.parametrize("url", ["", "localhost", "http://mail.example.com", "smtp://user@host", "smtp://host/inbox"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        MailServer.at(url)


def text_of(mail: EmailMessage, subtype: str) -> str:
    body = mail.get_body((subtype,))
    assert body is not None
    return str(body.get_content()).strip()
