"""The bill in a browser, over real HTTP: what a link opens, what it does not, and how a card gets there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Thread

import httpx
import pytest
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy import Engine, func, select
from werkzeug.serving import make_server

from bot.billing_pages import serve_billing_pages
from bot.composition import wire
from bot.delivery.billing import billing_deliverers
from bot.gateways.database import Sessions
from bot.gateways.payments import PaymentMethod, WebhookWord
from bot.gateways.recorded_slack import RecordedSlack
from bot.services.billing import billing_links, contacts
from bot.services.billing.billing_links import BillingPages
from bot.views.billing import bill_page_wording as wording
from models.billing import BillingContact, LedgerFact, PaymentAccount, ProviderEvent
from models.desk import OutboxRow, Person
from tests.delivery.outbox_rows import drain, office_of
from tests.support import plain_http
from tests.support.billing_rows import TEAM, Bill, on
from tests.support.collecting import BY_CARD, Till
from tests.support.desk_rows import make_person, make_workspace
from tests.support.payments import FakePayments, signed

KEY, OLD_KEY = Fernet.generate_key().decode(), Fernet.generate_key().decode()
FIRST = "INV-2026-0001"
MINUTE = timedelta(minutes=1)


@dataclass
class Office:
    """A workspace whose billing contact is clara, with one invoice of 25, and the pages on a port of this machine."""

    sessions: Sessions
    engine: Engine
    provider: FakePayments = field(default_factory=FakePayments)
    now: datetime = field(default_factory=lambda: on(1, 2))
    address: str = ""
    pages: BillingPages = field(init=False)

    def open(self, *, by_card: bool = False) -> None:
        with self.sessions.begin() as session:
            workspace = make_workspace(session)
            clara = make_person(session, workspace, "U0CLARA")
            contacts.name_contact(session, clara, actor=None, now=on(1, 1))
            till = Till(session, Bill(session, workspace.id), self.provider)
            till.bill.begins(on(1, 1), BY_CARD if by_card else TEAM, agents=["U1"])
            till.bill.close(on(1, 1, 1))

    def link(self, number: str | None = None, *, who: str = "U0CLARA", keys: list[str] | None = None) -> str:
        """Return a link to the overview, or to one document."""
        with self.sessions.begin() as session:
            session.info.update(billing_links.with_pages({}, BillingPages(self.address, keys or [KEY])))
            person = session.scalars(select(Person).where(Person.slack_user_id == who)).one()
            if number is None:
                found = billing_links.find_overview_link(session, person, now=self.now)
            else:
                found = billing_links.find_invoice_link(session, person, number, now=self.now)
        assert found is not None
        return found

    def drain(self) -> None:
        """Let the worker do what waits."""
        ports = {"stripe": self.provider}
        drain(office_of(self.sessions, RecordedSlack(), billing_deliverers(ports=ports)), self.engine)


@contextmanager
def served(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


@pytest.fixture
def office(sessions: Sessions, engine: Engine) -> Iterator[Office]:
    office = Office(sessions, engine)
    app = Flask(__name__, static_folder=None)
    serve_billing_pages(app, sessions, lambda: office.now, {"stripe": office.provider})
    with served(app) as address:
        office.address = address
        wire(sessions, pages=BillingPages(address, [KEY, OLD_KEY]))
        yield office


def get(url: str) -> httpx.Response:
    return plain_http.get(url, follow_redirects=False)


def test_the_overview_says_what_is_bought_and_what_was(office: Office) -> None:
    office.open()

    page = get(office.link())

    assert page.status_code == 200
    assert [said in page.text for said in ("Team", FIRST, "25.00", "Documents so far", "1 February 2026")] == [True] * 5


def test_every_page_runs_nothing_and_is_kept_nowhere(office: Office) -> None:
    office.open()
    link = office.link()

    pages = [get(link), get(f"{link}/invoices/{FIRST}"), get(f"{link}/next"), get(f"{office.address}/billing/nonsense")]

    for page in pages:
        policy = page.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
        assert "<script" not in page.text


def test_a_document_is_a_page_and_a_pdf(office: Office) -> None:
    office.open()
    link = office.link()

    page, pdf = get(f"{link}/invoices/{FIRST}"), get(f"{link}/invoices/{FIRST}.pdf")

    assert FIRST in page.text
    assert (pdf.headers["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert pdf.headers["Content-Disposition"] == f'inline; filename="{FIRST}.pdf"'


def test_a_link_to_a_document_opens_that_one_for_a_month_and_nothing_else(office: Office) -> None:
    office.open()
    link = office.link(FIRST)
    token = link.removeprefix(f"{office.address}/billing/").partition("/")[0]

    office.now += timedelta(days=29)
    answers = [get(link), get(f"{link}.pdf"), get(f"{office.address}/billing/{token}"), get(f"{link[:-1]}2")]
    office.now += timedelta(days=2)
    late = get(link)

    assert [answer.status_code for answer in answers] == [200, 200, 404, 404]
    assert wording.BACK not in answers[0].text
    assert late.status_code == 410


def test_a_link_that_has_expired_says_how_to_get_another(office: Office) -> None:
    office.open()
    link = office.link()

    office.now += 29 * MINUTE
    in_time = get(link)
    office.now += 2 * MINUTE
    late = get(link)

    assert (in_time.status_code, late.status_code) == (200, 410)
    assert wording.EXPIRED in late.text


def tampered(link: str) -> str:
    letters = list(link)
    letters[-20] = "A" if letters[-20] != "A" else "B"
    return "".join(letters)


def test_a_link_made_with_an_older_key_still_opens_and_with_a_foreign_one_never_did(office: Office) -> None:
    office.open()

    answers = [get(office.link(keys=[OLD_KEY])), get(office.link(keys=[Fernet.generate_key().decode()]))]

    assert [answer.status_code for answer in answers] == [200, 404]


def stop_being_contact(office: Office) -> None:
    with office.sessions.begin() as session:
        session.delete(session.scalars(select(BillingContact)).one())


def leave_the_company(office: Office) -> None:
    with office.sessions.begin() as session:
        session.scalars(select(Person).where(Person.slack_user_id == "U0CLARA")).one().is_deactivated = True


@pytest.mark.parametrize("cause", [stop_being_contact, leave_the_company])
def test_whoever_lost_the_right_sees_what_everybody_sees(office: Office, cause: Callable[[Office], None]) -> None:
    office.open()
    link = office.link()

    cause(office)

    assert get(link).text == get(f"{office.address}/billing/nonsense").text
    assert get(link).status_code == get(f"{link}/invoices/{FIRST}.pdf").status_code == 404


def test_whatever_is_wrong_with_a_link_gives_one_answer(office: Office) -> None:
    office.open()
    link = office.link()
    wrong = [
        tampered(link),
        f"{link}x",
        f"{link}/invoices/INV-2026-0099",
        f"{link}/invoices/%00",
        f"{office.address}/billing/{'x' * 5000}",
        f"{office.address}/billing/nonsense/pay-method",
        f"{link}/pay-method",
    ]

    answers = {(answer.status_code, answer.text) for answer in map(get, wrong)}

    assert [(status, wording.UNKNOWN in text) for status, text in answers] == [(404, True)]


def test_a_link_shows_nothing_of_another_workspace(office: Office) -> None:
    office.open()
    with office.sessions.begin() as session:
        other = make_workspace(session, "T0OTHER")
        admin = make_person(session, other, "U0OTHER")
        admin.is_desk_admin = True

    link = office.link(who="U0OTHER")

    assert FIRST not in get(link).text
    assert get(f"{link}/invoices/{FIRST}").status_code == 404


def test_choosing_a_card_leads_to_the_provider_and_back(office: Office) -> None:
    office.open(by_card=True)
    link = office.link()

    away = get(f"{link}/pay-method")
    office.provider.methods["cus_T0ACME/1"] = PaymentMethod("pm_1", "Visa ending in 4242")
    with office.sessions() as session:
        reference = session.scalars(select(PaymentAccount.customer_reference)).one()
    office.provider.methods[reference] = PaymentMethod("pm_1", "Visa ending in 4242")
    (done_url,) = office.provider.setups
    back = get(done_url)

    assert (away.status_code, away.headers["Location"]) == (303, f"https://pay.example/setup/{reference}")
    assert away.headers["Referrer-Policy"] == "no-referrer", "the provider does not learn the link"
    assert done_url == f"{link}/pay-method/done"
    assert "Visa ending in 4242" in back.text
    assert "Visa ending in 4242" in get(link).text


def test_coming_back_without_a_card_says_so(office: Office) -> None:
    office.open(by_card=True)

    back = get(f"{office.link()}/pay-method/done")

    assert wording.NO_CARD in back.text


def test_a_provider_that_is_silent_is_said_to_be(office: Office) -> None:
    office.open(by_card=True)
    office.provider.is_silent = True

    page = get(f"{office.link()}/pay-method")

    assert (page.status_code, wording.SILENT in page.text) == (502, True)


def hear(office: Office, word: WebhookWord, *, signature: str | None = None) -> httpx.Response:
    body, good = signed(word)
    headers = {"Stripe-Signature": good if signature is None else signature}
    return plain_http.post(f"{office.address}/billing/webhooks/stripe", content=body, headers=headers)


def count_of(office: Office, table: type[ProviderEvent] | type[OutboxRow]) -> int:
    with office.sessions() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_webhook_is_heard_once_however_often_it_comes(office: Office) -> None:
    office.open(by_card=True)
    word = WebhookWord("evt_1", charge_key="inv:INV-2026-0001:1:T0ACME")

    before = count_of(office, OutboxRow)
    answers = [hear(office, word) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert (count_of(office, ProviderEvent), count_of(office, OutboxRow) - before) == (1, 0)


def test_a_webhook_that_is_not_signed_is_refused(office: Office) -> None:
    office.open(by_card=True)

    answers = [hear(office, WebhookWord("evt_1"), signature=signature) for signature in ("", "t=1,v1=00")]

    assert [answer.status_code for answer in answers] == [401, 401]
    assert count_of(office, ProviderEvent) == 0


def test_a_webhook_about_a_card_has_it_read_from_the_provider(office: Office) -> None:
    office.open(by_card=True)
    get(f"{office.link()}/pay-method")
    with office.sessions() as session:
        reference = session.scalars(select(PaymentAccount.customer_reference)).one()
    office.provider.methods[reference] = PaymentMethod("pm_1", "Visa ending in 4242")

    hear(office, WebhookWord("evt_2", customer_reference=reference))
    office.drain()

    with office.sessions() as session:
        assert session.scalars(select(PaymentAccount.method_label)).one() == "Visa ending in 4242"
        assert session.scalar(select(LedgerFact.id).where(LedgerFact.kind == "payment_method_set")) is not None


def test_webhooks_of_a_provider_that_is_not_set_up_find_nobody(office: Office) -> None:
    answer = plain_http.post(f"{office.address}/billing/webhooks/paypal", content=b"{}")

    assert answer.status_code == 404


def test_a_payer_who_comes_back_from_the_bank_is_thanked(office: Office) -> None:
    page = get(f"{office.address}/billing/thanks")

    assert wording.THANKS in page.text


def test_without_an_address_or_a_key_there_are_no_links_and_no_pages(sessions: Sessions, office: Office) -> None:
    office.open()
    link = office.link()
    wire(sessions)
    with sessions.begin() as session:
        clara = session.scalars(select(Person)).first()
        assert clara is not None
        assert billing_links.find_overview_link(session, clara, now=office.now) is None

    assert get(link).status_code == 404
