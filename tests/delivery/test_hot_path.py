"""What sending costs the database: so many statements a row, however many rows there are."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from bot.delivery import leases
from bot.delivery.attempt import Office
from bot.delivery.desk import desk_deliverers
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.gateways.database import Sessions
from tests.delivery.desk_room import FEW_TRIES, DeskRoom
from tests.delivery.outbox_rows import LEASE, add_row, make_workspace, office_of
from tests.support.slack_worlds import CHANNEL, RecordedWorld


@contextmanager
def counting(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that are sent to the database."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def claim(sessions: Sessions, most: int = 20) -> list[leases.Row]:
    with sessions.begin() as session:
        return leases.claim_due(session, most=most, lease=LEASE)


@pytest.mark.parametrize("count", [1, 15])
def test_a_batch_is_claimed_in_one_statement(sessions: Sessions, engine: Engine, count: int) -> None:
    with sessions.begin() as session:
        workspace_id = make_workspace(session).id
        for number in range(count):
            add_row(session, workspace_id, lane=f"lane/{number}")

    with counting(engine) as statements:
        claimed = claim(sessions)

    assert (len(claimed), len(statements)) == (count, 1)


def test_sending_costs_a_lease_a_slot_and_a_record(sessions: Sessions, engine: Engine) -> None:
    with sessions.begin() as session:
        add_row(session, make_workspace(session).id)
    [row] = claim(sessions)
    office = office_of(sessions, RecordedWorld().recorded)

    with counting(engine) as statements:
        office.deliver(row)

    assert [statement.split()[0] for statement in statements] == ["UPDATE", "INSERT", "UPDATE"]


def test_only_a_workspace_that_gave_the_bot_a_name_pays_for_it(sessions: Sessions, engine: Engine) -> None:
    with sessions.begin() as session:
        workspace = make_workspace(session)
        workspace.bot_name, workspace.granted_scopes = "Acme Helpdesk", ["chat:write.customize"]
        add_row(session, workspace.id)
    world = RecordedWorld()
    [row] = claim(sessions)

    with counting(engine) as statements:
        office_of(sessions, world.recorded).deliver(row)

    assert [statement.split()[0] for statement in statements] == ["UPDATE", "SELECT", "SELECT", "INSERT", "UPDATE"]
    assert [message.author_name for message in world.recorded.standing(CHANNEL)] == ["Acme Helpdesk"]


def test_a_card_costs_the_same_whatever_else_waits(room: DeskRoom) -> None:
    room.asks("My printer is on fire")
    room.drain()
    room.asks("So is my desk")
    alone = statements_per_card(room)
    for number in range(8):
        room.asks(f"Another question {number}")

    among_many = statements_per_card(room)

    assert among_many == alone * 8
    assert alone[0] <= 18  # of them one for its details, one for the statuses its queue named


def statements_per_card(room: DeskRoom) -> list[int]:
    """Send all that waits, one row after the other, and return how many statements each card took."""
    office: Office = office_of(room.sessions, room.client, desk_deliverers(), rules=FEW_TRIES)
    costs = []
    for row in claim(room.sessions):
        with counting(room.engine) as statements:
            office.deliver(row)
        if row.kind == OutboxKind.REFRESH_TRIAGE_CARD:
            costs.append(len(statements))
    return costs
