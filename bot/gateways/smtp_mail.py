"""The adapter to e-mail: any SMTP server, by the standard library."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from typing import Final
from urllib.parse import unquote, urlsplit

from bot.errors import OutsideFailure, PermanentFailure, TransientFailure
from bot.gateways.mail_port import Mail

TIMEOUT: Final = timedelta(seconds=20)
PORTS: Final = {"smtp": 587, "smtps": 465}
NOT_DONE_AGAIN: Final = 500
"""From this answer code on, a server says that trying again will not help."""


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over.

    Attributes:
        is_tls: the connection is encrypted from its first byte (`smtps:`); else STARTTLS is used where it is offered.
        user: None where the server wants no password. A password is sent over an encrypted connection only.
    """

    host: str
    port: int
    is_tls: bool
    user: str | None = None
    password: str | None = None

    @classmethod
    def at(cls, url: str) -> "MailServer":
        """Return the server of an address like `smtps://user:password@mail.example.com` or `smtp://localhost:25`.

        Raises:
            ValueError: it is none.
        """
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
            raise ValueError("not an address of a mail server")
        user, password = (None if each is None else unquote(each) for each in (parts.username, parts.password))
        if (user is None) != (password is None):
            raise ValueError("a user needs a password")
        return cls(parts.hostname, parts.port or PORTS[parts.scheme], parts.scheme == "smtps", user, password)


class SmtpMail:
    """Mail handed to an SMTP server, over a connection of its own each time. Thread-safe."""

    def __init__(
        self, server: MailServer, sender: str, *, timeout: timedelta = TIMEOUT, context: ssl.SSLContext | None = None
    ) -> None:
        """Make the adapter; nothing connects yet.

        Args:
            server: where to hand mail over.
            sender: as `Deskbell <desk@example.com>`.
            timeout: how long each step may take.
            context: whom to trust; without one, whom the system trusts.
        """
        self._server = server
        self._sender = sender
        self._timeout = timeout.total_seconds()
        self._context = context

    def send(self, mail: Mail) -> None:
        """Hand a mail to the server."""
        message = _composed(mail, self._sender)
        with _failures_told(), closing(self._connect()) as connection:
            self._sign_in(connection)
            with _doubt_told():
                connection.send_message(message)
            with suppress(smtplib.SMTPException, OSError):  # it has the mail; how it says goodbye does not matter
                connection.quit()

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        if server.is_tls:
            return smtplib.SMTP_SSL(server.host, server.port, timeout=self._timeout, context=self._trust())
        return smtplib.SMTP(server.host, server.port, timeout=self._timeout)

    def _sign_in(self, connection: smtplib.SMTP) -> None:
        server = self._server
        connection.ehlo_or_helo_if_needed()
        if not server.is_tls and connection.has_extn("starttls"):
            connection.starttls(context=self._trust())
        elif not server.is_tls and server.user is not None:
            raise PermanentFailure("mail_password_needs_tls")
        if server.user is not None and server.password is not None:
            connection.login(server.user, server.password)

    def _trust(self) -> ssl.SSLContext:
        return self._context or ssl.create_default_context()


def _composed(mail: Mail, sender: str) -> EmailMessage:
    message = EmailMessage()
    name, address = parseaddr(sender)
    try:
        message["From"] = Address(name, addr_spec=address)
        message["To"] = Address(addr_spec=mail.to)
        message["Subject"] = mail.subject
    except (ValueError, IndexError, HeaderParseError):  # whatever the library raises for what is no address
        failure = PermanentFailure("mail_address_unusable")
    else:
        message["Date"] = formatdate()
        message["Message-ID"] = f"<{mail.message_id}@{address.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        if mail.html is not None:
            message.add_alternative(mail.html, subtype="html")
        for attachment in mail.attachments:
            kind, _, subtype = attachment.media_type.partition("/")
            message.add_attachment(attachment.content, maintype=kind, subtype=subtype, filename=attachment.name)
        return message
    raise failure  # outside the except clause, so that no traceback carries somebody's address


@contextmanager
def _doubt_told() -> Iterator[None]:
    """A connection that ends while a mail is handed over leaves in doubt whether the server took it."""
    try:
        yield
    except (smtplib.SMTPServerDisconnected, TimeoutError, ConnectionError):
        failure = TransientFailure("mail_server_fell_silent", in_doubt=True)
    else:
        return
    raise failure


@contextmanager
def _failures_told() -> Iterator[None]:
    """Tell what a server says in our two words: try later, or never. Its text is left out; it may name an address."""
    failure: OutsideFailure
    try:
        yield
    except smtplib.SMTPRecipientsRefused as refusal:
        failure = _judge("mail_address_refused", max(code for code, _ in refusal.recipients.values()))
    except smtplib.SMTPAuthenticationError:
        failure = PermanentFailure("mail_password_refused")
    except smtplib.SMTPResponseException as refusal:
        failure = _judge("mail_refused", refusal.smtp_code)
    except ssl.SSLCertVerificationError:
        failure = PermanentFailure("mail_server_not_trusted")
    except (smtplib.SMTPException, OSError):
        failure = TransientFailure("mail_server_silent")
    else:
        return
    raise failure


def _judge(what: str, code: int) -> OutsideFailure:
    said = f"{what}_{code}"
    return PermanentFailure(said) if code >= NOT_DONE_AGAIN else TransientFailure(said)
