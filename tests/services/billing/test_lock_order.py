"""A subscription is held last: whoever waits for it lets who holds it write rows about the same things."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.domain.billing.facts import FactKind, FactSource
from bot.domain.desk.desk_file_reading import read_desk_file
from bot.gateways.database import Sessions
from bot.gateways.slack_directory import Directory
from bot.gateways.slack_port import Profile
from bot.services.billing import attempts, facts, invoices, subscriptions
from bot.services.billing.attempts import Purpose
from bot.services.desk import configuration, people, plan_limits
from bot.services.desk.desk_names import resolve_names
from models.billing import PaymentAttempt
from models.desk import Person, PlanLimits, Workspace
from tests.support.billing_rows import Bill, on
from tests.support.desk_rows import NOON, Desk

NUMBER = "INV-2026-0001"

Act = Callable[[Session, Desk], None]


def read_a_profile(session: Session, desk: Desk) -> None:
    """Read who Ada is."""
    ada = Profile("U0ADA", desk.workspace.slack_team_id, "Ada", None, None, None, False, False, False, False)
    people.record_profile(session, desk.ada.id, ada, now=NOON)


def apply_a_file(session: Session, desk: Desk) -> None:
    """Apply a file that says nothing."""
    workspace = session.get_one(Workspace, desk.workspace.id)
    resolved = resolve_names(read_desk_file("version: 1"), Directory({}, {}, {}, (), ()))
    configuration.apply_file(session, workspace, resolved, now=NOON)


def make_room_for_a_queue(session: Session, desk: Desk) -> None:
    """Look whether the plan gives another queue."""
    plan_limits.require_room_for_queue(session, desk.workspace.id)


def mark_as_paid(session: Session, desk: Desk) -> None:
    """Say that the invoice is paid, as far as before anybody who hears of it holds the subscription."""
    session.info.clear()
    invoice = invoices.get_invoice(session, desk.workspace.id, NUMBER)
    invoices.mark_paid(session, invoice, actor=None, now=NOON)


@pytest.mark.parametrize("act", [read_a_profile, apply_a_file, make_room_for_a_queue, mark_as_paid])
def test_whoever_holds_a_subscription_waits_for_nobody(sessions: Sessions, open_desk: Desk, act: Act) -> None:
    workspace_id = open_desk.workspace.id
    with sessions.begin() as session:
        bill = Bill(session, workspace_id)
        bill.begins(on(1, 1), agents=["U0ADA"])
        bill.close(on(1, 1))
        session.get_one(PlanLimits, workspace_id).most_queues = 9

    with sessions.begin() as waits, sessions.begin() as holds:
        act(waits, open_desk)
        holds.execute(text("SET LOCAL lock_timeout = '2s'"))
        attempt = write_about_all_of_it(holds, open_desk)

        assert attempt.purpose == f"invoice/{attempt.invoice_id}"


def write_about_all_of_it(session: Session, desk: Desk) -> PaymentAttempt:
    """Hold the subscription and write what points at the workspace, at Ada and at the invoice, and what limits them."""
    subscription = subscriptions.lock(session, desk.workspace.id, now=NOON)
    ada, invoice = session.get_one(Person, desk.ada.id), invoices.get_invoice(session, desk.workspace.id, NUMBER)
    facts.record(
        session, subscription, FactKind.CANCELLED, source=FactSource.ADMIN, effective_at=NOON, actor=ada, now=NOON
    )
    session.get_one(PlanLimits, desk.workspace.id).is_read_only = True
    return attempts.begin(session, subscription, "manual", Purpose.step(invoice), 100, "EUR", now=NOON)
