"""Trials: reminders on their days, each once, and what people are told when nobody pays."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.billing.terms import InvoiceTo
from bot.services.billing import contacts, terms, trials
from models.desk import OutboxRow
from tests.support.billing_rows import TEAM, Bill, on
from tests.support.desk_rows import Desk

UNPAID = replace(TEAM, trial_days=14, invoice_to=InvoiceTo())
BEGINS, ENDS = on(1, 1, 9), on(1, 15, 9)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def trial(session: Session, desk: Desk) -> Bill:
    """A trial that begins on the first of January, with an admin and a billing contact."""
    desk.ada.is_desk_admin = True
    contacts.add_contact(session, desk.ben, actor=desk.ada, now=BEGINS)
    contacts.add_contact(session, desk.ada, actor=desk.ada, now=BEGINS)
    bill = Bill(session, desk.workspace.id)
    bill.begins(BEGINS, UNPAID, agents=["U1"])
    bill.close(BEGINS)
    return bill


def told(session: Session) -> list[tuple[int | None, dict[str, Any]]]:
    rows = select(OutboxRow.subject_id, OutboxRow.payload).where(OutboxRow.kind == "slack.tell_of_subscription")
    return [(subject_id, dict(payload)) for subject_id, payload in session.execute(rows.order_by(OutboxRow.id))]


@pytest.mark.usefixtures("trial")
def test_each_reminder_comes_once_to_admins_and_contacts(desk: Desk, session: Session) -> None:
    days = [6, 7, 7.5, 11, 13, 13.5]

    reminded = [trials.remind(session, desk.workspace.id, now=BEGINS + timedelta(days=each)) for each in days]

    assert reminded == [False, True, False, True, True, False]
    assert trials.list_in_trial(session) == [desk.workspace.id]
    assert [subject_id for subject_id, _ in told(session)] == [desk.ada.id, desk.ben.id] * 3
    assert told(session)[0][1] == {"news": "trial_ends", "at": ENDS.isoformat(), "is_payable": False}


@pytest.mark.usefixtures("trial")
def test_whoever_was_away_hears_the_last_reminder_only(desk: Desk, session: Session) -> None:
    reminded = [trials.remind(session, desk.workspace.id, now=ENDS - each) for each in (MINUTE * 30, MINUTE)]

    assert reminded == [True, False]
    assert len(told(session)) == 2


@pytest.mark.usefixtures("trial")
def test_nobody_is_reminded_after_it_or_of_what_they_cancelled(desk: Desk, session: Session) -> None:
    terms.cancel(session, "CANCEL", actor=desk.ada, now=BEGINS)

    reminded = [trials.remind(session, desk.workspace.id, now=ENDS + each) for each in (-MINUTE, MINUTE)]

    assert reminded == [False, False]


def test_the_end_without_a_way_to_pay_is_told(trial: Bill, session: Session) -> None:
    trial.close(ENDS + MINUTE)

    assert [payload["news"] for _, payload in told(session)] == ["trial_over", "trial_over"]


def test_a_cancelled_subscription_says_when_it_has_ended(trial: Bill, desk: Desk, session: Session) -> None:
    terms.cancel(session, "CANCEL", actor=desk.ada, now=BEGINS)

    trial.close(ENDS + MINUTE)

    assert [payload["news"] for _, payload in told(session)] == ["ended", "ended"]
