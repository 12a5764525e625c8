"""Upkeep: each job does its work once, whoever runs it how often, and touches nothing else."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.orm import DeclarativeBase

from bot.domain.desk.instants import Clock
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.gateways.database import Sessions
from bot.services.desk import outbox, upkeep
from models.desk import ChannelPace, InboundDelivery, IntakeDecision, OutboxRow, OutboxState, ParkedEvent, ParkedKind
from scheduler.jobs.desk import upkeep as jobs
from tests.scheduler.rows import NOON, make_row, make_workspace

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at_noon() -> datetime:
    return NOON


def real_now() -> datetime:
    return datetime.now(UTC)


def leave_sending(sessions: Sessions, *, lease_ends: timedelta, **facts: object) -> int:
    """Add a row that a worker claimed; its lease ends this long after now."""
    with sessions.begin() as session:
        return make_row(
            session,
            make_workspace(session),
            OutboxState.SENDING,
            leased_until=real_now() + lease_ends,
            lease_id=uuid4(),
            attempts=1,
            **facts,
        ).id


def the_row(sessions: Sessions, row_id: int) -> OutboxRow:
    with sessions() as session:
        return session.get_one(OutboxRow, row_id)


def how_many(sessions: Sessions, table: type[DeclarativeBase]) -> int:
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_why_messages_opened_no_ticket_is_forgotten_after_thirty_days_of_the_desks_own_time(sessions: Sessions) -> None:
    with sessions.begin() as session:
        workspace_id = make_workspace(session).id
        for age in (29, 30, 31):
            rule = {"rule": "greeting", "details": {}, "decided_at": NOON - age * DAY - timedelta(seconds=1)}
            place = {"workspace_id": workspace_id, "slack_channel_id": "C0HELP", "ts": f"17000000{age}.000000"}
            session.add(IntakeDecision(**place, **rule))

    assert [jobs.forget_decisions(sessions, at_noon) for _ in range(2)] == [2, 0]

    assert how_many(sessions, IntakeDecision) == 1
    assert jobs.forget_decisions(sessions, lambda: NOON + DAY) == 1


def test_a_row_whose_worker_died_waits_again_and_stays_in_doubt(sessions: Sessions) -> None:
    row_id = leave_sending(sessions, lease_ends=-timedelta(seconds=1))

    freed = jobs.free_expired_leases(sessions, at_noon)

    row = the_row(sessions, row_id)
    assert freed == 1
    assert (row.state, row.in_doubt, row.lease_id, row.attempts) == (OutboxState.PENDING, True, None, 1)


def test_a_row_in_a_worker_s_hands_is_left_there(sessions: Sessions) -> None:
    row_id = leave_sending(sessions, lease_ends=timedelta(seconds=30))

    freed = jobs.free_expired_leases(sessions, at_noon)

    assert freed == 0
    assert the_row(sessions, row_id).state is OutboxState.SENDING


def test_a_refresh_is_freed_although_a_younger_one_waits_and_keeps_the_id_slack_may_know(sessions: Sessions) -> None:
    refresh = {"kind": OutboxKind.REFRESH_TRIAGE_CARD, "subject_id": 7, "lane": "ticket/7/triage", "collapses": True}
    older = leave_sending(sessions, lease_ends=-timedelta(seconds=1), **refresh)
    message_id = the_row(sessions, older).message_id
    with sessions.begin() as session:
        outbox.refresh(session, OutboxKind.REFRESH_TRIAGE_CARD, 7, workspace_id=1, lane="ticket/7/triage")

    jobs.free_expired_leases(sessions, at_noon)

    with sessions() as session:
        pending = session.scalars(
            select(OutboxRow).where(OutboxRow.state == OutboxState.PENDING).order_by(OutboxRow.id)
        )
        assert [(row.id == older, row.message_id == message_id) for row in pending] == [(True, True), (False, False)]


def test_a_read_that_was_given_up_an_hour_ago_is_tried_again(sessions: Sessions) -> None:
    with sessions.begin() as session:
        parked = {
            "finished_at": real_now() - 2 * HOUR,
            "attempts": 12,
            "kind": OutboxKind.FETCH_MEMBERS,
            "subject_id": 1,
        }
        row_id = make_row(session, make_workspace(session), OutboxState.PARKED, **parked).id

    repeated = jobs.repeat_parked_reads(sessions, at_noon)

    row = the_row(sessions, row_id)
    assert repeated == 1
    assert (row.state, row.attempts, row.finished_at) == (OutboxState.PENDING, 0, None)


@pytest.mark.parametrize(
    ("kind", "parked_for"),
    [(OutboxKind.POST_REPLY, 2 * HOUR), (OutboxKind.FETCH_MEMBERS, HOUR / 2)],
    ids=["a message", "a read given up just now"],
)
def test_what_an_admin_decides_and_what_rests_stay_parked(
    sessions: Sessions, kind: OutboxKind, parked_for: timedelta
) -> None:
    with sessions.begin() as session:
        finished_at = real_now() - parked_for
        row_id = make_row(session, make_workspace(session), OutboxState.PARKED, kind=kind, finished_at=finished_at).id

    jobs.repeat_parked_reads(sessions, at_noon)

    assert the_row(sessions, row_id).state is OutboxState.PARKED


def test_deliveries_are_forgotten_after_a_day(sessions: Sessions) -> None:
    with sessions.begin() as session:
        workspace = make_workspace(session)
        for delivery_id, age in (("old", DAY + HOUR), ("young", DAY - HOUR)):
            session.add(InboundDelivery(workspace_id=workspace.id, delivery_id=delivery_id, seen_at=NOON - age))

    forgotten = jobs.forget_deliveries(sessions, at_noon)

    with sessions() as session:
        assert forgotten == 1
        assert session.scalars(select(InboundDelivery.delivery_id)).all() == ["young"]


def test_events_whose_message_never_came_are_forgotten_after_a_day(sessions: Sessions) -> None:
    with sessions.begin() as session:
        workspace = make_workspace(session)
        for event_ts, age in (("1.000001", DAY + HOUR), ("2.000002", DAY - HOUR)):
            session.add(
                ParkedEvent(
                    workspace_id=workspace.id,
                    slack_channel_id="C0HELP",
                    awaited_ts="0.000001",
                    kind=ParkedKind.EDIT,
                    event_ts=event_ts,
                    event={},
                    parked_at=NOON - age,
                )
            )

    forgotten = jobs.forget_parked_events(sessions, at_noon)

    with sessions() as session:
        assert forgotten == 1
        assert session.scalars(select(ParkedEvent.event_ts)).all() == ["2.000002"]


def test_finished_rows_are_forgotten_after_a_week_and_parked_ones_never(sessions: Sessions) -> None:
    with sessions.begin() as session:
        workspace = make_workspace(session)
        for state, age in (
            (OutboxState.SENT, 8 * DAY),
            (OutboxState.DROPPED, 8 * DAY),
            (OutboxState.SENT, 6 * DAY),
            (OutboxState.PARKED, 80 * DAY),
        ):
            make_row(session, workspace, state, finished_at=real_now() - age)
        make_row(session, workspace)

    forgotten = jobs.forget_finished_rows(sessions, at_noon)

    with sessions() as session:
        left = session.scalars(select(OutboxRow.state).order_by(OutboxRow.id)).all()
    assert forgotten == 2
    assert left == [OutboxState.SENT, OutboxState.PARKED, OutboxState.PENDING]


def test_the_pace_of_quiet_channels_is_forgotten(sessions: Sessions) -> None:
    with sessions.begin() as session:
        workspace = make_workspace(session)
        for channel, age in (("C0QUIET", 2 * HOUR), ("C0BUSY", -timedelta(seconds=3))):
            session.add(ChannelPace(workspace_id=workspace.id, slack_channel_id=channel, next_at=real_now() - age))

    forgotten = jobs.forget_paces(sessions, at_noon)

    with sessions() as session:
        assert forgotten == 1
        assert session.scalars(select(ChannelPace.slack_channel_id)).all() == ["C0BUSY"]


def fill_with_leftovers(sessions: Sessions, count: int) -> None:
    """Leave `count` things to do for every job."""
    with sessions.begin() as session:
        workspace = make_workspace(session)
        for number in range(count):
            session.add(InboundDelivery(workspace_id=workspace.id, delivery_id=str(number), seen_at=NOON - 2 * DAY))
            session.add(
                ChannelPace(workspace_id=workspace.id, slack_channel_id=str(number), next_at=real_now() - 2 * DAY)
            )
            session.add(
                ParkedEvent(
                    workspace_id=workspace.id,
                    slack_channel_id="C0HELP",
                    awaited_ts=str(number),
                    kind=ParkedKind.EDIT,
                    event_ts="1.000001",
                    event={},
                    parked_at=NOON - 2 * DAY,
                )
            )
            make_row(session, workspace, OutboxState.SENT, finished_at=real_now() - 8 * DAY)
            leased = {"leased_until": real_now() - HOUR, "lease_id": uuid4()}
            make_row(session, workspace, OutboxState.SENDING, **leased)
            parked = {"finished_at": real_now() - 2 * HOUR, "kind": OutboxKind.FETCH_PERSON}
            make_row(session, workspace, OutboxState.PARKED, **parked)


JOBS = [
    jobs.free_expired_leases,
    jobs.repeat_parked_reads,
    jobs.forget_deliveries,
    jobs.forget_parked_events,
    jobs.forget_finished_rows,
    jobs.forget_paces,
]


@pytest.mark.parametrize("job", JOBS)
def test_a_job_that_ran_finds_nothing_more_to_do(sessions: Sessions, job: Callable[[Sessions, Clock], int]) -> None:
    fill_with_leftovers(sessions, 3)

    runs = [job(sessions, at_noon) for _ in range(2)]

    assert runs == [3, 0]


@pytest.mark.parametrize("job", JOBS)
def test_two_runs_of_a_job_at_once_share_the_work(sessions: Sessions, job: Callable[[Sessions, Clock], int]) -> None:
    fill_with_leftovers(sessions, 40)
    done: list[int] = []
    runs = [threading.Thread(target=lambda: done.append(job(sessions, at_noon))) for _ in range(2)]

    for run in runs:
        run.start()
    for run in runs:
        run.join()

    assert sum(done) == 40


def test_more_than_a_batch_is_done_in_several_transactions(sessions: Sessions) -> None:
    with sessions.begin() as session:
        workspace_id = make_workspace(session).id
        old = [
            {"workspace_id": workspace_id, "delivery_id": str(number), "seen_at": NOON - 2 * DAY}
            for number in range(upkeep.BATCH + 1)
        ]
        session.execute(insert(InboundDelivery), old)

    forgotten = jobs.forget_deliveries(sessions, at_noon)

    assert forgotten == upkeep.BATCH + 1
    assert how_many(sessions, InboundDelivery) == 0


def test_a_batch_is_never_larger_than_asked_for(sessions: Sessions) -> None:
    fill_with_leftovers(sessions, 3)

    with sessions.begin() as session:
        counts = [
            upkeep.free_expired_leases(session, limit=2),
            upkeep.repeat_parked_reads(session, parked_for=HOUR, limit=2),
            upkeep.forget_deliveries(session, seen_before=NOON, limit=2),
            upkeep.forget_parked_events(session, parked_before=NOON, limit=2),
            upkeep.forget_finished_rows(session, kept_for=HOUR, limit=2),
            upkeep.forget_paces(session, idle_for=HOUR, limit=2),
        ]

    assert counts == [2] * 6
