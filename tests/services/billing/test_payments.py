"""What is collected is collected once, whatever is lost on the way; what follows from it happens once."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.billing.outbox_kinds import BillingOutboxKind
from bot.domain.billing.plans import Plan
from bot.gateways.payments import ChargeState, PaymentMethod
from bot.services.billing import attempts, audits, contacts, invoices, payments, terms
from bot.services.billing.changes import ChangeBeingPaid
from models.billing import BalanceEntry, InvoiceState
from models.desk import PlanLimits
from tests.support.billing_rows import Bill, on
from tests.support.collecting import BY_CARD, Till, changed
from tests.support.desk_rows import Desk
from tests.support.payments import ASKS_BACK, DECLINED, DOWN, LOST, ON_ITS_WAY, SILENT, TAKEN

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
START = on(1, 1)
FIRST = "INV-2026-0001"


@pytest.fixture
def till(session: Session, desk: Desk) -> Till:
    desk.ada.is_desk_admin = True
    contacts.name_contact(session, desk.ben, actor=None, now=START)
    return Till(session, Bill(session, desk.workspace.id))


def state(till: Till, number: str = FIRST) -> InvoiceState:
    return invoices.state_of(till.session, till.invoice(number))


def is_equal(till: Till) -> bool:
    return audits.rederive(till.session, till.bill.workspace_id, now=on(12, 1)).is_clean


def test_an_invoice_is_collected_once_it_is_issued(till: Till) -> None:
    till.opens(START)

    till.collects(START + HOUR)

    assert state(till) is InvoiceState.PAID
    assert till.tried() == [("inv:INV-2026-0001:1", 2500)]
    assert till.provider.taken_minor == 2500
    assert till.told() == []


def test_a_lost_answer_is_looked_up_even_when_the_key_has_expired(till: Till) -> None:
    till.provider.plan = [LOST]
    till.opens(START)
    till.collects(START + HOUR)
    till.provider.forget_keys()

    till.collects(START + 30 * HOUR)

    assert till.provider.taken_minor == 2500, "charged once"
    assert till.provider.asked == ["inv:INV-2026-0001:1:T0ACME"], "the second time it was only looked up"
    assert state(till) is InvoiceState.PAID
    assert is_equal(till)


def test_a_request_that_never_arrived_is_made_again_by_the_same_key(till: Till) -> None:
    till.provider.plan = [SILENT, DOWN]
    till.opens(START)

    for _ in range(3):
        till.collects(START + HOUR)

    assert len(set(till.provider.asked)) == 1
    assert (till.provider.taken_minor, state(till)) == (2500, InvoiceState.PAID)


def test_an_answer_that_is_told_twice_changes_nothing(till: Till) -> None:
    till.opens(START)
    till.collects(START + HOUR)
    attempt = attempts.find_last_step(till.session, till.invoice(FIRST))
    assert attempt is not None

    for charge in (TAKEN, DECLINED, ON_ITS_WAY):
        payments.record_charge(till.session, attempt, charge, now=START + 2 * HOUR)

    assert state(till) is InvoiceState.PAID
    assert till.told() == []


def test_money_that_comes_after_all_settles_the_invoice(till: Till) -> None:
    till.provider.plan = [DECLINED]
    till.opens(START)
    till.collects(START)
    attempt = attempts.find_last_step(till.session, till.invoice(FIRST))
    assert attempt is not None

    payments.record_charge(till.session, attempt, TAKEN, now=START + HOUR)

    assert state(till) is InvoiceState.PAID


def test_an_invoice_that_was_settled_by_hand_is_not_charged(till: Till) -> None:
    till.opens(START)
    invoices.mark_paid(till.session, till.invoice(FIRST), actor=None, now=START)

    till.collects(START + HOUR)

    assert till.provider.asked == []


def test_money_for_an_invoice_that_was_settled_meanwhile_is_booked_and_admins_decide(till: Till, desk: Desk) -> None:
    till.provider.plan = [LOST]
    till.opens(START)
    till.collects(START)
    invoices.mark_paid(till.session, till.invoice(FIRST), actor=None, now=START)

    till.collects(START + HOUR)

    (entry,) = till.session.scalars(select(BalanceEntry)).all()
    assert (entry.amount_minor, entry.currency) == (-2500, "USD")
    assert (desk.ada.id, "paid_twice") in till.told()


def test_a_bank_that_asks_back_is_told_to_the_contacts_with_the_way_to_it(till: Till, desk: Desk) -> None:
    till.provider.plan = [ASKS_BACK]
    till.opens(START)

    till.collects(START)

    assert till.told() == [(desk.ben.id, "confirm")]
    assert state(till) is InvoiceState.FINALISED


def test_a_payment_that_is_confirmed_is_found_when_the_provider_says_so(till: Till) -> None:
    till.provider.plan = [ASKS_BACK]
    till.opens(START)
    till.collects(START)
    till.provider.ends("pi_1", TAKEN)

    attempt = attempts.find_last_step(till.session, till.invoice(FIRST))
    assert attempt is not None
    attempts.send(till.session, attempt)
    till.collects(START + 7 * HOUR)

    assert state(till) is InvoiceState.PAID
    assert till.provider.taken_minor == 2500


def test_the_next_attempt_first_ends_the_one_that_waits_for_its_payer(till: Till) -> None:
    till.provider.plan = [ASKS_BACK]
    till.opens(START)
    till.collects(START)

    till.passes(START + DAY + HOUR)
    till.collects(START + DAY + HOUR)

    assert till.provider.made["pi_1"][1].state is ChargeState.FAILED
    assert (till.provider.taken_minor, state(till)) == (2500, InvoiceState.PAID)


def test_another_card_is_tried_at_once(till: Till, desk: Desk) -> None:
    till.provider.plan = [DECLINED]
    till.opens(START)
    till.collects(START)

    till.takes_card(PaymentMethod("pm_new", "Visa ending in 1881"), START + HOUR)
    till.collects(START + HOUR)

    assert till.told() == [(desk.ben.id, "failed")]
    assert till.tried() == [("inv:INV-2026-0001:1", 2500), ("inv:INV-2026-0001:again-1", 2500)]
    assert (till.provider.taken_minor, state(till)) == (2500, InvoiceState.PAID)


def test_without_a_card_nobody_is_asked_and_the_contacts_hear_why(till: Till, desk: Desk) -> None:
    till.opens(START)
    till.takes_card(None, START)

    till.collects(START)

    assert till.provider.asked == []
    assert till.told() == [(desk.ben.id, "failed")]


def test_less_than_the_provider_collects_waits_for_the_next_invoice(till: Till) -> None:
    tiny = changed(BY_CARD, plan=Plan.ENTERPRISE, seat_price_minor=40)

    till.opens(START, tiny)
    first = till.waiting(BillingOutboxKind.COLLECT_PAYMENT)
    till.bill.close(on(2, 1))
    till.collects(on(2, 1))

    assert first == []
    assert till.tried() == [("inv:INV-2026-0002:1", 80)]


# -- changes that are paid before they are made --------------------------------------------------------------------


UPGRADE = on(1, 21, 9)
PROFESSIONAL = changed(BY_CARD, plan=Plan.PROFESSIONAL)


def upgrade(till: Till, desk: Desk) -> list[str]:
    return terms.change_terms(till.session, desk.workspace.id, PROFESSIONAL, actor=desk.ada, now=UPGRADE)


@pytest.fixture
def team(till: Till) -> Till:
    """Two seats of the Team plan: one since the first of January, one since the sixteenth, both paid."""
    till.opens(START)
    till.collects(START)
    till.bill.joins("U2", on(1, 16))
    till.bill.close(on(1, 16, 2))
    till.collects(on(1, 16, 2))
    return till


def test_an_upgrade_is_paid_first_and_then_made_as_of_when_it_was_asked_for(team: Till, desk: Desk) -> None:
    lines = upgrade(team, desk)
    before = team.bill.documents()

    team.collects(UPGRADE + HOUR)
    team.bill.close(UPGRADE + 2 * HOUR)

    assert lines[0] == "USD 17.74 is collected first. When it has come, and only then:"
    assert before == [(FIRST, 2500), ("INV-2026-0002", 1290)], "nothing is issued before"
    assert team.bill.lines("INV-2026-0003") == [
        ("plan_credit", None, 2, 11, -1774),
        ("plan_charge", None, 2, 11, 3548),
    ]
    assert state(team, "INV-2026-0003") is InvoiceState.PAID
    assert team.provider.taken_minor == 2500 + 1290 + 1774
    assert team.session.get_one(PlanLimits, desk.workspace.id).plan_name == "Professional"
    assert team.told() == [(desk.ada.id, "change_made")]
    assert is_equal(team)


def test_a_card_that_fails_leaves_the_old_plan_and_uses_no_number(team: Till, desk: Desk) -> None:
    team.provider.plan = [DECLINED]
    upgrade(team, desk)

    team.collects(UPGRADE + HOUR)
    team.bill.close(on(2, 1))

    assert team.bill.documents()[2:] == [("INV-2026-0003", 5000)], "the renewal, by the Team plan"
    assert team.told() == [(desk.ada.id, "change_failed")]


def test_while_a_change_is_being_paid_nothing_else_is_changed(team: Till, desk: Desk) -> None:
    upgrade(team, desk)

    with pytest.raises(ChangeBeingPaid):
        terms.change_terms(
            team.session, desk.workspace.id, changed(BY_CARD, prepaid_seats=9), actor=desk.ada, now=UPGRADE + HOUR
        )


def test_a_change_whose_payment_nobody_confirms_is_dropped_after_a_day(team: Till, desk: Desk) -> None:
    team.provider.plan = [ASKS_BACK]
    upgrade(team, desk)
    team.collects(UPGRADE)
    attempt = attempts.find_open_change(team.session, team.subscription)
    assert attempt is not None

    attempts.send(team.session, attempt)
    team.collects(UPGRADE + DAY)

    assert [said for _, said in team.told()] == ["change_confirm", "change_failed"]
    assert attempts.find_open_change(team.session, team.subscription) is None


def test_an_upgrade_whose_answer_was_lost_is_made_once(team: Till, desk: Desk) -> None:
    team.provider.plan = [LOST]
    upgrade(team, desk)
    team.collects(UPGRADE)
    team.provider.forget_keys()

    team.collects(UPGRADE + HOUR)
    team.bill.close(UPGRADE + 2 * HOUR)

    assert team.provider.taken_minor == 2500 + 1290 + 1774
    assert state(team, "INV-2026-0003") is InvoiceState.PAID


def test_what_lacks_because_somebody_came_meanwhile_is_collected_after(team: Till, desk: Desk) -> None:
    team.bill.joins("U3", UPGRADE - HOUR / 2)
    upgrade(team, desk)
    team.bill.close(UPGRADE + HOUR)

    team.collects(UPGRADE + 2 * HOUR)
    team.bill.close(UPGRADE + 3 * HOUR)
    team.collects(UPGRADE + 3 * HOUR)

    asked = sum(team.invoice(number).collect_minor for number, _ in team.bill.documents())
    assert team.tried()[-2:] == [("inv:INV-2026-0003:1", 887), ("inv:INV-2026-0004:1", 888)]
    assert (team.provider.taken_minor, state(team, "INV-2026-0004")) == (asked, InvoiceState.PAID)
