"""What a credit note gives back lowers the next invoice, or is paid back where an admin says so; never both."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bot.domain.billing.outbox_kinds import BillingOutboxKind
from bot.services.billing import audits, refunds
from bot.services.billing.refunds import NotRefundable
from tests.support.billing_rows import TEAM, Bill, on
from tests.support.collecting import BY_CARD, Till
from tests.support.desk_rows import Desk

CREDIT = "CN-2026-0001"
HOUR = timedelta(hours=1)


@pytest.fixture
def till(session: Session, desk: Desk) -> Till:
    return Till(session, Bill(session, desk.workspace.id))


def mistake(till: Till, *, by_card: bool) -> None:
    """Have a second channel be a triage channel for an hour, which costs 12.90 and gives it back."""
    till.opens(on(1, 1), BY_CARD if by_card else TEAM)
    till.collects(on(1, 1))
    till.bill.triage("C0WRONG", on(1, 16))
    till.bill.joins("U2", on(1, 16), channel="C0WRONG")
    till.bill.close(on(1, 16, 2))
    till.collects(on(1, 16, 2))
    till.bill.untriage("C0WRONG", on(1, 16, 3))
    till.bill.close(on(1, 16, 4))


def test_a_credit_that_is_not_paid_back_lowers_the_next_invoice(till: Till) -> None:
    mistake(till, by_card=True)

    till.bill.close(on(2, 1))

    assert till.invoice("INV-2026-0003").collect_minor == 2500 - 1290


def test_a_credit_that_is_paid_back_lowers_no_invoice(till: Till) -> None:
    mistake(till, by_card=True)

    by_provider = refunds.refund(till.session, till.invoice(CREDIT), actor=None, now=on(1, 17))
    till.bill.close(on(2, 1))

    paid = refunds.find_payment(till.session, till.invoice(CREDIT))
    assert by_provider
    assert paid is not None
    request = refunds.request_of(till.session, till.invoice(CREDIT), paid[1])
    assert (request.amount_minor, request.reference, request.key) == (1290, "pi_2", "cn:CN-2026-0001:T0ACME")
    assert len(till.waiting(BillingOutboxKind.REFUND_PAYMENT)) == 1
    assert till.invoice("INV-2026-0003").collect_minor == 2500
    assert audits.rederive(till.session, till.bill.workspace_id, now=on(2, 2)).is_clean


def test_what_was_paid_by_hand_is_paid_back_by_hand(till: Till) -> None:
    mistake(till, by_card=False)

    assert not refunds.refund(till.session, till.invoice(CREDIT), actor=None, now=on(1, 17))
    assert till.waiting(BillingOutboxKind.REFUND_PAYMENT) == []


def test_nothing_is_paid_back_twice(till: Till) -> None:
    mistake(till, by_card=True)
    refunds.refund(till.session, till.invoice(CREDIT), actor=None, now=on(1, 17))

    with pytest.raises(NotRefundable, match="already"):
        refunds.refund(till.session, till.invoice(CREDIT), actor=None, now=on(1, 18))


def test_what_an_invoice_was_lowered_by_is_not_paid_back_as_well(till: Till) -> None:
    mistake(till, by_card=True)
    till.bill.close(on(2, 1))

    with pytest.raises(NotRefundable, match="taken off an invoice"):
        refunds.refund(till.session, till.invoice(CREDIT), actor=None, now=on(2, 2))


def test_an_invoice_is_not_paid_back(till: Till) -> None:
    mistake(till, by_card=True)

    with pytest.raises(NotRefundable, match="gives nothing back"):
        refunds.refund(till.session, till.invoice("INV-2026-0001"), actor=None, now=on(1, 17))
