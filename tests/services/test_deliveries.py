"""Each delivery is handled once, and a body whose handling failed is kept."""

from functools import partial
from threading import Event as Signal
from threading import Thread

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.gateways.database import Sessions
from bot.services.desk import deliveries
from models.desk import InboundDelivery, KeptDelivery, Workspace
from tests.services.evidence import in_parallel
from tests.support.desk_rows import NOON, Desk, make_workspace


def see(session: Session, workspace: Workspace, name: str = "Ev1") -> bool:
    return deliveries.first_sight(session, name, workspace_id=workspace.id, now=NOON)


def test_a_delivery_is_new_once(session: Session, desk: Desk) -> None:
    assert [see(session, desk.workspace) for _ in range(3)] == [True, False, False]


def test_the_same_id_in_another_workspace_is_another_delivery(session: Session, desk: Desk) -> None:
    elsewhere = make_workspace(session, "T0OTHER")

    assert [see(session, desk.workspace), see(session, elsewhere)] == [True, True]


def test_a_rollback_forgets_that_it_was_seen(sessions: Sessions, open_desk: Desk) -> None:
    with sessions() as session:
        assert see(session, open_desk.workspace)
        session.rollback()

    with sessions.begin() as session:
        assert see(session, open_desk.workspace)


@pytest.mark.parametrize("ends_well", [True, False], ids=["commit", "rollback"])
def test_a_twin_waits_for_the_first_to_end(sessions: Sessions, open_desk: Desk, *, ends_well: bool) -> None:
    started, answers = Signal(), list[bool]()

    def deliver() -> None:
        with sessions.begin() as session:
            started.set()
            answers.append(see(session, open_desk.workspace))

    twin = Thread(target=deliver)
    with sessions() as first:
        see(first, open_desk.workspace)
        twin.start()
        started.wait(timeout=10)
        twin.join(timeout=0.2)
        assert answers == []
        if ends_well:
            first.commit()
        else:
            first.rollback()
    twin.join(timeout=10)

    assert answers == [not ends_well]


def test_of_many_at_once_one_is_first(sessions: Sessions, open_desk: Desk) -> None:
    def deliver() -> bool:
        with sessions.begin() as session:
            return see(session, open_desk.workspace)

    answers = in_parallel([partial(deliver)] * 8)

    assert sorted(answers, key=bool) == [False] * 7 + [True]
    with sessions() as session:
        assert session.scalars(select(InboundDelivery.delivery_id)).all() == ["Ev1"]


def test_a_failed_body_is_kept_under_the_reference_first_shown(session: Session, desk: Desk) -> None:
    keep = partial(deliveries.keep_failed, session, "Ev1", {"event": {}}, workspace_id=desk.workspace.id, now=NOON)

    references = {keep(error="KeyError at intake.py:20"), keep(error="ValueError at intake.py:21")}

    kept = session.scalars(select(KeptDelivery)).one()
    assert references == {kept.reference}
    assert (kept.failures, kept.error, kept.body) == (2, "ValueError at intake.py:21", {"event": {}})


def test_a_body_that_was_handled_after_all_is_forgotten(session: Session, desk: Desk) -> None:
    for name in ("Ev1", "Ev2"):
        deliveries.keep_failed(session, name, {}, workspace_id=desk.workspace.id, error="KeyError", now=NOON)

    deliveries.forget_kept(session, "Ev1", workspace_id=desk.workspace.id)

    assert session.scalars(select(KeptDelivery.delivery_id)).all() == ["Ev2"]
