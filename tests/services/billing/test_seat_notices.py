"""Who is told of seats: the agent, who invited them, and admins and billing contacts once for each settle window."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.billing.outbox_kinds import BillingOutboxKind
from bot.domain.billing.seat_notices import SeatDigest, SeatNews
from bot.domain.billing.terms import Terms
from bot.services.billing import contacts
from models.desk import OutboxRow, Person
from tests.services.evidence import clear_outbox
from tests.support.billing_rows import TEAM, Bill, on
from tests.support.desk_rows import Desk, make_person

NO_MAIL = replace(TEAM, invoice_to=replace(TEAM.invoice_to, email=""))


@pytest.fixture
def bill(session: Session, desk: Desk) -> Bill:
    """Ben has a seat since 1 January, Ada is an admin, and everybody was told."""
    desk.ada.is_desk_admin = True
    bill = Bill(session, desk.workspace.id)
    bill.begins(on(1, 1), NO_MAIL, agents=["U0BEN"])
    bill.close(on(1, 2))
    clear_outbox(session)
    return bill


def told(session: Session) -> list[tuple[str, dict[str, Any]]]:
    """Return who is told something of themselves, and what."""
    session.flush()
    rows = select(Person.slack_user_id, OutboxRow.payload).join(OutboxRow, OutboxRow.subject_id == Person.id)
    rows = rows.where(OutboxRow.kind == BillingOutboxKind.TELL_OF_SEAT).order_by(OutboxRow.id)
    return [(user, payload) for user, payload in session.execute(rows)]


def digests(session: Session) -> list[tuple[str, SeatDigest]]:
    """Return who is told of the seats, and what."""
    session.flush()
    rows = select(Person.slack_user_id, OutboxRow.payload).join(OutboxRow, OutboxRow.subject_id == Person.id)
    rows = rows.where(OutboxRow.kind == BillingOutboxKind.TELL_OF_SEATS).order_by(OutboxRow.id)
    return [(user, SeatDigest.from_json(payload)) for user, payload in session.execute(rows)]


def invite(bill: Bill, user: str, *, by: str, minute: int = 0) -> None:
    bill.joins(user, on(1, 16, 9, minute), inviter=by)


def test_the_agent_and_who_invited_them_are_told_minutes_later(session: Session, bill: Bill) -> None:
    invite(bill, "U0ROSA", by="U0ADA")

    bill.close(on(1, 16, 9, 1))

    assert [(user, payload["news"], payload["slack_user_ids"]) for user, payload in told(session)] == [
        ("U0ROSA", SeatNews.AGENT, []),
        ("U0ADA", SeatNews.INVITER, ["U0ROSA"]),
    ]
    assert told(session)[0][1]["inviter"] == "U0ADA"
    assert digests(session) == []


def test_who_invites_several_is_told_once(session: Session, bill: Bill, desk: Desk) -> None:
    for number in range(3):
        make_person(session, desk.workspace, f"U0NEW{number}")
        invite(bill, f"U0NEW{number}", by="U0ADA")

    bill.close(on(1, 16, 9, 1))

    [invited] = [payload for user, payload in told(session) if user == "U0ADA"]
    assert invited["slack_user_ids"] == ["U0NEW0", "U0NEW1", "U0NEW2"]


def test_admins_and_billing_contacts_get_one_digest_when_the_window_closes(
    session: Session, bill: Bill, desk: Desk
) -> None:
    for contact in (desk.rosa, desk.ada):
        contacts.name_contact(session, contact, actor=None, now=on(1, 3))
    invite(bill, "U0NEW1", by="U0ADA")
    invite(bill, "U0NEW2", by="U0ADA", minute=30)
    bill.close(on(1, 16, 9, 40))
    assert digests(session) == []

    bill.close(on(1, 16, 10))
    bill.close(on(1, 16, 11))

    assert [user for user, _ in digests(session)] == ["U0ADA", "U0ROSA"]
    digest = digests(session)[0][1]
    assert (digest.count_before, digest.count, digest.came, digest.left) == (1, 3, ("U0NEW1", "U0NEW2"), ())
    assert digest.charged is not None
    assert digest.upcoming is not None
    assert (digest.charged.minor, digest.upcoming.minor, digest.upcoming_at) == (2580, 7500, on(2, 1))


def test_a_second_channel_tells_nobody(session: Session, bill: Bill) -> None:
    bill.triage("C0HR", on(1, 10), queue="HR")
    bill.joins("U0BEN", on(1, 16), channel="C0HR")

    bill.close(on(1, 17))

    assert (told(session), digests(session)) == ([], [])


def test_who_comes_and_goes_within_the_window_makes_no_digest(session: Session, bill: Bill) -> None:
    invite(bill, "U0ROSA", by="U0ADA")
    bill.leaves("U0ROSA", on(1, 16, 9, 20))

    bill.close(on(1, 17))

    assert (told(session), digests(session)) == ([], [])


def test_a_mistaken_channel_is_told_both_ways(session: Session, bill: Bill) -> None:
    bill.joins("U0ROSA", on(1, 10), channel="C0ALLHANDS")
    bill.triage("C0ALLHANDS", on(1, 16, 9))
    bill.close(on(1, 16, 11))
    clear_outbox(session)

    bill.untriage("C0ALLHANDS", on(1, 16, 15))
    bill.close(on(1, 16, 17))

    assert [(user, payload["news"]) for user, payload in told(session)] == [("U0ROSA", SeatNews.TAKEN_BACK)]
    [(_, digest)] = digests(session)
    assert digest.charged is not None
    assert (digest.count_before, digest.count, digest.charged.minor) == (2, 1, -1290)


def test_without_a_price_people_hear_of_the_seat_and_of_no_money(session: Session, desk: Desk) -> None:
    desk.ada.is_desk_admin = True
    bill = Bill(session, desk.workspace.id)
    bill.begins(on(1, 1), Terms())
    invite(bill, "U0ROSA", by="U0ADA")

    bill.close(on(1, 17))

    assert [user for user, _ in told(session)] == ["U0ROSA", "U0ADA"]
    [(_, digest)] = digests(session)
    assert (digest.count, digest.is_priced, digest.charged, digest.upcoming) == (1, False, None, None)


def test_the_billed_address_gets_the_digest_by_mail(session: Session, bill: Bill) -> None:
    bill.terms(TEAM, on(1, 3))
    invite(bill, "U0ROSA", by="U0ADA")

    bill.close(on(1, 17))

    mailed = select(OutboxRow.payload).where(OutboxRow.kind == BillingOutboxKind.MAIL_OF_SEATS)
    [payload] = session.scalars(mailed)
    assert payload["address"] == "billing@acme.example"
    assert payload["digest"]["count"] == 2
