"""Triage channels that others can read, or that the bot is not in: nothing is posted, nothing is lost, admins know."""

from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.domain.desk.pauses import PauseReason, pause_reason
from bot.gateways.database import Sessions
from bot.gateways.slack_port import ChannelProfile
from bot.services.desk import channel_looks, channels, pauses
from models.desk import Channel, ChannelRole, OutboxRow, OutboxState
from tests.services.evidence import audited, clear_outbox, queued
from tests.support.desk_rows import NOON, Desk, make_queue, make_ticket, make_triage_channel


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A small desk whose admin is Ada."""
    desk.ada.is_desk_admin = True
    return desk


def profile(channel: Channel, **facts: Any) -> ChannelProfile:
    columns = {"name": "it-triage", "is_private": True, "is_shared": False, "is_archived": False, "is_member": True}
    return ChannelProfile(channel.slack_channel_id, **{**columns, **facts})


def told(session: Session) -> list[dict[str, Any]]:
    session.flush()
    rows = select(OutboxRow.payload).where(OutboxRow.kind == "slack.message_person").order_by(OutboxRow.id)
    return list(session.scalars(rows))


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({}, None),
        ({"is_private": False}, PauseReason.PUBLIC),
        ({"is_private": False, "is_shared": True}, PauseReason.SHARED),
        ({"is_archived": True, "is_shared": True}, PauseReason.ARCHIVED),
        ({"is_member": False, "is_private": False}, PauseReason.REMOVED),
    ],
)
def test_the_gravest_reason_is_told(facts: dict[str, bool], reason: PauseReason | None) -> None:
    usual = {"is_member": True, "is_archived": False, "is_shared": False, "is_private": True}

    assert pause_reason(**{**usual, **facts}) is reason


@pytest.mark.parametrize(
    ("look", "reason"),
    [
        ({"is_private": False}, "public"),
        ({"is_shared": True}, "shared"),
        ({"is_member": False}, "removed"),
        ({"is_archived": True, "is_member": False}, "archived"),
    ],
)
def test_a_triage_channel_that_a_look_finds_open_is_paused_and_admins_are_told_once(
    session: Session, desk: Desk, look: dict[str, bool], reason: str
) -> None:
    for _ in range(2):
        channel_looks.record(session, desk.triage.id, profile(desk.triage, **look), now=NOON)

    assert desk.triage.paused_at == NOON
    assert told(session) == [{"notice": "channel_paused", "channel": "#it-triage", "queue_key": "IT", "reason": reason}]
    assert audited(session) == ["channel.paused"]


def test_a_channel_that_is_gone_for_us_is_paused_too(session: Session, desk: Desk) -> None:
    channel_looks.record(session, desk.triage.id, None, now=NOON)

    assert [notice["reason"] for notice in told(session)] == ["removed"]


def test_a_mended_channel_goes_on_and_admins_are_told(session: Session, desk: Desk) -> None:
    channel_looks.record(session, desk.triage.id, profile(desk.triage, is_private=False), now=NOON)

    for _ in range(2):
        channel_looks.record(session, desk.triage.id, profile(desk.triage), now=NOON)

    assert desk.triage.paused_at is None
    assert [notice["notice"] for notice in told(session)] == ["channel_paused", "channel_resumed"]
    assert audited(session) == ["channel.paused", "channel.resumed"]


def test_a_company_that_comes_in_pauses_it_before_slack_is_asked(session: Session, desk: Desk) -> None:
    channel_looks.receive_share(session, desk.workspace, "C0TRIAGE", now=NOON)

    assert desk.triage.paused_at == NOON
    assert queued(session) == ["message_person", "fetch_channel"]


def test_what_waits_for_a_channel_is_freed_when_it_goes_on_and_nothing_else(session: Session, desk: Desk) -> None:
    hr = make_triage_channel(session, make_queue(session, desk.workspace, "HR"))
    ticket = make_ticket(session, desk)
    clear_outbox(session)
    channel_looks.record(session, desk.triage.id, profile(desk.triage, is_private=False), now=NOON)
    channel_looks.record(session, hr.id, profile(hr, is_private=False), now=NOON)
    clear_outbox(session)
    mine = hold(session, desk.triage, lane=f"ticket/{ticket.id}/triage")
    theirs = hold(session, hr, lane="ticket/0/triage")
    refused = add(session, desk, f"ticket/{ticket.id}/triage", OutboxState.PARKED, "not_in_channel")
    other_side = add(session, desk, f"ticket/{ticket.id}/requester", OutboxState.PARKED, "not_in_channel")

    channel_looks.record(session, desk.triage.id, profile(desk.triage), now=NOON)

    session.expire_all()
    assert mine.due_at < theirs.due_at
    assert [row.state for row in (mine, theirs, refused)] == [OutboxState.PENDING] * 3
    assert other_side.state is OutboxState.PARKED


def test_a_pause_does_not_end_while_a_row_is_being_put_back_for_it(sessions: Sessions, open_desk: Desk) -> None:
    channel = open_desk.triage
    with sessions.begin() as session:
        channel_looks.record(session, channel.id, profile(channel, is_private=False), now=NOON)

    with sessions.begin() as holding, sessions() as resuming:
        assert pauses.find_reason(holding, channel.workspace_id, channel.slack_channel_id) is not None
        resuming.execute(text("SET LOCAL lock_timeout = '50ms'"))
        with pytest.raises(OperationalError, match="lock timeout"):
            channel_looks.record(resuming, channel.id, profile(channel), now=NOON)


def add(session: Session, desk: Desk, lane: str, state: OutboxState, reason: str) -> OutboxRow:
    row = OutboxRow(
        workspace_id=desk.workspace.id, kind="test", lane=lane, payload={}, state=state, last_error=reason,
        due_at=NOON.replace(year=2099),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def hold(session: Session, channel: Channel, *, lane: str) -> OutboxRow:
    reason = pauses.find_reason(session, channel.workspace_id, channel.slack_channel_id)
    assert reason is not None
    row = OutboxRow(
        workspace_id=channel.workspace_id, kind="test", lane=lane, payload={}, last_error=reason,
        due_at=NOON.replace(year=2099),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def test_a_request_channel_without_the_bot_stops_and_admins_are_told(session: Session, desk: Desk) -> None:
    channel_looks.record(session, desk.help.id, profile(desk.help, name="help", is_member=False), now=NOON)

    assert desk.help.role is ChannelRole.NONE
    assert told(session) == [{"notice": "request_channel_left", "channel": "#help", "queue_key": "IT"}]


@pytest.mark.parametrize("look", [{"is_private": False, "is_shared": True}, {"is_archived": True, "is_member": False}])
def test_a_request_channel_may_be_public_shared_or_asleep(session: Session, desk: Desk, look: dict[str, bool]) -> None:
    channel_looks.record(session, desk.help.id, profile(desk.help, **look), now=NOON)

    assert desk.help.role is ChannelRole.REQUEST
    assert told(session) == []


def test_only_channels_with_a_role_are_looked_at(session: Session, desk: Desk) -> None:
    channels.leave_desk(session, desk.help, actor=desk.ada, now=NOON)
    clear_outbox(session)

    channel_looks.receive_change(session, desk.workspace, "C0HELP")
    channel_looks.receive_change(session, desk.workspace, "C0LUNCH")
    number = channel_looks.ask_about_all(session, desk.workspace.id)

    assert (number, queued(session)) == (1, ["fetch_channel"])


def test_the_command_ends_a_pause_at_once_when_nothing_speaks_for_it(session: Session, desk: Desk) -> None:
    channel_looks.record(session, desk.triage.id, profile(desk.triage, is_private=False), now=NOON)
    desk.triage.is_private = True

    lines = channels.become_triage(session, desk.triage, desk.queue, actor=desk.ada, now=NOON)

    assert lines == ["Posting in #it-triage goes on. What waited goes out now."]
    assert desk.triage.paused_at is None
