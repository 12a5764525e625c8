"""Previews on their way: rights are those of the moment they are sent, and a link that is gone stops nothing."""

from collections.abc import Sequence

import pytest
from sqlalchemy import delete

from bot.services.desk import previews, workspaces
from models.desk import ChannelMember, OutboxState
from tests.delivery.desk_room import TRIAGE, DeskRoom

LINK = "https://desk.example.com/t/IT-1"


def type_link(room: DeskRoom, name: str, *, unfurl_id: str | None = None) -> str:
    """Have somebody type a link to IT-1, and Slack tell of it; nothing is sent yet."""
    told = room.actor(name).type_text(TRIAGE, LINK)
    assert told is not None
    event = {
        "unfurl_id": unfurl_id or told,
        "source": "composer",
        "channel": "COMPOSER",
        "user": room.actor(name).id,
        "is_bot_user_member": True,
        "links": [{"url": LINK, "domain": "desk.example.com"}],
    }
    with room.sessions.begin() as session:
        previews.ask_for_previews(session, workspaces.the_workspace(session), event, is_shared=False)
    return told


def ends_of(room: DeskRoom) -> Sequence[str | None]:
    """Return the reasons for which previews were dropped; none of the rows may be parked."""
    assert room.rows(OutboxState.PARKED) == []
    return [reason for kind, reason in room.rows(OutboxState.DROPPED) if kind == "slack.unfurl_links"]


@pytest.fixture
def asked(room: DeskRoom) -> DeskRoom:
    """A room where IT-1 was asked and its card stands."""
    room.asks("My printer is on fire")
    room.drain()
    return room


def test_a_link_is_previewed_with_the_ticket_as_it_is(asked: DeskRoom) -> None:
    unfurl_id = type_link(asked, "ben")

    asked.drain()

    assert "My printer is on fire" in str(asked.actor("ben").typed_previews(unfurl_id)[LINK])


def test_who_lost_their_rights_meanwhile_is_shown_nothing(asked: DeskRoom) -> None:
    unfurl_id = type_link(asked, "ben")
    with asked.sessions.begin() as session:
        session.execute(delete(ChannelMember).where(ChannelMember.person_id == asked.person(session, "ben").id))

    asked.drain()

    assert asked.actor("ben").typed_previews(unfurl_id) == {}
    assert ends_of(asked) == ["no preview may be shown there"]


def test_a_link_that_is_gone_is_forgotten(asked: DeskRoom) -> None:
    type_link(asked, "ben", unfurl_id="unfurl-404")

    asked.drain()

    assert ends_of(asked) == ["invalid_unfurl_id"]


def test_previews_that_were_turned_off_meanwhile_trouble_nobody(asked: DeskRoom) -> None:
    type_link(asked, "ben")
    asked.server.admin.grant(["chat:write", "links:read"])

    asked.drain()

    assert [reason.split()[0] for reason in ends_of(asked) if reason] == ["missing_scope"]
