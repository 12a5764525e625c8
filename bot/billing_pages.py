"""The bill in a browser: an overview, its documents, and the way to a provider's page that asks how it is paid.

A link made in Slack says who looks and until when; what they may see is read from the database at every request.
Whatever is wrong with a link, but its age, gives the same answer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Final, TypeAlias

import structlog
from flask import Flask, Response, redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.billing.papers import Paper
from bot.domain.desk.instants import Clock
from bot.errors import PermanentFailure, TransientFailure
from bot.gateways.database import Sessions
from bot.gateways.payments import PaymentPort, PaymentPorts
from bot.services.billing import billing_links, bills, papers, provider_words
from bot.services.billing.billing_links import PAGES_PATH, LinkExpired, LinkUnknown
from bot.views.billing import bill_page_wording as wording
from bot.views.billing.bill_page import Said, bill_page, said_page, style_hash
from bot.views.billing.document_message import file_name
from bot.views.billing.invoice_page import Link, invoice_page
from bot.views.billing.invoice_pdf import invoice_pdf

HEADERS: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
POLICY: Final = "default-src 'none'; style-src {style}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
LONGEST_ID: Final = 18
"""Digits of the largest id a row can have, about."""

Page: TypeAlias = Callable[..., AnyResponse]

_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class BillingDesk:
    """What the pages work with: the database, the time, and the ways to collect."""

    sessions: Sessions
    clock: Clock
    ports: PaymentPorts

    def overview(self, token: str) -> AnyResponse:
        """Show all of the bill."""
        with self.sessions.begin() as session:
            now = self.clock()
            reader = bills.get_reader(session, token, now=now)
            facts = bills.load_page(session, reader, before=_before(), now=now)
        return _html(bill_page(facts, f"{PAGES_PATH}{token}"))

    def draft(self, token: str) -> AnyResponse:
        """Show the next document as it would be now."""
        with self.sessions.begin() as session:
            now = self.clock()
            reader = bills.get_reader(session, token, now=now)
            paper = papers.draft_paper(session, reader.workspace_id, now=now)
        if paper is None:
            raise LinkUnknown
        return _html(invoice_page(paper, links=[_back(token)]))

    def document(self, token: str, name: str) -> AnyResponse:
        """Show a document as a page, or as a PDF where its name ends so."""
        number, is_pdf = name.removesuffix(".pdf"), name.endswith(".pdf")
        paper, is_reader_of_all = self._paper(token, number)
        if is_pdf:
            headers = {"Content-Disposition": f'inline; filename="{file_name(paper)}"'}
            return _answer(invoice_pdf(paper), "application/pdf", "'none'", headers=headers)
        links = [Link(wording.DOWNLOAD, f"{PAGES_PATH}{token}/invoices/{number}.pdf", is_main=True)]
        return _html(invoice_page(paper, links=[_back(token), *links] if is_reader_of_all else links))

    def pay_method(self, token: str) -> AnyResponse:
        """Lead to the provider's page that asks how the bill is paid."""
        port = self._port(token)
        customer = self._customer(token, port)
        here = self._address(token)
        away = redirect(port.setup_session(customer, done_url=f"{here}/pay-method/done", back_url=here), 303)
        away.headers.update(HEADERS)
        return away

    def pay_method_done(self, token: str) -> AnyResponse:
        """Keep what was chosen on the provider's page, and say it."""
        port = self._port(token)
        customer = self._customer(token, port)
        method = port.find_method(customer)
        with self.sessions.begin() as session:
            now = self.clock()
            reader = bills.get_reader(session, token, now=now)
            label = bills.keep_method(session, reader, port.provider, method, now=now)
        text = wording.NO_CARD if label is None else wording.method_kept(label)
        return _said(wording.METHOD_TITLE, text, links=[_back(token)])

    def webhook(self, provider: str) -> AnyResponse:
        """Hear what a provider says: 401 unsigned, 200 however often it is said."""
        port = self.ports.get(provider)
        if port is None:
            return _said(wording.UNKNOWN_TITLE, wording.UNKNOWN, HTTPStatus.NOT_FOUND)
        try:
            word = port.parse_webhook(request.get_data(), request.headers.get("Stripe-Signature", ""))
        except PermanentFailure:
            return Response("This is not signed.", HTTPStatus.UNAUTHORIZED, mimetype="text/plain")
        with self.sessions.begin() as session:
            is_new = provider_words.hear(session, provider, word, now=self.clock())
        return Response("heard" if is_new else "heard before", HTTPStatus.OK, mimetype="text/plain")

    def _paper(self, token: str, number: str) -> tuple[Paper, bool]:
        """Return a document, and whether its reader's link opens all of the bill."""
        with self.sessions.begin() as session:
            now = self.clock()
            reader = bills.get_reader(session, token, number=number, now=now)
            paper = papers.load_paper(session, bills.get_document(session, reader, number))
            return paper, self._opens_all(session, token)

    def _opens_all(self, session: Session, token: str) -> bool:
        try:
            bills.get_reader(session, token, now=self.clock())
        except LinkUnknown:
            return False
        return True

    def _address(self, token: str) -> str:
        """Return where browsers find the page behind a link, whatever the request says of hosts."""
        with self.sessions.begin() as session:
            pages = billing_links.find_pages(session)
        if pages is None:
            raise LinkUnknown
        return f"{pages.public_url}{PAGES_PATH}{token}"

    def _port(self, token: str) -> PaymentPort:
        """Return the way to collect that asks on a page of its own. Raises: LinkUnknown, where there is none."""
        with self.sessions.begin() as session:
            now = self.clock()
            reader = bills.get_reader(session, token, now=now)
            provider = bills.find_provider(session, reader, now=now)
        if provider is None or provider not in self.ports:
            raise LinkUnknown
        return self.ports[provider]

    def _customer(self, token: str, port: PaymentPort) -> str:
        """Return the provider's id of who pays, made known there outside any transaction."""
        with self.sessions.begin() as session:
            now = self.clock()
            reader = bills.get_reader(session, token, now=now)
            account = bills.find_account(session, reader, port.provider, now=now)
            if account is not None:
                return account.customer_reference
            customer = bills.customer_of(session, reader, now=now)
        reference = port.ensure_customer(customer)
        with self.sessions.begin() as session:
            now = self.clock()
            reader = bills.get_reader(session, token, now=now)
            return bills.keep_customer(session, reader, port.provider, reference, now=now)


