"""What was given up is shown, tried again or dropped, and only by those of its workspace."""

import pytest
from sqlalchemy.orm import Session

from bot.delivery import leases
from bot.domain.desk.instants import system_clock
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.errors import NotFound
from bot.services.desk import outbox, stuck
from models.desk import KeptDelivery, OutboxRow, OutboxState
from tests.delivery.outbox_rows import LEASE, add_row, make_workspace


def park(session: Session, row: OutboxRow, *, in_doubt: bool = False) -> None:
    [claimed] = leases.claim_due(session, most=1, lease=LEASE)
    assert claimed.id == row.id
    leases.finish(session, claimed, OutboxState.PARKED, reason="restricted_action", in_doubt=in_doubt)
    session.expire_all()


def test_what_was_given_up_is_listed_with_its_reason(session: Session) -> None:
    workspace = make_workspace(session)
    row = add_row(session, workspace.id)
    park(session, row, in_doubt=True)

    [listed] = stuck.list_parked(session, workspace.id)

    assert (listed.id, listed.kind, listed.lane, listed.attempts) == (row.id, row.kind, row.lane, 1)
    assert (listed.reason, listed.is_doubtful) == ("restricted_action", True)


def test_a_row_tried_again_starts_afresh_and_keeps_its_doubt(session: Session) -> None:
    workspace = make_workspace(session)
    row = add_row(session, workspace.id)
    park(session, row, in_doubt=True)

    stuck.retry_row(session, workspace.id, row.id)

    [claimed] = leases.claim_due(session, most=1, lease=LEASE)
    assert (claimed.id, claimed.attempts, claimed.is_doubtful) == (row.id, 1, True)
    assert stuck.list_parked(session, workspace.id) == []


def test_a_parked_refresh_is_tried_again_beside_a_younger_one(session: Session) -> None:
    workspace = make_workspace(session)
    for _ in range(2):
        outbox.refresh(session, OutboxKind.REFRESH_TRIAGE_CARD, 7, workspace_id=workspace.id, lane="ticket/7/triage")
        if not stuck.list_parked(session, workspace.id):
            park(session, session.query(OutboxRow).one())

    [parked] = stuck.list_parked(session, workspace.id)
    stuck.retry_row(session, workspace.id, parked.id)

    assert len(outbox.list_queued_kinds(session, workspace_id=workspace.id)) == 2


def test_a_row_dropped_is_gone_for_good_with_its_reason(session: Session) -> None:
    workspace = make_workspace(session)
    row = add_row(session, workspace.id)
    park(session, row)

    stuck.drop_row(session, workspace.id, row.id)

    session.refresh(row)
    assert (row.state, row.last_error) == (OutboxState.DROPPED, "restricted_action")


def test_only_what_is_stuck_here_can_be_decided_on(session: Session) -> None:
    workspace = make_workspace(session)
    pending, parked = add_row(session, workspace.id, lane="b"), add_row(session, workspace.id, lane="a")
    pending.due_at = pending.due_at.replace(year=2100)
    session.flush()
    park(session, parked)

    for workspace_id, row_id in ((workspace.id, pending.id), (workspace.id + 1, parked.id), (workspace.id, 0)):
        with pytest.raises(NotFound):
            stuck.retry_row(session, workspace_id, row_id)
        with pytest.raises(NotFound):
            stuck.drop_row(session, workspace_id, row_id)
    assert parked.state is OutboxState.PARKED


def test_deliveries_that_failed_are_listed_without_their_bodies(session: Session) -> None:
    workspace = make_workspace(session)
    session.add(
        KeptDelivery(
            workspace_id=workspace.id,
            delivery_id="Ev1",
            reference="R-1",
            body={"event": {"text": "somebody's words"}},
            error="KeyError at bot.listeners.desk.events:12",
            kept_at=system_clock(),
        )
    )
    session.flush()

    [failed] = stuck.list_failed_deliveries(session, workspace.id)

    assert (failed.reference, failed.delivery_id, failed.failures) == ("R-1", "Ev1", 1)
    assert "words" not in str(failed)
