"""Mail for tests: a fake of the port, and a real SMTP server on this machine that keeps what it is handed."""

import email
import email.policy
import socket
from asyncio import WriteTransport
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.errors import PermanentFailure, TransientFailure
from bot.gateways.mail_port import Mail


@dataclass
class FakeMail:
    """Mail that goes nowhere. `answers` are codes the next mails are refused with; 0 takes one, -1 leaves in doubt."""

    sent: list[Mail] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def send(self, mail: Mail) -> None:
        """Keep a mail, or fail as it was told to."""
        code = self.answers.pop(0) if self.answers else 0
        if code:
            raise _failure(code)
        if "@" not in mail.to or "\n" in mail.to:
            raise PermanentFailure("mail_address_unusable")
        self.sent.append(mail)


def _failure(code: int) -> Exception:
    if code < 0:
        return TransientFailure("mail_server_fell_silent", in_doubt=True)
    said = f"mail_address_refused_{code}"
    return PermanentFailure(said) if code >= 500 else TransientFailure(said)


@dataclass
class Postbox:
    """What a real server was handed. `answers` are what it says of the next recipients; "" takes them."""

    received: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    drops: int = 0
    port: int = 0

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient, or say the next answer."""
        said = self.answers.pop(0) if self.answers else ""
        if said:
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep a mail, and perhaps drop the line before saying so."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.received.append(email.message_from_bytes(content, policy=email.policy.default))
        if self.drops and isinstance(server.transport, WriteTransport):
            self.drops -= 1
            server.transport.abort()
        return "250 OK"


@contextmanager
def smtp_server() -> Iterator[Postbox]:
    """Run a server on 127.0.0.1 for as long as the block lasts."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    postbox = Postbox(port=port)
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield postbox
    finally:
        controller.stop()
