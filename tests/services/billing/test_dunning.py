"""What is not paid is asked for again on days 1, 3, 5 and 7; then the desk is read-only until it is paid."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bot.domain.billing.dunning import next_step_at, suspends_at
from bot.domain.billing.outbox_kinds import BillingOutboxKind
from bot.domain.billing.outcomes import SubscriptionStanding
from bot.services.billing import contacts, invoices, ledgers
from models.billing import InvoiceState
from models.desk import PlanLimits
from tests.support.billing_rows import TEAM, Bill, on
from tests.support.collecting import BY_CARD, VISA, Till
from tests.support.desk_rows import Desk
from tests.support.payments import ASKS_BACK, DECLINED

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
START = on(1, 1)
FIRST = "INV-2026-0001"


@pytest.fixture
def till(session: Session, desk: Desk) -> Till:
    desk.ada.is_desk_admin = True
    contacts.name_contact(session, desk.ben, actor=None, now=START)
    return Till(session, Bill(session, desk.workspace.id))


def standing(till: Till, days: float) -> SubscriptionStanding:
    return ledgers.load(till.session, till.bill.workspace_id, at=START + days * DAY).standing


def live(till: Till, *, until: int, since: int = 0) -> dict[int, list[str]]:
    """Let days pass, an hour into each, and return what contacts were told on which."""
    told = {}
    for day in range(since, until + 1):
        till.passes(START + day * DAY + HOUR)
        till.collects(START + day * DAY + HOUR)
        told[day] = [said for person, said in till.told() if person == ben_of(till)]
    return {day: said for day, said in told.items() if said}


def ben_of(till: Till) -> int:
    (ben,) = contacts.list_contacts(till.session, till.bill.workspace_id)
    return ben.id


def test_a_card_that_fails_is_tried_on_four_more_days_and_then_the_desk_is_read_only(till: Till, desk: Desk) -> None:
    till.provider.plan = [DECLINED] * 9
    till.opens(START)

    told = live(till, until=10)

    assert told == {0: ["failed"], 1: ["failed"], 3: ["failed"], 5: ["failed"], 7: ["suspended"]}
    assert len(till.provider.asked) == 5
    assert standing(till, 8) is SubscriptionStanding.SUSPENDED
    assert till.session.get_one(PlanLimits, desk.workspace.id).is_read_only


def test_a_payment_within_the_days_ends_it(till: Till) -> None:
    till.provider.plan = [DECLINED, DECLINED]
    till.opens(START)

    told = live(till, until=10)

    assert told == {0: ["failed"], 1: ["failed"]}
    assert standing(till, 9) is SubscriptionStanding.ACTIVE
    assert invoices.state_of(till.session, till.invoice(FIRST)) is InvoiceState.PAID


def test_a_new_card_brings_a_suspended_desk_back(till: Till, desk: Desk) -> None:
    till.provider.plan = [DECLINED] * 5
    till.opens(START)
    live(till, until=8)

    till.takes_card(VISA.__class__("pm_new", "Visa ending in 1881"), START + 9 * DAY)
    till.collects(START + 9 * DAY)

    assert standing(till, 10) is SubscriptionStanding.ACTIVE
    assert not till.session.get_one(PlanLimits, desk.workspace.id).is_read_only
    assert (desk.ada.id, "reinstated") in till.told(), "admins hear it, too"


def test_a_bank_that_asks_back_every_time_suspends_in_the_end(till: Till) -> None:
    till.provider.plan = [ASKS_BACK] * 9
    till.opens(START)

    told = live(till, until=8)

    assert told == {0: ["confirm"], 1: ["confirm"], 3: ["confirm"], 5: ["confirm"], 7: ["suspended"]}


def test_an_invoice_to_be_paid_by_hand_is_reminded_of_after_it_was_due(till: Till) -> None:
    till.opens(START, TEAM)

    told = live(till, until=24)

    assert till.invoice(FIRST).due_on == (START + 14 * DAY).date()
    assert told == {15: ["reminded"], 17: ["reminded"], 19: ["reminded"], 21: ["suspended"]}
    assert standing(till, 22) is SubscriptionStanding.SUSPENDED


def test_marking_as_paid_brings_a_suspended_desk_back(till: Till) -> None:
    till.opens(START, TEAM)
    live(till, until=22)

    invoices.mark_paid(till.session, till.invoice(FIRST), actor=None, now=START + 23 * DAY)

    assert standing(till, 24) is SubscriptionStanding.ACTIVE
    assert (ben_of(till), "reinstated") in till.told()


def test_one_of_two_unpaid_invoices_does_not_bring_it_back(till: Till) -> None:
    till.opens(START, TEAM)
    till.bill.joins("U2", START + 2 * DAY)
    till.bill.close(START + 3 * DAY)
    live(till, until=26)

    invoices.mark_paid(till.session, till.invoice(FIRST), actor=None, now=START + 27 * DAY)
    after_one = standing(till, 28)
    invoices.void(till.session, till.invoice("INV-2026-0002"), actor=None, reason="agreed", now=START + 28 * DAY)

    assert after_one is SubscriptionStanding.SUSPENDED
    assert standing(till, 29) is SubscriptionStanding.ACTIVE


def test_mail_goes_with_what_contacts_hear(till: Till) -> None:
    till.opens(START, TEAM)

    live(till, until=15)

    (row,) = till.waiting(BillingOutboxKind.MAIL_OF_PAYMENT)
    assert (row.payload["said"], row.payload["address"]) == ("reminded", "billing@acme.example")


def test_where_nothing_is_collected_any_more_nobody_is_reminded(till: Till) -> None:
    till.provider.plan = [DECLINED]
    till.opens(START)
    live(till, until=0)
    till.bill.terms(BY_CARD.__class__(), START + HOUR)

    assert live(till, since=1, until=8) == {}


def test_after_a_week_without_the_program_people_are_asked_before_they_are_suspended(till: Till) -> None:
    till.provider.plan = [DECLINED] * 9
    till.opens(START)
    till.collects(START + HOUR)

    told = live(till, since=9, until=16)

    assert told == {9: ["failed", "failed"], 11: ["failed"], 13: ["failed"], 15: ["suspended"]}


def test_the_ladder_keeps_its_distances() -> None:
    days = [next_step_at(step, START, None) for step in range(1, 6)]

    assert days == [START + DAY, START + 2 * DAY, START + 2 * DAY, START + 2 * DAY, None]
    assert suspends_at(1, START, None) == START + 7 * DAY
    assert suspends_at(5, START, None) is None
