"""Which conversations are read again: the longest unread first, a bounded number, in a constant number of queries."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, select, update
from sqlalchemy.orm import Session

from bot.domain.desk.instants import instant_of, ts_of
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.gateways.database import Sessions
from bot.services.desk import reconciliation
from models.desk import Channel, ChannelRole, OutboxRow, OutboxState, Queue, TicketStatus, Workspace
from scheduler.jobs.desk.reconciliation import ReadingPace, look_at_channels, read_members, read_missed_messages
from tests.scheduler.rows import (
    MORNING,
    NOON,
    make_many_tickets,
    make_queue,
    make_request_channel,
    make_row,
    make_ticket,
    make_workspace,
)
from tests.support.plans import explaining, scans_of

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PACE = ReadingPace(channels=3, tickets=2)


@pytest.fixture
def queue(session: Session) -> Queue:
    return make_queue(session, make_workspace(session))


def queued(session: Session, kind: OutboxKind) -> list[int | None]:
    """Return whose rows of a kind wait, in order."""
    rows = select(OutboxRow.subject_id).where(OutboxRow.kind == kind, OutboxRow.state == OutboxState.PENDING)
    return list(session.scalars(rows.order_by(OutboxRow.id)))


def test_the_longest_unread_channels_are_read_first_and_no_more_than_allowed(session: Session, queue: Queue) -> None:
    ages = {"C0A": 2 * HOUR, "C0B": 3 * HOUR, "C0C": HOUR, "C0D": 3 * MINUTE}
    ids = {name: make_request_channel(session, queue, name, read_to=NOON - age).id for name, age in ages.items()}

    reads = reconciliation.queue_history_reads(session, queue.workspace_id, read_before=NOON - 10 * MINUTE, limit=2)

    assert reads == 2
    assert queued(session, OutboxKind.FETCH_HISTORY) == [ids["C0B"], ids["C0A"]]


def test_the_longest_unread_tickets_are_read_first_and_closed_ones_never(session: Session, queue: Queue) -> None:
    make_ticket(session, queue, read_at=NOON - DAY, status=TicketStatus.CLOSED)
    recent = make_ticket(session, queue, read_at=NOON - 2 * HOUR)
    resolved = make_ticket(session, queue, read_at=NOON - 3 * HOUR, status=TicketStatus.RESOLVED)
    make_ticket(session, queue, read_at=NOON)

    reconciliation.queue_thread_reads(session, queue.workspace_id, read_before=NOON - HOUR, limit=9)

    assert queued(session, OutboxKind.FETCH_THREADS) == [resolved.id, recent.id]


def test_reads_that_wait_already_count_and_are_not_repeated(session: Session, queue: Queue) -> None:
    tickets = [make_ticket(session, queue, read_at=MORNING + number * MINUTE) for number in range(5)]

    runs = [reconciliation.queue_thread_reads(session, queue.workspace_id, read_before=NOON, limit=3) for _ in range(2)]

    assert runs == [3, 0]
    assert queued(session, OutboxKind.FETCH_THREADS) == [ticket.id for ticket in tickets[:3]]


def test_a_read_that_was_given_up_does_not_keep_the_others_waiting(session: Session, queue: Queue) -> None:
    stuck, next_in_line = (make_ticket(session, queue, read_at=MORNING + number * MINUTE) for number in range(2))
    parked = {"kind": OutboxKind.FETCH_THREADS, "subject_id": stuck.id, "finished_at": NOON}
    make_row(session, session.get_one(Workspace, queue.workspace_id), OutboxState.PARKED, **parked)

    reconciliation.queue_thread_reads(session, queue.workspace_id, read_before=NOON, limit=1)

    assert queued(session, OutboxKind.FETCH_THREADS) == [next_in_line.id]


def test_reading_a_ticket_s_threads_holds_up_neither_of_its_sides(session: Session, queue: Queue) -> None:
    make_ticket(session, queue)

    reconciliation.queue_thread_reads(session, queue.workspace_id, read_before=NOON, limit=1)

    lane = session.scalar(select(OutboxRow.lane))
    assert lane is not None
    assert not lane.endswith(("/requester", "/triage"))


def test_every_workspace_has_reads_of_its_own(sessions: Sessions) -> None:
    with sessions.begin() as session:
        for team in ("T0ACME", "T0OTHER"):
            make_ticket(session, make_queue(session, make_workspace(session, team)))

    reads = read_missed_messages(sessions, lambda: NOON, pace=ReadingPace(tickets=1), in_charge_since=None)

    assert reads == 2


def test_after_taking_charge_everything_is_read_once_whatever_its_age(sessions: Sessions) -> None:
    with sessions.begin() as session:
        queue = make_queue(session, make_workspace(session))
        make_request_channel(session, queue, read_to=NOON - MINUTE)
        make_ticket(session, queue, read_at=NOON - MINUTE)

    calm = read_missed_messages(sessions, lambda: NOON, pace=PACE, in_charge_since=NOON - HOUR)
    eager = read_missed_messages(sessions, lambda: NOON, pace=PACE, in_charge_since=NOON)

    assert (calm, eager) == (0, 2)


def test_a_scaled_pace_reads_as_much_but_more_often() -> None:
    pace = ReadingPace().scaled(0.5)

    assert (pace.every, pace.channel_age, pace.ticket_age) == (MINUTE / 2, 5 * MINUTE, HOUR / 2)
    assert (pace.channels, pace.tickets) == (ReadingPace().channels, ReadingPace().tickets)


def test_the_members_of_triage_channels_are_read(sessions: Sessions) -> None:
    with sessions.begin() as session:
        workspace = make_workspace(session)
        make_request_channel(session, make_queue(session, workspace))
        make_queue(session, workspace, "HR")

    runs = [read_members(sessions, lambda: NOON) for _ in range(2)]

    with sessions() as session:
        triage = session.scalars(select(Channel.id).where(Channel.role == ChannelRole.TRIAGE).order_by(Channel.id))
        assert runs == [2, 2]
        assert queued(session, OutboxKind.FETCH_MEMBERS) == triage.all()


def test_every_channel_with_a_role_is_looked_at(sessions: Sessions) -> None:
    with sessions.begin() as session:
        make_request_channel(session, make_queue(session, make_workspace(session)))

    runs = [look_at_channels(sessions, lambda: NOON) for _ in range(2)]

    with sessions() as session:
        playing = session.scalars(select(Channel.id).order_by(Channel.id)).all()
        assert runs == [2, 2]
        assert queued(session, OutboxKind.FETCH_CHANNEL) == playing


def test_two_runs_at_once_queue_each_read_once(sessions: Sessions) -> None:
    with sessions.begin() as session:
        queue = make_queue(session, make_workspace(session))
        for number in range(10):
            make_ticket(session, queue, read_at=MORNING + number * MINUTE)
    pace = ReadingPace(tickets=50)
    runs = [
        threading.Thread(
            target=read_missed_messages, args=(sessions, lambda: NOON), kwargs={"pace": pace, "in_charge_since": None}
        )
        for _ in range(3)
    ]

    for run in runs:
        run.start()
    for run in runs:
        run.join()

    with sessions() as session:
        waiting = queued(session, OutboxKind.FETCH_THREADS)
    assert sorted(waiting, key=str) == sorted(set(waiting), key=str)
    assert len(waiting) == 10


@contextmanager
def counted_statements(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that run in the block."""
    statements: list[str] = []

    def collect(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", collect)
    yield statements
    event.remove(engine, "before_cursor_execute", collect)


@pytest.mark.parametrize("tickets", [5, 50])
def test_the_number_of_queries_does_not_grow_with_the_tickets(sessions: Sessions, engine: Engine, tickets: int) -> None:
    with sessions.begin() as session:
        queue = make_queue(session, make_workspace(session))
        for number in range(tickets):
            make_ticket(session, queue, read_at=MORNING + number * MINUTE)

    with counted_statements(engine) as statements:
        read_missed_messages(sessions, lambda: NOON, pace=PACE, in_charge_since=None)

    # workspaces; a count and a choice each for channels and tickets; a row and a NOTIFY for each of the two reads
    assert len(statements) == 1 + 2 + 2 + 2 * PACE.tickets


def test_the_tickets_to_read_are_found_by_an_index(session: Session, queue: Queue) -> None:
    make_many_tickets(session, queue, 1000)

    with explaining(session) as plans:
        reconciliation.queue_thread_reads(session, queue.workspace_id, read_before=NOON, limit=5)

    [plan] = [plan for plan in plans if "ticket" in plan]
    assert "ix_ticket_threads_read" in scans_of(plan), plan
    assert "Seq Scan on ticket" not in scans_of(plan), plan


def test_a_channel_is_read_from_where_it_was_read_to_with_a_look_back(session: Session, queue: Queue) -> None:
    channel = make_request_channel(session, queue, since=NOON - DAY, read_to=NOON - 3 * HOUR)

    stretch = reconciliation.plan_history(session, channel.id, settled=NOON)

    assert stretch is not None
    assert instant_of(stretch.after) == NOON - 3 * HOUR - reconciliation.LOOK_BACK
    assert instant_of(stretch.before) == NOON


def test_nothing_from_before_a_channel_took_requests_is_read(session: Session, queue: Queue) -> None:
    channel = make_request_channel(session, queue, since=NOON - MINUTE, read_to=None)

    stretch = reconciliation.plan_history(session, channel.id, settled=NOON)

    assert stretch is not None
    assert stretch.after == ts_of(NOON - MINUTE)


def test_a_long_outage_is_read_a_day_at_a_time_until_the_present(session: Session, queue: Queue) -> None:
    channel = make_request_channel(session, queue, since=NOON - 9 * DAY, read_to=NOON - 5 * DAY / 2)
    ends = []

    while (stretch := reconciliation.plan_history(session, channel.id, settled=NOON)) is not None:
        ends.append(instant_of(stretch.before))
        reconciliation.record_history_read(session, channel.id, read_to=ends[-1], settled=NOON)
        session.expire_all()

    assert ends == [NOON - 3 * DAY / 2, NOON - DAY / 2, NOON]
    assert queued(session, OutboxKind.FETCH_HISTORY) == [channel.id]


def test_the_mark_of_a_channel_never_moves_back(session: Session, queue: Queue) -> None:
    channel = make_request_channel(session, queue, read_to=NOON)

    reconciliation.record_history_read(session, channel.id, read_to=NOON - HOUR, settled=NOON)

    session.expire_all()
    assert channel.history_read_to == NOON


def test_a_channel_that_takes_no_requests_any_more_is_not_read(session: Session, queue: Queue) -> None:
    channel = make_request_channel(session, queue)
    left = {"role": ChannelRole.NONE, "queue_id": None, "intake": None, "takes_requests_since": None}
    session.execute(update(Channel).where(Channel.id == channel.id).values(history_read_to=None, **left))
    session.expire_all()

    assert reconciliation.plan_history(session, channel.id, settled=NOON) is None


def test_both_threads_are_read_and_a_side_that_is_not_there_yet_is_left_out(session: Session, queue: Queue) -> None:
    make_request_channel(session, queue)
    whole, without_card = make_ticket(session, queue), make_ticket(session, queue)
    without_card.card_ts = None

    both = reconciliation.plan_threads(session, whole.id, settled=NOON)
    one = reconciliation.plan_threads(session, without_card.id, settled=NOON)

    assert both is not None
    assert one is not None
    assert [(thread.side, thread.stretch.channel_type) for thread in both] == [
        ("requester", "channel"),
        ("triage", "group"),
    ]
    assert [thread.side for thread in one] == ["requester"]


def test_a_closed_ticket_s_threads_are_not_read(session: Session, queue: Queue) -> None:
    ticket = make_ticket(session, queue, status=TicketStatus.CLOSED)

    assert reconciliation.plan_threads(session, ticket.id, settled=NOON) is None


def test_rows_of_others_are_left_alone(session: Session, queue: Queue) -> None:
    ticket = make_ticket(session, queue)
    other = make_workspace(session, "T0OTHER")
    make_row(session, other, kind=OutboxKind.FETCH_THREADS, subject_id=ticket.id)

    reads = reconciliation.queue_thread_reads(session, queue.workspace_id, read_before=NOON, limit=1)

    assert reads == 1
