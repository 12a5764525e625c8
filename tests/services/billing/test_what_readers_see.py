"""What admins and billing contacts load of seats, the bill and its documents; everybody else is refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.domain.billing.facts import FactKind
from bot.domain.billing.periods import Interval
from bot.domain.billing.plans import Plan
from bot.domain.billing.quote_page import QuoteChoice
from bot.domain.billing.quotes import QuoteWarning
from bot.domain.billing.seat_list import SeatReason, SeatState
from bot.errors import NotFound
from bot.services.billing import contacts, explained_documents, overviews, quotes, seat_lists
from bot.services.billing.contacts import BillingReadersOnly
from bot.services.billing.explained_documents import NothingToExplain
from models.desk import Person
from tests.support.billing_rows import TEAM, Bill, on
from tests.support.desk_rows import Desk, make_person, make_queue

NOW = on(3, 10)
LOADS: dict[str, Callable[[Session, Person], Any]] = {
    "seats": lambda session, reader: seat_lists.load_page(session, reader=reader, page=0, now=NOW),
    "why": lambda session, reader: seat_lists.explain_seat(session, "U0BEN", reader=reader, now=NOW),
    "bill": lambda session, reader: overviews.load_bill(session, reader=reader, now=NOW),
    "documents": lambda session, reader: overviews.list_documents(session, reader=reader, before=None, now=NOW),
    "quote": lambda session, reader: quotes.load_quote(session, None, reader=reader, now=NOW),
    "explained": lambda session, reader: explained_documents.load(session, "next", page=0, reader=reader, now=NOW),
}


@pytest.fixture
def bill(session: Session, desk: Desk) -> Bill:
    """Ada, an admin, and Ben have seats since 31 January; one more joined in February; IT's lines are split."""
    desk.ada.is_desk_admin = True
    bill = Bill(session, desk.workspace.id)
    bill.begins(on(1, 31), replace(TEAM, split_by_queue=True), agents=["U0ADA", "U0BEN"])
    bill.joins("U0ROSA", on(2, 14, 9), inviter="U0BEN")
    bill.close(on(3, 9))
    return bill


@pytest.mark.usefixtures("bill")
@pytest.mark.parametrize("load", LOADS.values(), ids=LOADS)
def test_admins_and_billing_contacts_may_look_and_nobody_else(
    session: Session, desk: Desk, load: Callable[[Session, Person], Any]
) -> None:
    contacts.name_contact(session, desk.rosa, actor=None, now=NOW)

    for reader in (desk.ada, desk.rosa):
        assert load(session, reader) is not None
    with pytest.raises(BillingReadersOnly):
        load(session, desk.ben)


def test_the_list_has_who_waits_first_and_says_why_each_counts(session: Session, desk: Desk, bill: Bill) -> None:
    make_person(session, desk.workspace, "U0OTTO")
    bill.joins("U0GUS", on(3, 9, 1))
    for user, details in {
        "U0OTTO": {"standing": "held", "reason": "outsider"},
        "U0GUS": {"standing": "billable", "reason": "guest"},
    }.items():
        bill.learns(user, on(3, 9, 2), details)
    bill.enters("U0OTTO", on(3, 9, 3))
    bill.enters("U0NOBODY", on(3, 9, 4))

    page = seat_lists.load_page(session, reader=desk.ada, page=0, now=NOW)

    assert [(each.person.slack_user_id, each.state, each.reason) for each in page.entries] == [
        ("U0OTTO", SeatState.HELD, SeatReason.OUTSIDER),
        ("U0NOBODY", SeatState.PENDING, SeatReason.UNKNOWN),
        ("U0ADA", SeatState.SEAT, SeatReason.MEMBER),
        ("U0BEN", SeatState.SEAT, SeatReason.MEMBER),
        ("U0ROSA", SeatState.SEAT, SeatReason.MEMBER),
        ("U0GUS", SeatState.SEAT, SeatReason.GUEST),
    ]
    assert (page.occupied, page.held, page.pending) == (4, 1, 1)


def test_pages_hold_twenty_and_one_that_is_not_there_is_the_nearest(session: Session, desk: Desk, bill: Bill) -> None:
    for number in range(30):
        bill.joins(f"U0N{number}", on(3, 9, 10))

    pages = [seat_lists.load_page(session, reader=desk.ada, page=page, now=NOW) for page in (0, 1, 99)]

    assert [(page.page, len(page.entries), page.total) for page in pages] == [(0, 20, 33), (1, 13, 33), (1, 13, 33)]


