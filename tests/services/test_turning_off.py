"""Turning a channel off, and on again as it was."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bot.errors import AdminsOnly, ChannelUnusable, NotFound
from bot.gateways.slack_port import ChannelProfile
from bot.services.desk import channels, queues, turning_off
from models.desk import Channel, ChannelRole, Intake
from tests.services.evidence import audited
from tests.support.desk_rows import NOON, Desk, make_channel, make_queue


@pytest.fixture
def requests(session: Session, desk: Desk) -> Channel:
    """A channel whose messages are tickets when somebody reacts to them; ada is an admin."""
    desk.ada.is_desk_admin = True
    channel = make_channel(session, desk.workspace, "C0ASK")
    channels.take_requests(session, channel, desk.queue, Intake.EMOJI, actor=desk.ada, now=NOON)
    return channel


@pytest.fixture
def triage(session: Session, desk: Desk) -> Channel:
    """The triage channel of another queue, HR; ada is an admin."""
    desk.ada.is_desk_admin = True
    channel, hr = (
        make_channel(session, desk.workspace, "C0HR", is_private=True),
        make_queue(session, desk.workspace, "HR"),
    )
    channels.become_triage(session, channel, hr, actor=desk.ada, now=NOON)
    return channel


def profile(channel: Channel) -> ChannelProfile:
    facts = {"is_shared": False, "is_archived": False, "is_member": True}
    return ChannelProfile(channel.slack_channel_id, channel.name or "", channel.is_private, **facts)


def turned_off(session: Session, desk: Desk, channel: Channel) -> int:
    """Turn a channel off; return what there is to undo."""
    off = turning_off.turn_off(session, channel.slack_channel_id, actor=desk.ada, now=NOON)
    assert channel.role is ChannelRole.NONE
    assert off.entry_id is not None
    return off.entry_id


def test_a_request_channel_is_again_what_it_was(session: Session, desk: Desk, requests: Channel) -> None:
    entry_id = turned_off(session, desk, requests)

    lines = turning_off.turn_on_again(session, profile(requests), entry_id, actor=desk.ada, now=NOON)

    assert (requests.role, requests.queue_id, requests.intake) == (ChannelRole.REQUEST, desk.queue.id, Intake.EMOJI)
    assert lines[0].startswith("A message in #ask now opens a ticket in IT when somebody reacts")
    assert audited(session)[-1] == "channel.takes_requests"


def test_a_triage_channel_is_again_what_it_was(session: Session, desk: Desk, triage: Channel) -> None:
    queue_id = triage.queue_id
    entry_id = turned_off(session, desk, triage)

    turning_off.turn_on_again(session, profile(triage), entry_id, actor=desk.ada, now=NOON)

    assert (triage.role, triage.queue_id) == (ChannelRole.TRIAGE, queue_id)


def test_a_triage_channel_is_not_given_back_unseen_a_day_later(session: Session, desk: Desk, triage: Channel) -> None:
    entry_id = turned_off(session, desk, triage)
    later = NOON + timedelta(hours=24, seconds=1)

    with pytest.raises(ChannelUnusable, match=r"too long ago.*/desk triage #hr HR.*what that costs"):
        turning_off.turn_on_again(session, profile(triage), entry_id, actor=desk.ada, now=later)

    assert triage.role is ChannelRole.NONE


def test_a_channel_that_is_off_already_leaves_nothing_to_undo(session: Session, desk: Desk, requests: Channel) -> None:
    turned_off(session, desk, requests)

    off = turning_off.turn_off(session, "C0ASK", actor=desk.ada, now=NOON)

    assert (off.lines, off.entry_id) == ([], None)


def test_what_was_changed_since_stays_as_it_is(session: Session, desk: Desk, requests: Channel) -> None:
    entry_id = turned_off(session, desk, requests)
    channels.take_requests(session, requests, desk.queue, Intake.FORM, actor=desk.ada, now=NOON)
    again = turned_off(session, desk, requests)

    with pytest.raises(ChannelUnusable, match="#ask was changed since, so I left it as it is"):
        turning_off.turn_on_again(session, profile(requests), entry_id, actor=desk.ada, now=NOON)

    assert requests.role is ChannelRole.NONE
    turning_off.turn_on_again(session, profile(requests), again, actor=desk.ada, now=NOON)
    assert requests.intake is Intake.FORM


def test_undoing_twice_is_told_kindly(session: Session, desk: Desk, requests: Channel) -> None:
    entry_id = turned_off(session, desk, requests)
    turning_off.turn_on_again(session, profile(requests), entry_id, actor=desk.ada, now=NOON)

    with pytest.raises(ChannelUnusable, match="changed since"):
        turning_off.turn_on_again(session, profile(requests), entry_id, actor=desk.ada, now=NOON)


def test_only_an_admin_may_and_only_what_the_ledger_tells_of_that_channel(
    session: Session, desk: Desk, requests: Channel
) -> None:
    entry_id = turned_off(session, desk, requests)
    other = make_channel(session, desk.workspace, "C0OTHER")

    with pytest.raises(AdminsOnly):
        turning_off.turn_on_again(session, profile(requests), entry_id, actor=desk.ben, now=NOON)
    with pytest.raises(AdminsOnly):
        turning_off.turn_off(session, "C0ASK", actor=desk.ben, now=NOON)
    for channel, line in ((other, entry_id), (requests, entry_id - 1), (requests, entry_id + 1)):
        with pytest.raises(NotFound):
            turning_off.turn_on_again(session, profile(channel), line, actor=desk.ada, now=NOON)

    assert (requests.role, other.role) == (ChannelRole.NONE, ChannelRole.NONE)


def test_a_channel_that_others_can_read_by_now_does_not_become_triage_again(
    session: Session, desk: Desk, triage: Channel
) -> None:
    entry_id = turned_off(session, desk, triage)
    public = replace(profile(triage), is_private=False)

    with pytest.raises(ChannelUnusable, match="is public"):
        turning_off.turn_on_again(session, public, entry_id, actor=desk.ada, now=NOON)

    assert triage.role is ChannelRole.NONE


def test_a_queue_that_is_gone_is_named(session: Session, desk: Desk, triage: Channel) -> None:
    hr = queues.get_queue(session, desk.workspace.id, "HR")
    entry_id = turned_off(session, desk, triage)
    queues.remove_queue(session, hr, actor=desk.ada, now=NOON)

    with pytest.raises(NotFound, match="HR"):
        turning_off.turn_on_again(session, profile(triage), entry_id, actor=desk.ada, now=NOON)
