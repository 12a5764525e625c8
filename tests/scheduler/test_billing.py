"""The billing wing's jobs: each ledger by itself; one that differs stops alone, and is told of once."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select, text

from bot.composition import wire
from bot.gateways.database import Sessions
from bot.services.billing import invoices, subscriptions
from models.desk import OutboxRow
from scheduler.jobs.billing import closing, collecting, reading
from tests.support.billing_rows import Bill, on, tamper
from tests.support.desk_rows import NOON, make_desk, make_person, make_workspace

LATER = on(2, 1) + timedelta(hours=1)


def two_ledgers(sessions: Sessions) -> tuple[int, int]:
    """Two workspaces with an admin and an invoice each."""
    ids = []
    for team in ("T0ACME", "T0OTHER"):
        with sessions.begin() as session:
            workspace = make_workspace(session, team)
            make_person(session, workspace, "U0ADA", is_desk_admin=True)
            Bill(session, workspace.id).begins(on(1, 1), agents=["U1"])
            ids.append(workspace.id)
    closing.close_ledgers(sessions, lambda: on(1, 1, 1))
    return ids[0], ids[1]


def numbers(sessions: Sessions, workspace_id: int) -> list[str]:
    with sessions.begin() as session:
        return [invoice.number for invoice in invoices.list_invoices(session, workspace_id)]


def told(sessions: Sessions) -> list[tuple[int, str]]:
    with sessions.begin() as session:
        rows = select(OutboxRow).where(OutboxRow.kind == "slack.tell_difference")
        return [(row.workspace_id, row.payload["what"]) for row in session.scalars(rows)]


def tampered(sessions: Sessions, workspace_id: int) -> None:
    with sessions.begin() as session:
        tamper(session, "invoice", f"UPDATE invoice SET core_sha256 = 'x' WHERE workspace_id = {workspace_id}")  # noqa: S608 - a number


def later() -> datetime:
    return LATER


def test_every_ledger_that_is_due_is_closed_once(sessions: Sessions) -> None:
    first, second = two_ledgers(sessions)

    issued = [closing.close_ledgers(sessions, later) for _ in range(2)]

    assert issued == [2, 0]
    assert numbers(sessions, first) == numbers(sessions, second) == ["INV-2026-0002", "INV-2026-0001"]


def test_a_ledger_that_differs_stops_alone_and_admins_are_told_once_a_day(sessions: Sessions) -> None:
    first, second = two_ledgers(sessions)
    tampered(sessions, first)

    for hours in range(3):
        closing.close_ledgers(sessions, lambda hours=hours: LATER + timedelta(hours=2 * hours))  # type: ignore[misc]  # binds

    assert numbers(sessions, first) == ["INV-2026-0001"]
    assert numbers(sessions, second) == ["INV-2026-0002", "INV-2026-0001"]
    assert told(sessions) == [(first, "INV-2026-0001")]


def test_a_ledger_that_cannot_be_folded_keeps_no_other_waiting(sessions: Sessions) -> None:
    first, second = two_ledgers(sessions)
    with sessions.begin() as session:
        tamper(session, "ledger_fact", f"UPDATE ledger_fact SET kind = 'x' WHERE workspace_id = {first}")  # noqa: S608 - a number

    with pytest.raises(KeyError):
        closing.close_ledgers(sessions, later)

    assert numbers(sessions, first) == ["INV-2026-0001"]
    assert numbers(sessions, second) == ["INV-2026-0002", "INV-2026-0001"]


def test_the_nightly_audit_tells_where_something_was_changed(sessions: Sessions) -> None:
    first, second = two_ledgers(sessions)
    assert closing.audit_ledgers(sessions, later) == 2
    assert told(sessions) == []
    with sessions.begin() as session:
        session.execute(text("ALTER TABLE invoice_line DISABLE TRIGGER invoice_line_only_grows"))
        session.execute(text("UPDATE invoice_line SET amount_minor = 1 WHERE workspace_id = :id"), {"id": second})

    closing.audit_ledgers(sessions, later)

    assert first != second
    assert told(sessions) == [(second, "INV-2026-0001")]


def test_members_are_read_once_more_shortly_before_a_ledger_falls_due(sessions: Sessions) -> None:
    with sessions.begin() as session:
        desk = make_desk(session)
        subscriptions.get(session, desk.workspace.id, now=NOON).next_due_at = NOON + timedelta(minutes=7)

    asked = [_asked_at(sessions, NOON + timedelta(minutes=minutes)) for minutes in (0, 5, 10)]

    assert asked == [0, 1, 0]


def _asked_at(sessions: Sessions, now: datetime) -> int:
    return reading.read_before_rolls(sessions, lambda: now)


def test_each_workspace_is_reminded_of_what_it_did_not_pay(sessions: Sessions) -> None:
    two_ledgers(wire(sessions))

    taken = [collecting.collect_unpaid(sessions, partial(on, 1, day)) for day in (15, 17, 17)]

    assert taken == [0, 2, 0]
