"""The outbox's rows: what is frozen, what is folded, and the lock that lets no change be lost."""

from threading import Event as Signal
from threading import Thread

from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.domain.desk.outbox_kinds import OutboxKind
from bot.gateways.database import Sessions
from bot.services.desk import outbox
from models.desk import OutboxRow, OutboxState, Side, Workspace
from tests.support.desk_rows import Desk

CARD, LANE = OutboxKind.REFRESH_TRIAGE_CARD, outbox.ticket_lane(7, Side.TRIAGE)


def refresh(session: Session, workspace: Workspace, subject_id: int = 7) -> None:
    outbox.refresh(session, CARD, subject_id, workspace_id=workspace.id, lane=LANE)


def test_a_row_holds_what_was_decided_and_is_due_at_once(session: Session, desk: Desk) -> None:
    outbox.enqueue(
        session,
        OutboxKind.POST_REPLY,
        workspace_id=desk.workspace.id,
        lane=LANE,
        subject_id=7,
        payload={"text": "hello"},
    )

    row = session.scalars(select(OutboxRow)).one()
    assert (row.kind, row.lane, row.subject_id, row.payload) == ("slack.post_reply", LANE, 7, {"text": "hello"})
    assert (row.state, row.attempts, row.in_doubt, row.due_at) == (OutboxState.PENDING, 0, False, row.created_at)


def test_every_row_has_an_id_of_its_own_to_be_found_by(session: Session, desk: Desk) -> None:
    for _ in range(3):
        outbox.enqueue(session, OutboxKind.POST_REPLY, workspace_id=desk.workspace.id, lane=LANE)

    assert len(set(session.scalars(select(OutboxRow.message_id)))) == 3


def test_a_refresh_is_folded_into_one_that_waits(session: Session, desk: Desk) -> None:
    refresh(session, desk.workspace)
    first = session.scalars(select(OutboxRow)).one()

    for _ in range(3):
        refresh(session, desk.workspace)

    assert session.scalars(select(OutboxRow.message_id)).all() == [first.message_id]


def test_what_has_another_subject_or_is_being_sent_already_is_not(session: Session, desk: Desk) -> None:
    refresh(session, desk.workspace)
    session.execute(update(OutboxRow).values(state=OutboxState.SENDING, leased_until=text("now()")))

    refresh(session, desk.workspace)
    refresh(session, desk.workspace, subject_id=8)

    rows = session.execute(select(OutboxRow.subject_id, OutboxRow.state).order_by(OutboxRow.id)).all()
    assert rows == [(7, OutboxState.SENDING), (7, OutboxState.PENDING), (8, OutboxState.PENDING)]


def test_what_is_queued_is_listed_in_order_until_it_is_sent(session: Session, desk: Desk) -> None:
    refresh(session, desk.workspace)
    outbox.enqueue(session, OutboxKind.POST_REPLY, workspace_id=desk.workspace.id, lane=LANE)
    outbox.enqueue(session, OutboxKind.TELL_PERSON, workspace_id=desk.workspace.id, lane=outbox.person_lane(1))
    session.execute(update(OutboxRow).where(OutboxRow.kind == CARD).values(state=OutboxState.SENT))

    kinds = outbox.list_queued_kinds(session, workspace_id=desk.workspace.id)

    assert kinds == ["slack.post_reply", "slack.tell_person"]
    assert outbox.list_queued_kinds(session, workspace_id=desk.workspace.id + 1) == []


def test_no_worker_can_take_a_refresh_while_a_change_folds_into_it(sessions: Sessions, open_desk: Desk) -> None:
    with sessions.begin() as session:
        refresh(session, open_desk.workspace)

    with sessions.begin() as changing:
        changing.get_one(Workspace, open_desk.workspace.id).name = "Changed"
        refresh(changing, open_desk.workspace)
        with sessions() as worker:
            claimable = select(OutboxRow).with_for_update(skip_locked=True)
            assert worker.scalars(claimable).all() == []

    with sessions() as worker:
        assert len(worker.scalars(claimable).all()) == 1
        assert worker.get_one(Workspace, open_desk.workspace.id).name == "Changed"


def test_a_change_that_comes_while_a_worker_takes_the_refresh_gets_one_of_its_own(
    sessions: Sessions, open_desk: Desk
) -> None:
    with sessions.begin() as session:
        refresh(session, open_desk.workspace)
    started = Signal()

    def change() -> None:
        with sessions.begin() as session:
            started.set()
            refresh(session, open_desk.workspace)

    changing = Thread(target=change)
    with sessions.begin() as worker:
        worker.execute(update(OutboxRow).values(state=OutboxState.SENDING, leased_until=text("now()")))
        changing.start()
        started.wait(timeout=10)
        changing.join(timeout=0.2)
        assert changing.is_alive()  # it waits to see whether the row it would fold into is taken
    changing.join(timeout=10)

    with sessions() as session:
        states = session.scalars(select(OutboxRow.state).order_by(OutboxRow.id)).all()
        assert states == [OutboxState.SENDING, OutboxState.PENDING]


def test_workers_are_woken_by_the_commit_and_not_by_a_rollback(sessions: Sessions, open_desk: Desk) -> None:
    with sessions() as listening:
        raw = listening.connection().connection.driver_connection
        assert raw is not None
        raw.autocommit = False
        listening.execute(text(f"LISTEN {outbox.NOTIFY_CHANNEL}"))
        listening.commit()

        with sessions() as session:
            refresh(session, open_desk.workspace)
            session.rollback()
        assert list(raw.notifies(timeout=0.1)) == []

        with sessions.begin() as session:
            refresh(session, open_desk.workspace)
        assert [notice.channel for notice in raw.notifies(timeout=5, stop_after=1)] == [outbox.NOTIFY_CHANNEL]


def test_a_refresh_without_a_subject_is_refused_by_the_database(session: Session, desk: Desk) -> None:
    row = OutboxRow(workspace_id=desk.workspace.id, kind=CARD, lane=LANE, payload={}, collapses=True)

    refused = False
    try:
        with session.begin_nested():
            session.add(row)
    except DBAPIError as error:
        refused = "collapsing_has_subject" in str(error)

    assert refused
