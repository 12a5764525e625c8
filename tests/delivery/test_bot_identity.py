"""The name a workspace gives Deskbell, over real wires: on its own messages, and not on what people said."""

from sqlalchemy import select

from models.desk import PlanLimits, Workspace
from tests.delivery.desk_room import DeskRoom


def test_deskbells_own_messages_carry_the_workspaces_name_and_icon(room: DeskRoom) -> None:
    name_it(room)

    room.asks("My printer is on fire")
    room.drain()

    [card] = room.cards()
    assert (card.username, card.raw["icons"]) == ("Acme Helpdesk", {"emoji": ":bellhop_bell:"})


def test_without_the_plan_they_carry_the_apps(room: DeskRoom) -> None:
    name_it(room, has_white_label=False)

    room.asks("My printer is on fire")
    room.drain()

    [card] = room.cards()
    assert card.username is None


def name_it(room: DeskRoom, *, has_white_label: bool = True) -> None:
    """Have Deskbell called something, with a plan that allows it or not."""
    with room.sessions.begin() as session:
        workspace = session.scalars(select(Workspace)).one()
        workspace.bot_name, workspace.bot_icon = "Acme Helpdesk", ":bellhop_bell:"
        limits = PlanLimits(
            workspace_id=workspace.id,
            plan_name="Team",
            most_queues=None,
            most_inbound_addresses=None,
            has_white_label=has_white_label,
            changed_at=workspace.installed_at,
        )
        session.add(limits)
