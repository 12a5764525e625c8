"""Links to the pages of the bill: made for one person and one purpose, encrypted, and good for a while.

Whoever opens one is that person to the page, so it is only ever shown to them. What they may see is read from the
database again at every request. A link needs an address at which browsers reach the web role, and keys: without
either there is none.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy.orm import Session

from bot.errors import NotFound, Refusal
from models.desk import Person

PAGES_PATH: Final = "/billing/"
"""Where the pages are on the web role."""

LONGEST_TOKEN: Final = 400
"""Characters; ours have about 140, and what is longer is not looked at."""

PAGES: Final = "billing_pages"


class LinkPurpose(StrEnum):
    """What a link is for."""

    OVERVIEW = "overview"
    """All of the bill, and to change how it is paid."""
    INVOICE = "invoice"
    """To read one document."""


GOOD_FOR: Final = {LinkPurpose.OVERVIEW: timedelta(minutes=30), LinkPurpose.INVOICE: timedelta(days=30)}
"""How long a link opens something."""


class LinkUnknown(NotFound):
    """There is nothing here."""


class LinkExpired(Refusal):
    """This link has expired. Type `/desk billing` in Slack for a new one."""


@dataclass(frozen=True)
class Bearer:
    """Whom a link was made for, and what for.

    Attributes:
        number: the only document it opens; None where it opens all of them.
        expires_at: until when it opens anything.
    """

    purpose: LinkPurpose
    workspace_id: int
    person_id: int
    number: str | None
    expires_at: datetime


@dataclass(frozen=True)
class BillingPages:
    """Where the pages are, and what their links are made with.

    Attributes:
        public_url: the web role's address as browsers reach it, without a slash at its end.
        keys: Fernet keys; the first one makes links, all of them read links.
    """

    public_url: str
    keys: Sequence[str] = field(repr=False)

    def address_of(self, bearer: Bearer) -> str:
        """Return the address that opens for a bearer."""
        token = self._fernet.encrypt(_written(bearer)).decode().rstrip("=")
        document = "" if bearer.number is None else f"/invoices/{bearer.number}"
        return f"{self.public_url}{PAGES_PATH}{token}{document}"

    def read(self, token: str, *, now: datetime) -> Bearer:
        """Return whom a link was made for, from the part of its address behind `/billing/`.

        Raises:
            LinkUnknown: we never made it, or with a key that is gone.
            LinkExpired: it was good until a while ago.
        """
        if len(token) > LONGEST_TOKEN:
            raise LinkUnknown
        try:
            bearer = _read(self._fernet.decrypt(token + "=" * (-len(token) % 4)))
        except (InvalidToken, ValueError):
            raise LinkUnknown from None
        if now >= bearer.expires_at:
            raise LinkExpired
        return bearer

    @property
    def thanks_url(self) -> str:
        """The page that a payer comes back to from their bank; it is the same for everybody."""
        return f"{self.public_url}{PAGES_PATH}thanks"

    @property
    def _fernet(self) -> MultiFernet:
        return MultiFernet([Fernet(key) for key in self.keys])


def find_overview_link(session: Session, person: Person, *, now: datetime) -> str | None:
    """Return a link to the overview for somebody who may see it, good for half an hour; None where there are no pages.

    Args:
        session: an open transaction.
        person: an admin or a billing contact, to whom alone it is shown.
        now: the desk's time.
    """
    return _find_link(session, person, LinkPurpose.OVERVIEW, None, now=now)


def find_invoice_link(session: Session, person: Person, number: str, *, now: datetime) -> str | None:
    """Return a link to one document for somebody who may see it, good for 30 days; None where there are no pages."""
    return _find_link(session, person, LinkPurpose.INVOICE, number, now=now)


def find_pages(session: Session) -> BillingPages | None:
    """Return where the pages are; None where no address or no key was set."""
    pages: BillingPages | None = session.info.get(PAGES)
    return pages


def with_pages(info: dict[Any, Any], pages: BillingPages | None) -> dict[Any, Any]:
    """Return a session's `info` that knows where the pages are."""
    return {**info, PAGES: pages}


def _find_link(
    session: Session, person: Person, purpose: LinkPurpose, number: str | None, *, now: datetime
) -> str | None:
    pages = find_pages(session)
    if pages is None:
        return None
    return pages.address_of(Bearer(purpose, person.workspace_id, person.id, number, now + GOOD_FOR[purpose]))


def _written(bearer: Bearer) -> bytes:
    expires = int(bearer.expires_at.timestamp())
    values = [bearer.purpose, bearer.workspace_id, bearer.person_id, bearer.number, expires]
    return json.dumps(values, separators=(",", ":")).encode()


def _read(written: bytes) -> Bearer:
    purpose, workspace_id, person_id, number, expires = json.loads(written)
    return Bearer(LinkPurpose(purpose), workspace_id, person_id, number, datetime.fromtimestamp(expires, UTC))
