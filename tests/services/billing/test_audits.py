"""Audits: what was stored is derived again; whoever changed something behind the program's back is found out."""

import pytest
from sqlalchemy.orm import Session

from bot.services.billing import audits
from bot.services.billing.audits import Audit
from tests.support.billing_rows import Bill, on, tamper
from tests.support.desk_rows import Desk

OF_LINES = "invoice_id = (SELECT id FROM invoice WHERE position = 2)"
OF_THE_SECOND = {"invoice": "position = 2", "invoice_line": OF_LINES}


@pytest.fixture
def bill(session: Session, desk: Desk) -> Bill:
    """A subscription with an invoice, a charge in between, a credit note and a renewal."""
    bill = Bill(session, desk.workspace.id)
    bill.begins(on(1, 1), agents=["U1", "U2"])
    bill.close(on(1, 2))
    bill.joins("U3", on(1, 16, 9))
    bill.close(on(2, 1))
    bill.leaves("U2", on(1, 28), now=on(2, 3))
    bill.close(on(2, 3, 1))
    return bill


def audited(bill: Bill) -> Audit:
    bill.session.expire_all()
    return audits.rederive(bill.session, bill.workspace_id, now=on(2, 4))


def test_every_document_is_what_the_facts_give(bill: Bill) -> None:
    audit = audited(bill)

    assert audit.is_clean
    assert [finding.number for finding in audit.findings] == [
        "INV-2026-0001",
        "INV-2026-0002",
        "INV-2026-0003",
        "CN-2026-0001",
    ]


@pytest.mark.parametrize(
    ("table", "change", "found"),
    [
        ("invoice", "SET core = core || '\\x20'", "the facts give another document"),
        ("invoice", "SET core_sha256 = 'other'", "its fingerprint is not that of its content"),
        ("invoice", "SET subtotal_minor = 0, total_minor = tax_minor", "its amounts or dates are not those"),
        ("invoice_line", "SET amount_minor = amount_minor + 1", "its lines are not those of its content"),
        ("invoice_line", "SET slack_user_id = 'U9'", "its lines are not those of its content"),
    ],
)
def test_a_changed_document_is_found(bill: Bill, table: str, change: str, found: str) -> None:
    tamper(bill.session, table, " ".join(("UPDATE", table, change, "WHERE", OF_THE_SECOND[table])))

    audit = audited(bill)

    assert not audit.is_clean
    (finding,) = (finding for finding in audit.findings if not finding.is_equal)
    assert finding.number == "INV-2026-0002"
    assert found in " ".join(finding.differs)


@pytest.mark.parametrize(
    ("table", "change", "found"),
    [
        ("ledger_fact", "UPDATE ledger_fact SET slack_user_id = 'U9' WHERE slack_user_id = 'U3'", "broken at fact"),
        ("seat_event", "UPDATE seat_event SET at = at + interval '1 day' WHERE slack_user_id = 'U3'", "1 people"),
        ("seat_event", "DELETE FROM seat_event WHERE slack_user_id = 'U3'", "1 people"),
        ("billing_period", "UPDATE billing_period SET quantity = 9 WHERE index = 1", "Period 1"),
    ],
)
def test_a_changed_ledger_is_found(bill: Bill, table: str, change: str, found: str) -> None:
    tamper(bill.session, table, change)

    audit = audited(bill)

    assert found in " ".join(audit.problems)


def test_a_document_that_is_gone_is_missed(bill: Bill) -> None:
    of_the_note = "(SELECT id FROM invoice WHERE kind = 'credit_note')"
    for table, column in (("invoice_line", "invoice_id"), ("invoice_event", "invoice_id"), ("invoice", "id")):
        tamper(bill.session, table, " ".join(("DELETE FROM", table, "WHERE", column, "IN", of_the_note)))

    audit = audited(bill)

    assert audit.problems == [
        "The facts give a document at position 4 that was not stored.",
        "The numbers of CN-2026 should go to 1.",
    ]


def test_a_number_that_is_missing_is_a_gap(bill: Bill) -> None:
    tamper(bill.session, "invoice", "UPDATE invoice SET serial = 9 WHERE number = 'INV-2026-0003'")

    audit = audited(bill)

    assert audit.problems == [
        "The numbers of INV-2026 have a gap before 9.",
        "The numbers of INV-2026 should go to 3.",
    ]


def test_an_audit_of_nothing_is_clean(session: Session, desk: Desk) -> None:
    audit = audits.rederive(session, desk.workspace.id, now=on(2, 4))

    assert audit.is_clean
    assert audit.findings == []