def serve_billing_pages(app: Flask, sessions: Sessions, clock: Clock, ports: PaymentPorts) -> None:
    """Serve the pages, and the address that providers tell what happened."""
    desk = BillingDesk(sessions, clock, ports)

    @app.get(f"{PAGES_PATH}thanks")
    def thanks() -> AnyResponse:
        return _said(wording.THANKS_TITLE, wording.THANKS)

    pages: Mapping[str, Page] = {
        "<token>": desk.overview,
        "<token>/next": desk.draft,
        "<token>/invoices/<name>": desk.document,
        "<token>/pay-method": desk.pay_method,
        "<token>/pay-method/done": desk.pay_method_done,
    }
    for path, page in pages.items():
        app.add_url_rule(f"{PAGES_PATH}{path}", f"billing.{path}", _answered(page), methods=["GET"])
    app.add_url_rule(f"{PAGES_PATH}webhooks/<provider>", "billing.webhook", desk.webhook, methods=["POST"])


def _answered(page: Page) -> Page:
    """Return a page that answers what goes wrong with a page, too."""

    @wraps(page)
    def answer(**parts: str) -> AnyResponse:
        try:
            return page(**parts)
        except LinkExpired:
            return _said(wording.EXPIRED_TITLE, wording.EXPIRED, HTTPStatus.GONE)
        except LinkUnknown:
            return _said(wording.UNKNOWN_TITLE, wording.UNKNOWN, HTTPStatus.NOT_FOUND)
        except TransientFailure as failure:
            _log.warning("payments.provider_silent", code=failure.code)
            return _said(wording.SILENT_TITLE, wording.SILENT, HTTPStatus.BAD_GATEWAY)
        except PermanentFailure as failure:
            _log.warning("payments.provider_refused", code=failure.code)
            return _said(wording.REFUSED_TITLE, wording.REFUSED, HTTPStatus.BAD_GATEWAY)

    return answer


def _said(title: str, text: str, status: HTTPStatus = HTTPStatus.OK, *, links: list[Link] | None = None) -> AnyResponse:
    return _html(said_page(Said(title, text), links=links or []), status)


def _html(html: str, status: HTTPStatus = HTTPStatus.OK) -> AnyResponse:
    return _answer(html, "text/html", style_hash(html), status=status)


def _answer(
    body: str | bytes,
    mimetype: str,
    style: str,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> AnyResponse:
    sent = {**HEADERS, "Content-Security-Policy": POLICY.format(style=style), **(headers or {})}
    return Response(body, status, headers=sent, mimetype=mimetype)


def _back(token: str) -> Link:
    return Link(wording.BACK, f"{PAGES_PATH}{token}")


def _before() -> int | None:
    """Return which documents the older ones are asked for of; None for the newest."""
    before = request.args.get("before", "")
    return int(before) if before.isascii() and before.isdigit() and len(before) <= LONGEST_ID else None
