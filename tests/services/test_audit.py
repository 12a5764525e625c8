"""The ledger only grows: the database refuses anything else."""

import pytest
from sqlalchemy import Delete, Update, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.gateways.database import constraint_name
from bot.services.desk import audit
from models.desk import AuditEntry, AuditTag
from tests.services.evidence import all_rows, everything_outgoing
from tests.services.test_conversations import from_agent, receive
from tests.support.desk_rows import NOON, Desk, edited, make_ticket


def record(session: Session, desk: Desk) -> None:
    details = {"name": ["IT", "Help"]}
    audit.record(
        session, AuditTag.QUEUE_CHANGED, workspace_id=desk.workspace.id, actor=desk.ada, details=details, now=NOON
    )
    session.flush()


def test_a_line_says_who_did_what_when(session: Session, desk: Desk) -> None:
    record(session, desk)

    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.tag, entry.actor_id, entry.at) == ("queue.changed", desk.ada.id, NOON)
    assert entry.details == {"name": ["IT", "Help"]}


def test_what_deskbell_itself_did_has_no_actor(session: Session, desk: Desk) -> None:
    audit.record(session, AuditTag.WORKSPACE_CHANGED, workspace_id=desk.workspace.id, actor=None, now=NOON)

    session.flush()
    assert session.scalars(select(AuditEntry.actor_id)).one() is None


@pytest.mark.parametrize(
    "statement", [update(AuditEntry).values(tag="admin.added"), delete(AuditEntry)], ids=["update", "delete"]
)
def test_no_line_is_changed_or_removed(session: Session, desk: Desk, statement: Update | Delete) -> None:
    record(session, desk)
    before = all_rows(session, AuditEntry)

    with pytest.raises(IntegrityError) as refusal, session.begin_nested():
        session.execute(statement)

    assert constraint_name(refusal.value) == "audit_entry_only_grows"
    assert all_rows(session, AuditEntry) == before


def test_the_ledger_never_quotes_a_message(session: Session, desk: Desk) -> None:
    make_ticket(session, desk, "wibble")
    note = from_agent(":lock: wobble")

    receive(session, desk, note, edited(note, ":lock: wobble wubble", seconds=30))

    details = str([entry.details for entry in all_rows(session, AuditEntry)["audit_entry"]])
    assert "message_id" in details
    assert not {"wibble", "wobble", "wubble"} & set(details.replace("'", " ").split())
    assert "wobble" not in everything_outgoing(session)
