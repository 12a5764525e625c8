"""The port to e-mail: what Deskbell asks of it.

Adapters raise only `TransientFailure` and `PermanentFailure` (`bot.errors`). Every mail is tried once; trying again is
the outbox's business. A mail server cannot be asked what it sent, so after an attempt in doubt a mail may come twice:
both have the same `message_id`, by which mail programs and people recognise it.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail. `media_type` as `application/pdf`."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """A mail to one address.

    Attributes:
        message_id: names this mail whenever it is sent: the id of its outbox row.
        text: the mail as plain text; `html` says the same, if it is given.
    """

    to: str
    subject: str
    text: str
    message_id: str
    html: str | None = None
    attachments: tuple[Attachment, ...] = ()


class MailPort(Protocol):
    """A mail server, as Deskbell needs it."""

    def send(self, mail: Mail) -> None:
        """Hand a mail to the server.

        Raises:
            TransientFailure: the server could not be reached, or asks to be tried later; `in_doubt` when it may have
                taken the mail all the same.
            PermanentFailure: it does not take this mail, or does not let us send.
        """
