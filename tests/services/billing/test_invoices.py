"""What becomes of documents: each state once, in an order that makes sense, by whoever says so."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.billing.happenings import InvoiceGivenUp, InvoicePaid
from bot.domain.desk.happenings import Happening
from bot.services.billing import contacts, invoices, papers
from bot.services.billing.contacts import BillingReadersOnly
from bot.services.billing.invoices import AmountDiffers, InvoiceAlreadySettled, NothingToPay
from bot.services.desk.happenings import Subscription, with_subscriptions
from models.billing import BillingContact, Invoice, InvoiceEvent, InvoiceState
from tests.support.billing_rows import Bill, on
from tests.support.desk_rows import Desk, make_person

NOW = on(3, 1)


@pytest.fixture
def bill(session: Session, desk: Desk) -> Bill:
    """Three invoices and a credit note."""
    bill = Bill(session, desk.workspace.id)
    bill.begins(on(1, 1), agents=["U1", "U2"])
    bill.close(on(2, 2))
    bill.leaves("U2", on(1, 28), now=on(2, 3))
    bill.close(on(2, 4))
    return bill


def invoice(bill: Bill, number: str = "INV-2026-0001") -> Invoice:
    return invoices.get_invoice(bill.session, bill.workspace_id, number)


def pay(bill: Bill, number: str = "INV-2026-0001", **facts: Any) -> None:
    invoices.mark_paid(bill.session, invoice(bill, number), actor=None, now=NOW, **facts)


def test_an_invoice_is_paid_with_what_is_known_of_it(bill: Bill, desk: Desk) -> None:
    ada = desk.ada

    invoices.mark_paid(
        bill.session, invoice(bill), actor=ada, now=NOW, amount_minor=5000, details={"note": "Bank 4711"}
    )

    event = bill.session.scalars(select(InvoiceEvent).where(InvoiceEvent.state == InvoiceState.PAID)).one()
    assert (event.actor_id, event.at) == (ada.id, NOW)
    assert event.details == {"amount_minor": 5000, "note": "Bank 4711"}
    assert invoices.state_of(bill.session, invoice(bill)) is InvoiceState.PAID


def test_nothing_is_paid_twice_or_by_half(bill: Bill) -> None:
    with pytest.raises(AmountDiffers, match=r"asks for 50\.00 EUR, not 49\.99"):
        pay(bill, amount_minor=4999)
    pay(bill)
    with pytest.raises(InvoiceAlreadySettled, match="is paid already"):
        pay(bill)


def test_a_credit_note_cannot_be_paid(bill: Bill) -> None:
    with pytest.raises(NothingToPay):
        pay(bill, "CN-2026-0001")


def test_what_is_uncollectible_can_still_be_paid_and_what_is_void_cannot(bill: Bill) -> None:
    invoices.give_up(bill.session, invoice(bill), actor=None, reason="Nobody answers", now=NOW)
    pay(bill)
    invoices.void(bill.session, invoice(bill, "INV-2026-0002"), actor=None, reason="Wrong company", now=NOW)

    with pytest.raises(InvoiceAlreadySettled, match="is void already"):
        pay(bill, "INV-2026-0002")
    assert invoices.state_of(bill.session, invoice(bill)) is InvoiceState.PAID


def test_what_becomes_of_an_invoice_is_announced(bill: Bill) -> None:
    heard: list[tuple[type[Happening], str]] = []

    def hear(_session: Session, happening: Any, **_now: datetime) -> None:
        heard.append((type(happening), happening.invoice.number))

    bill.session.info.update(with_subscriptions({}, [Subscription(Happening, hear)]))
    pay(bill)
    invoices.void(bill.session, invoice(bill, "INV-2026-0002"), actor=None, reason="Wrong company", now=NOW)

    assert heard == [(InvoicePaid, "INV-2026-0001"), (InvoiceGivenUp, "INV-2026-0002")]


def test_documents_are_listed_newest_first_page_by_page(bill: Bill) -> None:
    pay(bill)

    first = invoices.list_invoices(bill.session, bill.workspace_id, limit=2)
    rest = invoices.list_invoices(bill.session, bill.workspace_id, before=first[-1].id)

    assert [each.number for each in (*first, *rest)] == ["CN-2026-0001", "INV-2026-0002", "INV-2026-0001"]
    assert (rest[0].state, rest[0].due_on) == (InvoiceState.PAID, date(2026, 1, 15))
    assert [each.number for each in invoices.list_unpaid(bill.session, bill.workspace_id)] == ["INV-2026-0002"]


def test_what_comes_next_is_a_draft_without_a_number(bill: Bill) -> None:
    draft = papers.draft_paper(bill.session, bill.workspace_id, now=on(2, 10), language="de")

    assert draft is not None
    assert (draft.number, draft.language, draft.issued_on, draft.total_minor) == (None, "de", date(2026, 3, 1), 2500)
    assert draft.carried_minor == -2500
    assert [number for number, _ in bill.documents()] == ["INV-2026-0001", "INV-2026-0002", "CN-2026-0001"]


def test_a_document_shows_names_as_they_were(bill: Bill, desk: Desk) -> None:
    bill.joins(desk.ada.slack_user_id, on(2, 10))
    bill.joins("U9", on(2, 10))
    bill.close(on(2, 11))
    desk.ada.display_name = "Ada Married"

    shown = papers.load_paper(bill.session, invoice(bill, "INV-2026-0003"))

    assert [each.person for each in shown.lines] == ["Ada", None]


def test_another_workspace_s_documents_do_not_exist(bill: Bill) -> None:
    with pytest.raises(invoices.InvoiceNotFound):
        invoices.get_invoice(bill.session, bill.workspace_id + 1, "INV-2026-0001")
    assert invoices.list_invoices(bill.session, bill.workspace_id + 1) == []


@pytest.mark.parametrize(
    ("facts", "is_contact", "may"),
    [
        ({}, False, False),
        ({}, True, True),
        ({"is_desk_admin": True}, False, True),
        ({"is_desk_admin": True, "is_deactivated": True}, True, False),
        ({"is_deactivated": True}, True, False),
    ],
    ids=["anybody", "a contact", "an admin", "an admin who left", "a contact who left"],
)
def test_who_may_see_what_the_desk_costs(
    session: Session, desk: Desk, facts: dict[str, bool], is_contact: bool, may: bool
) -> None:
    clara = make_person(session, desk.workspace, "U0CLARA", **facts)
    if is_contact:
        session.add(BillingContact(workspace_id=desk.workspace.id, person_id=clara.id, added_at=NOW))
        session.flush()

    if may:
        contacts.require_reader(session, clara)
    else:
        with pytest.raises(BillingReadersOnly):
            contacts.require_reader(session, clara)
    assert contacts.may_read(session, clara) is may
