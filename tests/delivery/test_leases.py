"""Rows are claimed once, in order per lane, and only who holds the lease may change them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.delivery import leases
from bot.delivery.leases import LeaseLost, Row
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.gateways.database import Sessions
from bot.services.desk import outbox
from models.desk import OutboxState, Workspace
from tests.delivery.outbox_rows import LEASE, add_many_rows, add_row, get_row, make_workspace, states
from tests.support.plans import explaining, scans_of

OVER = text("UPDATE outbox SET leased_until = now() - interval '1 second' WHERE state = 'sending'")


@pytest.fixture
def workspace_id(sessions: Sessions) -> int:
    with sessions.begin() as session:
        return make_workspace(session).id


def claim(session: Session, most: int = 20) -> list[Row]:
    return leases.claim_due(session, most=most, lease=LEASE)


def claim_one(sessions: Sessions) -> Row:
    with sessions.begin() as session:
        [row] = claim(session)
    return row


def refresh(session: Session, workspace_id: int, subject_id: int = 7) -> None:
    kind = OutboxKind.REFRESH_TRIAGE_CARD
    outbox.refresh(session, kind, subject_id, workspace_id=workspace_id, lane="ticket/7/triage")


def test_only_the_first_row_of_a_lane_is_claimed(session: Session) -> None:
    workspace = make_workspace(session)
    first, _second = add_row(session, workspace.id, lane="a"), add_row(session, workspace.id, lane="a")
    other = add_row(session, workspace.id, lane="b")

    claimed = claim(session)

    assert [row.id for row in claimed] == [first.id, other.id]


def test_a_row_that_waits_for_its_next_try_holds_its_lane(session: Session) -> None:
    workspace = make_workspace(session)
    add_row(session, workspace.id, lane="a")
    [first] = claim(session)
    leases.put_back(session, first, delay=timedelta(hours=1), reason="http_503", in_doubt=True)
    add_row(session, workspace.id, lane="a")

    assert claim(session) == []


@pytest.mark.parametrize("state", [OutboxState.SENT, OutboxState.PARKED, OutboxState.DROPPED])
def test_a_row_that_has_ended_frees_its_lane(session: Session, state: OutboxState) -> None:
    workspace = make_workspace(session)
    add_row(session, workspace.id, "first")
    add_row(session, workspace.id, "second")
    [first] = claim(session)

    leases.finish(session, first, state)

    assert [row.payload["text"] for row in claim(session)] == ["second"]


def test_no_more_rows_are_claimed_than_asked_for(session: Session) -> None:
    workspace = make_workspace(session)
    for number in range(5):
        add_row(session, workspace.id, lane=f"lane/{number}")

    assert [len(claim(session, most=2)) for _ in range(4)] == [2, 2, 1, 0]


def test_a_claimed_row_counts_a_try_and_is_in_doubt_for_whoever_comes_next(
    sessions: Sessions, workspace_id: int
) -> None:
    with sessions.begin() as session:
        row_id = add_row(session, workspace_id).id

    claimed = claim_one(sessions)

    kept = get_row(sessions, row_id)
    assert (claimed.attempts, claimed.is_doubtful) == (1, False)
    assert (kept.state, kept.attempts, kept.in_doubt) == (OutboxState.SENDING, 1, True)


def test_claims_at_the_same_time_share_no_row(sessions: Sessions, workspace_id: int) -> None:
    with sessions.begin() as session:
        for number in range(60):
            add_row(session, workspace_id, lane=f"lane/{number % 30}")

    def claim_some(_: int) -> list[int]:
        with sessions.begin() as session:
            return [row.id for row in claim(session, most=10)]

    with ThreadPoolExecutor(6) as pool:
        claimed = [row_id for ids in pool.map(claim_some, range(6)) for row_id in ids]

    assert len(claimed) == len(set(claimed)) == 30


def test_a_lease_that_ran_out_is_taken_over_in_doubt(sessions: Sessions, workspace_id: int) -> None:
    with sessions.begin() as session:
        add_row(session, workspace_id)
    claim_one(sessions)
    with sessions.begin() as session:
        assert leases.claim_left_behind(session, most=5, lease=LEASE) == []
        session.execute(OVER)

    with sessions.begin() as session:
        [taken] = leases.claim_left_behind(session, most=5, lease=LEASE)

    assert (taken.attempts, taken.is_doubtful) == (2, True)


def test_a_worker_that_lost_its_lease_changes_nothing(sessions: Sessions, workspace_id: int) -> None:
    with sessions.begin() as session:
        row_id = add_row(session, workspace_id).id
    slow = claim_one(sessions)
    with sessions.begin() as session:
        session.execute(OVER)
        leases.claim_left_behind(session, most=1, lease=LEASE)

    with sessions() as session:
        with pytest.raises(LeaseLost):
            leases.renew(session, slow, lease=LEASE)
        with pytest.raises(LeaseLost):
            leases.finish(session, slow, OutboxState.SENT)
        with pytest.raises(LeaseLost):
            leases.put_back(session, slow, delay=LEASE, reason="timeout", in_doubt=True)

    assert get_row(sessions, row_id).state is OutboxState.SENDING


def test_a_row_put_back_too_early_is_not_a_try(session: Session) -> None:
    workspace = make_workspace(session)
    row = add_row(session, workspace.id)
    [claimed] = claim(session)

    leases.put_back(session, claimed, delay=timedelta(0), reason="not yet", in_doubt=False, counts=False)

    session.refresh(row)
    assert (row.attempts, row.in_doubt, row.last_error) == (0, False, "not yet")


def test_a_refresh_put_back_lives_beside_a_younger_one(session: Session) -> None:
    workspace = make_workspace(session)
    refresh(session, workspace.id)
    [claimed] = claim(session)
    refresh(session, workspace.id)

    leases.put_back(session, claimed, delay=timedelta(0), reason="timeout", in_doubt=True)
    refresh(session, workspace.id)

    assert outbox.list_queued_kinds(session, workspace_id=workspace.id) == ["slack.refresh_triage_card"] * 2
    assert [row.id for row in claim(session)] == [claimed.id]


def test_a_refresh_cannot_be_drawn_before_a_change_folded_into_it_is_visible(
    sessions: Sessions, workspace_id: int
) -> None:
    with sessions.begin() as session:
        refresh(session, workspace_id)

    with sessions.begin() as changing:
        changing.get_one(Workspace, workspace_id).name = "Changed"
        refresh(changing, workspace_id)
        with sessions.begin() as claiming:
            assert claim(claiming) == []
    claimed = claim_one(sessions)

    with sessions() as session:
        assert session.get_one(Workspace, workspace_id).name == "Changed"
    assert claimed.attempts == 1


def test_a_change_after_the_claim_asks_for_another_refresh(sessions: Sessions, workspace_id: int) -> None:
    with sessions.begin() as session:
        refresh(session, workspace_id)
    claim_one(sessions)

    with sessions.begin() as session:
        refresh(session, workspace_id)

    assert states(sessions) == [OutboxState.SENDING, OutboxState.PENDING]


def test_claiming_looks_at_indexes_and_not_at_what_is_done(session: Session) -> None:
    workspace = make_workspace(session)
    add_many_rows(session, workspace.id, 1000, state=OutboxState.SENT)
    add_row(session, workspace.id)

    with explaining(session) as plans:
        claim(session)

    [plan] = plans
    of_outbox = {scan for scan in scans_of(plan) if "outbox" in scan}  # besides, it reads the row of its workspace
    assert of_outbox == {"ix_outbox_due", "ix_outbox_lane", "pk_outbox"}, plan