def test_a_person_in_two_queues_is_shared_between_them(session: Session, desk: Desk, bill: Bill) -> None:
    make_queue(session, desk.workspace, "HR", name="People")
    bill.triage("C0HR", on(3, 9, 1), queue="HR")
    bill.joins("U0BEN", on(3, 9, 2), channel="C0HR")

    page = seat_lists.load_page(session, reader=desk.ada, page=0, now=NOW)

    shares = {each.name: (each.people, each.shared, each.share and each.share.minor) for each in page.queues}
    assert shares == {"IT": (3, 1, 6250), "People": (1, 1, 1250)}


def test_why_has_a_persons_own_facts_and_those_of_their_channels(session: Session, desk: Desk, bill: Bill) -> None:
    why = seat_lists.explain_seat(session, "U0ROSA", reader=desk.ada, now=NOW)

    assert [fact.kind for fact in why.facts] == [FactKind.JOINED, FactKind.PERSON_KNOWN, FactKind.TRIAGE_ON]
    assert why.facts[0].details == {"inviter": "U0BEN"}
    bill.leaves("U0ROSA", on(3, 9, 12))
    gone = seat_lists.explain_seat(session, "U0ROSA", reader=desk.ada, now=NOW).entry
    assert (gone.state, gone.reason) == (SeatState.NONE, SeatReason.NO_CHANNEL)
    with pytest.raises(NotFound):
        seat_lists.explain_seat(session, "U0STRANGER", reader=desk.ada, now=NOW)


def test_the_bill_has_the_draft_that_the_next_invoice_will_be(session: Session, desk: Desk, bill: Bill) -> None:
    drawn = overviews.load_bill(session, reader=desk.ada, now=NOW)
    draft = drawn.subscription.upcoming

    bill.close(on(3, 31))

    assert draft is not None
    number, total = bill.documents()[-1]
    assert (draft.total_minor, draft.issued_at) == (total, on(3, 31))
    document = explained_documents.load(session, number, page=0, reader=desk.ada, now=on(4, 1)).document
    assert document.canonical() == draft.canonical()


def test_documents_are_paged_newest_first(session: Session, desk: Desk, bill: Bill) -> None:
    bill.close(on(1, 1, year=2029))
    first = overviews.list_documents(session, reader=desk.ada, before=None, now=NOW)
    second = overviews.list_documents(session, reader=desk.ada, before=first.older, now=NOW)

    numbers = [each.summary.number for each in (*first.documents, *second.documents)]
    assert numbers == [number for number, _ in reversed(bill.documents())]
    assert (len(first.documents), second.older) == (20, None)


def test_a_renewal_is_explained_with_who_the_seats_were_then(session: Session, desk: Desk, bill: Bill) -> None:
    bill.joins("U0LATER", on(3, 9, 12))
    numbers = [number for number, _ in bill.documents()]

    renewals = [
        explained_documents.load(session, number, page=0, reader=desk.ada, now=NOW).bearers
        for number in (numbers[0], numbers[-1])
    ]

    assert renewals == [{"IT": ["U0ADA", "U0BEN"]}, {"IT": ["U0ADA", "U0BEN", "U0ROSA"]}]


@pytest.mark.usefixtures("bill")
def test_an_added_line_is_explained_with_how_its_person_came(session: Session, desk: Desk) -> None:
    explained = explained_documents.load(session, "inv-2026-0002", page=0, reader=desk.ada, now=NOW)

    assert explained.arrivals["U0ROSA"].details == {"inviter": "U0BEN"}
    assert [each.arithmetic.rounded_minor for each in explained.lines] == [1250]


def test_a_window_is_explained_while_it_is_open_and_not_after(session: Session, desk: Desk, bill: Bill) -> None:
    bill.joins("U0LATER", on(3, 9, 12))
    open_at, later = on(3, 9, 12, 30), on(3, 9, 13) + timedelta(minutes=3)

    explained = explained_documents.load(session, "window", page=0, reader=desk.ada, now=open_at)

    assert [each.line.user for each in explained.lines] == ["U0LATER"]
    bill.close(later)
    with pytest.raises(NothingToExplain):
        explained_documents.load(session, "window", page=0, reader=desk.ada, now=later)


@pytest.mark.usefixtures("bill")
def test_a_quote_starts_from_what_is_and_follows_a_choice(session: Session, desk: Desk) -> None:
    as_it_is = quotes.load_quote(session, None, reader=desk.ada, now=NOW)
    asked = QuoteChoice("2", Plan.PROFESSIONAL, Interval.ANNUAL, "USD")
    other = quotes.load_quote(session, asked, reader=desk.ada, now=NOW)
    unread = quotes.load_quote(session, replace(asked, seats="two"), reader=desk.ada, now=NOW)

    assert as_it_is.quote is not None
    assert as_it_is.quote.total.minor == 7500
    assert other.quote is not None
    assert (other.quote.total.minor, other.quote.warnings) == (100_000, (QuoteWarning.BELOW_OCCUPIED,))
    assert (unread.quote, unread.choice.seats) == (None, "two")
