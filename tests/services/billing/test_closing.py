"""Closing: what the facts give is stored once, numbered, whenever and however often the job runs."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.domain.billing.happenings import InvoiceIssued, SeatsChanged
from bot.domain.billing.issuers import Issuer
from bot.domain.billing.papers import Party
from bot.domain.billing.terms import Collect
from bot.domain.desk.happenings import Happening
from bot.gateways.database import Sessions
from bot.services.billing import closing, subscriptions
from bot.services.billing.closing import LedgerDiffers
from bot.services.billing.invoices import get_invoice
from bot.services.billing.issuing import with_issuer
from bot.services.billing.papers import load_paper
from bot.services.desk.happenings import Subscription, with_subscriptions
from models.billing import BillingPeriod, DocumentCounter, Invoice, InvoiceLine, SeatEvent
from tests.services.evidence import in_parallel
from tests.support.billing_rows import SECOND, TEAM, Bill, on, tamper
from tests.support.desk_rows import Desk, make_workspace


@pytest.fixture
def bill(session: Session, desk: Desk) -> Bill:
    return Bill(session, desk.workspace.id)


def test_the_last_day_of_january_bills_on_the_last_day_of_february(bill: Bill) -> None:
    bill.begins(on(1, 31), agents=["U1"])
    bill.joins("U2", on(2, 14, 9))
    bill.joins("U3", on(3, 30, 9))

    bill.close(on(4, 1))

    assert bill.documents() == [
        ("INV-2026-0001", 2500),
        ("INV-2026-0002", 1250),
        ("INV-2026-0003", 5000),
        ("INV-2026-0004", 81),
        ("INV-2026-0005", 7500),
    ]
    assert bill.lines("INV-2026-0002") == [("seat_added", "U2", 1, 14, 1250)]
    assert bill.lines("INV-2026-0004") == [("seat_added", "U3", 1, 1, 81)]


@pytest.mark.parametrize(
    ("joined_at", "expected"),
    [
        (on(1, 31, 23, 59, 59), [("INV-2026-0001", 7500), ("INV-2026-0002", 10081)]),
        (on(2, 1), [("INV-2026-0001", 7500), ("INV-2026-0002", 7500), ("INV-2026-0003", 2500)]),
    ],
)
def test_a_second_decides_which_month_a_seat_belongs_to(
    bill: Bill, joined_at: datetime, expected: list[tuple[str, int]]
) -> None:
    bill.begins(on(1, 1), agents=["U1", "U2", "U3"])
    bill.joins("U4", joined_at)

    bill.close(on(2, 2))

    assert bill.documents() == expected


@pytest.mark.parametrize(("left_at", "seats"), [(on(7, 31, 23, 59, 59, year=2020), 3), (on(8, 1, year=2020), 2)])
def test_who_left_before_august_2020_is_on_one_more_invoice(bill: Bill, left_at: datetime, seats: int) -> None:
    bill.begins(on(7, 15, year=2020), agents=["U1", "U2", "U3"])
    bill.leaves("U3", left_at)

    bill.close(on(8, 16, year=2020))

    assert bill.documents()[-1] == ("INV-2020-0002", seats * 2500)


def test_a_mistaken_channel_is_taken_back_line_by_line_and_numbers_keep_no_gap(bill: Bill) -> None:
    bill.begins(on(1, 1), agents=["U1"])
    for number in range(12):
        bill.joins(f"UALL{number}", on(1, 1, 1), channel="C0ALLHANDS")
    bill.triage("C0ALLHANDS", on(1, 16, 9))
    bill.close(on(1, 16, 11))
    bill.untriage("C0ALLHANDS", on(1, 16, 20))

    bill.close(on(1, 17))

    assert bill.documents() == [("INV-2026-0001", 2500), ("INV-2026-0002", 12 * 1290), ("CN-2026-0001", -12 * 1290)]
    charged, credited = bill.lines("INV-2026-0002"), bill.lines("CN-2026-0001")
    assert [(user, -amount) for _, user, _, _, amount in charged] == [
        (user, amount) for _, user, _, _, amount in credited
    ]
    note = bill.session.scalars(select(Invoice).where(Invoice.number == "CN-2026-0001")).one()
    assert bill.session.get_one(Invoice, note.corrects_id).number == "INV-2026-0002"
    given_back = bill.session.scalars(select(InvoiceLine).where(InvoiceLine.invoice_id == note.id)).all()
    mirrored = [bill.session.get_one(InvoiceLine, line.corrects_line_id) for line in given_back]
    assert [(line.slack_user_id, -line.amount_minor) for line in given_back] == [
        (line.slack_user_id, line.amount_minor) for line in mirrored
    ]


def test_a_leave_that_was_missed_over_the_roll_is_credited_on_the_invoice_it_was_on(bill: Bill) -> None:
    bill.begins(on(1, 1), agents=["U1", "U2"])
    bill.close(on(2, 1))
    bill.leaves("U2", on(1, 28), now=on(2, 3))

    bill.close(on(2, 3, 1))

    assert bill.documents()[1:] == [("INV-2026-0002", 5000), ("CN-2026-0001", -2500)]


def test_a_leave_that_no_event_proves_is_off_from_the_next_renewal(bill: Bill) -> None:
    bill.begins(on(1, 1), agents=["U1", "U2"])
    bill.close(on(2, 1))
    bill.is_missed("U2", on(2, 3))

    bill.close(on(3, 1))

    assert bill.documents()[1:] == [("INV-2026-0002", 5000), ("INV-2026-0003", 2500)]


def test_closing_again_finds_nothing_to_do(bill: Bill) -> None:
    bill.begins(on(1, 1), agents=["U1"])
    bill.close(on(1, 1, 1))

    again = bill.close(on(1, 1, 2))

    assert again == 0
    assert bill.documents() == [("INV-2026-0001", 2500)]
    assert len(bill.session.scalars(select(SeatEvent)).all()) == 1


def test_a_week_of_downtime_gives_the_periods_it_would_have_given(bill: Bill) -> None:
    bill.begins(on(1, 25), agents=["U1"])
    bill.close(on(2, 20))
    bill.joins("U2", on(2, 23))
    bill.joins("U3", on(2, 26))

    bill.close(on(3, 2))  # nothing ran since 20 February

    periods = bill.session.execute(select(BillingPeriod.start_at, BillingPeriod.quantity).order_by(BillingPeriod.index))
    assert [tuple(period) for period in periods][1:] == [(on(1, 25), 1), (on(2, 25), 2)]
    assert bill.lines("INV-2026-0003") == [("renewal", None, 2, None, 5000)]
    assert bill.lines("INV-2026-0004") == [("seat_added", "U3", 1, 27, 2411)]


def test_facts_on_their_way_are_waited_for(bill: Bill) -> None:
    bill.begins(on(1, 1), agents=["U1"])

    issued = closing.run(bill.session, bill.workspace_id, now=on(1, 1) + timedelta(seconds=119))

    assert issued == 0


def test_a_subscription_is_due_when_something_falls_due_and_not_before(bill: Bill) -> None:
    bill.begins(on(1, 1), agents=["U1"])
    bill.close(on(1, 1, 1))

    roll = on(2, 1) + timedelta(minutes=2)

    assert closing.list_due(bill.session, now=roll - SECOND) == []
    assert closing.list_due(bill.session, now=roll) == [bill.workspace_id]


def test_statements_have_numbers_of_their_own_and_ask_for_nothing(bill: Bill) -> None:
    bill.begins(on(1, 1), replace(TEAM, collect=Collect.NONE), agents=["U1"])

    bill.close(on(3, 1))

    assert bill.documents() == [("ST-2026-0001", 2500), ("ST-2026-0002", 2500), ("ST-2026-0003", 2500)]
    assert bill.session.scalars(select(Invoice.collect_minor)).all() == [0, 0, 0]


def test_numbers_begin_again_each_year(bill: Bill) -> None:
    bill.begins(on(12, 15, year=2025), agents=["U1"])

    bill.close(on(1, 16))

    assert [number for number, _ in bill.documents()] == ["INV-2025-0001", "INV-2026-0001"]


def test_what_is_stored_is_announced_once(bill: Bill) -> None:
    heard: list[Happening] = []

    def hear(_session: Session, happening: Happening, **_now: datetime) -> None:
        heard.append(happening)

    bill.session.info.update(with_subscriptions({}, [Subscription(Happening, hear)]))
    bill.begins(on(1, 1), agents=["U1", "U2"])

    bill.close(on(1, 1, 1))
    bill.close(on(1, 1, 2))

    (seats,) = (each for each in heard if isinstance(each, SeatsChanged))
    assert (seats.count_before, seats.count, [change.user for change in seats.changes]) == (0, 2, ["U1", "U2"])
    assert [each.invoice.number for each in heard if isinstance(each, InvoiceIssued)] == ["INV-2026-0001"]


def test_a_document_that_is_not_what_the_facts_give_stops_the_closing(bill: Bill) -> None:
    bill.begins(on(1, 1), agents=["U1"])
    bill.close(on(1, 1, 1))
    tamper(bill.session, "invoice", "UPDATE invoice SET core_sha256 = 'other'")

    with pytest.raises(LedgerDiffers, match="INV-2026-0001"):
        bill.close(on(2, 1))


@pytest.mark.parametrize("table", ["invoice", "invoice_line", "invoice_event", "seat_event", "billing_period"])
@pytest.mark.parametrize("change", ["UPDATE {} SET workspace_id = workspace_id", "DELETE FROM {}"])
def test_what_is_stored_is_never_changed(bill: Bill, table: str, change: str) -> None:
    bill.begins(on(1, 1), agents=["U1"])
    bill.close(on(1, 1, 1))

    with pytest.raises(DBAPIError, match="only grows"):
        bill.session.execute(text(change.format(table)))


def test_two_schedulers_at_once_roll_once(sessions: Sessions, open_desk: Desk) -> None:
    workspace_id = open_desk.workspace.id
    with sessions.begin() as session:
        Bill(session, workspace_id).begins(on(1, 1), agents=["U1"])

    def close() -> int:
        with sessions.begin() as session:
            return Bill(session, workspace_id).close(on(2, 1))

    issued = in_parallel([close, close])

    assert sorted(map(str, issued)) == ["0", "2"]
    with sessions.begin() as session:
        assert Bill(session, workspace_id).documents() == [("INV-2026-0001", 2500), ("INV-2026-0002", 2500)]


def test_a_number_that_was_taken_and_rolled_back_is_given_again(sessions: Sessions, open_desk: Desk) -> None:
    workspace_id = open_desk.workspace.id
    with sessions.begin() as session:
        Bill(session, workspace_id).begins(on(1, 1), agents=["U1"])
    with sessions() as session:
        Bill(session, workspace_id).close(on(1, 1, 1))
        session.rollback()

    with sessions.begin() as session:
        bill = Bill(session, workspace_id)
        bill.close(on(1, 1, 1))
        assert bill.documents() == [("INV-2026-0001", 2500)]
        assert session.scalars(select(DocumentCounter.last_serial)).all() == [1]


def test_a_document_bears_who_issued_it_however_that_changes_later(bill: Bill) -> None:
    issuer = Issuer(Party("Northwind Systems GmbH", ("Lindenallee 12",)), ("IBAN DE02",))
    bill.session.info.update(with_issuer({}, issuer))
    bill.begins(on(1, 1), agents=["U1"])
    bill.close(on(1, 1, 1))
    bill.session.info.pop("issuer")

    paper = load_paper(bill.session, get_invoice(bill.session, bill.workspace_id, "INV-2026-0001"))

    assert (paper.issuer, paper.pay_to) == (issuer.party, issuer.pay_to)
    assert (paper.recipient.name, paper.recipient.address) == ("Acme GmbH", ("Hauptstrasse 1", "10115 Berlin"))


def test_two_workspaces_count_for_themselves(sessions: Sessions) -> None:
    with sessions.begin() as session:
        ids = [make_workspace(session, team).id for team in ("T0ACME", "T0OTHER")]
        for workspace_id in ids:
            Bill(session, workspace_id).begins(on(1, 1), agents=["U1"])

    def close(workspace_id: int) -> list[tuple[str, int]]:
        with sessions.begin() as session:
            bill = Bill(session, workspace_id)
            bill.close(on(1, 1, 1))
            return bill.documents()

    assert in_parallel([partial(close, each) for each in ids]) == [[("INV-2026-0001", 2500)]] * 2


def test_a_standing_is_kept_for_those_who_cannot_fold(bill: Bill) -> None:
    bill.begins(on(1, 1), agents=["U1"])

    bill.close(on(1, 1, 1))

    assert subscriptions.get(bill.session, bill.workspace_id, now=on(1, 1, 1)).standing == "active"
