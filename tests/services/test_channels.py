"""The roles channels play, and who becomes and stops being an agent."""

from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import ChannelUnusable, NotFound
from bot.gateways.database import Sessions
from bot.gateways.slack_port import ChannelProfile
from bot.services.desk import agents, channels, people, queues
from models.desk import Channel, ChannelMember, ChannelRole, Intake, Person, Queue, TicketStatus, Workspace
from tests.services.evidence import all_rows, audited, in_parallel, queued
from tests.support.desk_rows import (
    NOON,
    Desk,
    make_channel,
    make_person,
    make_queue,
    make_ticket,
    make_triage_channel,
    make_workspace,
)


def profile(slack_channel_id: str, **facts: Any) -> ChannelProfile:
    columns = {"name": "hr", "is_private": True, "is_shared": False, "is_archived": False, "is_member": True, **facts}
    return ChannelProfile(slack_channel_id=slack_channel_id, **columns)


def members_of(session: Session, channel: Channel) -> set[str]:
    session.flush()
    members = select(Person.slack_user_id).join(ChannelMember, ChannelMember.person_id == Person.id)
    return set(session.scalars(members.where(ChannelMember.channel_id == channel.id)))


def test_a_triage_channel_has_its_members_read(session: Session, desk: Desk) -> None:
    hr = make_queue(session, desk.workspace, "HR")
    channel = make_channel(session, desk.workspace, "C0HR", is_private=True)

    lines = channels.become_triage(session, channel, hr, actor=desk.ada, now=NOON)

    assert lines == ["#hr is now the triage channel of HR. Its members are the agents."]
    assert (channel.role, channel.queue_id) == (ChannelRole.TRIAGE, hr.id)
    assert queued(session) == ["fetch_members"]
    assert audited(session) == ["channel.became_triage"]


def test_a_request_channel_takes_requests_from_now_on(session: Session, desk: Desk) -> None:
    channel = make_channel(session, desk.workspace, "C0ASK")

    lines = channels.take_requests(session, channel, desk.queue, Intake.EVERY, actor=desk.ada, now=NOON)

    assert lines == ["Every new message in #ask now opens a ticket in IT."]
    assert (channel.takes_requests_since, channel.history_read_to) == (NOON, NOON)
    assert audited(session) == ["channel.takes_requests"]


def test_saying_what_is_so_already_changes_nothing(session: Session, desk: Desk) -> None:
    nobody = make_channel(session, desk.workspace, "C0NOBODY")
    before = all_rows(session)

    lines = [
        *channels.become_triage(session, desk.triage, desk.queue, actor=desk.ada, now=NOON),
        *channels.take_requests(session, desk.help, desk.queue, Intake.EVERY, actor=desk.ada, now=NOON),
        *channels.leave_desk(session, nobody, actor=desk.ada, now=NOON),
    ]

    assert lines == []
    assert all_rows(session) == before


def test_a_channel_another_company_reads_can_not_be_a_triage_channel(session: Session, desk: Desk) -> None:
    shared = make_channel(session, desk.workspace, "C0SHARED", is_shared=True)
    hr = make_queue(session, desk.workspace, "HR")

    with pytest.raises(ChannelUnusable, match="#shared is shared with another company"):
        channels.become_triage(session, shared, hr, actor=desk.ada, now=NOON)

    assert shared.role is ChannelRole.NONE


def test_a_public_channel_can_not_be_a_triage_channel(session: Session, desk: Desk) -> None:
    lobby, hr = make_channel(session, desk.workspace, "C0LOBBY"), make_queue(session, desk.workspace, "HR")

    with pytest.raises(ChannelUnusable, match=r"#lobby is public.*Make it private"):
        channels.become_triage(session, lobby, hr, actor=desk.ada, now=NOON)

    assert lobby.role is ChannelRole.NONE


def test_a_channel_plays_one_role(session: Session, desk: Desk) -> None:
    hr = make_queue(session, desk.workspace, "HR")

    with pytest.raises(ChannelUnusable, match="#help already has a role"):
        channels.become_triage(session, desk.help, hr, actor=desk.ada, now=NOON)
    with pytest.raises(ChannelUnusable, match="#triage is a triage channel"):
        channels.take_requests(session, desk.triage, hr, Intake.EVERY, actor=desk.ada, now=NOON)


def test_a_queue_has_one_triage_channel(session: Session, desk: Desk) -> None:
    second = make_channel(session, desk.workspace, "C0SECOND")

    with pytest.raises(ChannelUnusable, match="#triage is already the triage channel of IT"):
        channels.become_triage(session, second, desk.queue, actor=desk.ada, now=NOON)

    assert second.role is ChannelRole.NONE


def test_requests_need_a_triage_channel_for_their_cards(session: Session, desk: Desk) -> None:
    hr, channel = make_queue(session, desk.workspace, "HR"), make_channel(session, desk.workspace, "C0ASK")

    with pytest.raises(ChannelUnusable, match="HR has no triage channel yet"):
        channels.take_requests(session, channel, hr, Intake.EVERY, actor=desk.ada, now=NOON)

    assert channel.role is ChannelRole.NONE


def test_a_request_channel_that_moves_to_another_queue_keeps_its_start(session: Session, desk: Desk) -> None:
    hr = make_queue(session, desk.workspace, "HR")
    make_triage_channel(session, hr)
    since = desk.help.takes_requests_since

    channels.take_requests(session, desk.help, hr, Intake.EVERY, actor=desk.ada, now=NOON)

    assert (desk.help.queue_id, desk.help.takes_requests_since) == (hr.id, since)


def test_a_triage_channel_stays_while_request_channels_feed_it(session: Session, desk: Desk) -> None:
    with pytest.raises(ChannelUnusable, match="Request channels still feed IT"):
        channels.leave_desk(session, desk.triage, actor=desk.ada, now=NOON)

    assert members_of(session, desk.triage) == {"U0ADA", "U0BEN"}


def test_a_triage_channel_stays_while_somebody_waits_there(session: Session, desk: Desk) -> None:
    make_ticket(session, desk, status=TicketStatus.WAITING)
    channels.leave_desk(session, desk.help, actor=desk.ada, now=NOON)

    with pytest.raises(ChannelUnusable, match="IT has open tickets here"):
        channels.leave_desk(session, desk.triage, actor=desk.ada, now=NOON)

    assert desk.triage.role is ChannelRole.TRIAGE


def test_the_default_queue_keeps_its_triage_channel_while_another_could_be_the_default(
    session: Session, desk: Desk
) -> None:
    hr = make_queue(session, desk.workspace, "HR")
    make_triage_channel(session, hr)
    channels.leave_desk(session, desk.help, actor=desk.ada, now=NOON)

    with pytest.raises(ChannelUnusable, match=r"IT is the default queue.*as HR, with `/desk settings`"):
        channels.leave_desk(session, desk.triage, actor=desk.ada, now=NOON)

    queues.change_queue(session, hr, name="HR", is_default=True, actor=desk.ada, now=NOON)
    lines = channels.leave_desk(session, desk.triage, actor=desk.ada, now=NOON)
    assert lines == ["#triage is no longer the triage channel of IT."]


def test_leaving_the_desk_ends_every_agents_rights(session: Session, desk: Desk) -> None:
    channels.leave_desk(session, desk.help, actor=desk.ada, now=NOON)

    lines = channels.leave_desk(session, desk.triage, actor=desk.ada, now=NOON)

    assert lines == ["#triage is no longer the triage channel of IT."]
    assert not agents.is_agent(session, desk.ada, desk.queue.id)
    assert members_of(session, desk.triage) == set()
    assert audited(session) == ["channel.left_desk"] * 2


def test_a_request_channel_and_a_leaving_triage_channel_do_not_miss_each_other(
    sessions: Sessions, open_desk: Desk
) -> None:
    with sessions.begin() as session:
        channels.leave_desk(session, session.get_one(Channel, open_desk.help.id), actor=None, now=NOON)

    outcomes = in_parallel(
        [partial(_feed, sessions, open_desk.help.id), partial(_leave, sessions, open_desk.triage.id)]
    )

    assert [type(outcome) for outcome in outcomes].count(ChannelUnusable) == 1
    with sessions() as session:
        roles = set(session.scalars(select(Channel.role)))
        assert roles in ({ChannelRole.NONE}, {ChannelRole.REQUEST, ChannelRole.TRIAGE})


def _feed(sessions: Sessions, channel_id: int) -> None:
    with sessions.begin() as session:
        queue = session.scalars(select(Queue)).one()
        channel = session.get_one(Channel, channel_id)
        channels.take_requests(session, channel, queue, Intake.EVERY, actor=None, now=NOON)


def _leave(sessions: Sessions, channel_id: int) -> None:
    with sessions.begin() as session:
        channels.leave_desk(session, session.get_one(Channel, channel_id), actor=None, now=NOON)


def test_of_two_channels_that_want_one_queue_at_once_one_is_told_of_the_other(
    sessions: Sessions, open_desk: Desk
) -> None:
    with sessions.begin() as session:
        queue_id = make_queue(session, open_desk.workspace, "HR").id

    outcomes = in_parallel([partial(_become, sessions, queue_id, name) for name in ("C0ONE", "C0TWO")])

    refusals = [outcome for outcome in outcomes if outcome is not None]
    assert [type(refusal) for refusal in refusals] == [ChannelUnusable]
    assert "is already the triage channel of HR" in str(refusals[0])


def _become(sessions: Sessions, queue_id: int, slack_channel_id: str) -> None:
    with sessions.begin() as session:
        workspace, queue = session.scalars(select(Workspace)).one(), session.get_one(Queue, queue_id)
        channel = channels.record_channel(session, workspace, profile(slack_channel_id), now=NOON)
        channels.become_triage(session, channel, queue, actor=None, now=NOON)


def test_a_channel_is_brought_up_to_date_and_keeps_its_role(session: Session, desk: Desk) -> None:
    channel = channels.record_channel(session, desk.workspace, profile("C0HELP", name="it-help"), now=NOON)

    assert channel is desk.help
    assert (channel.name, channel.is_private, channel.role) == ("it-help", True, ChannelRole.REQUEST)


def test_a_channels_new_name_is_recorded(session: Session, desk: Desk) -> None:
    channels.rename(session, desk.workspace, "C0TRIAGE", "it-triage")
    channels.rename(session, desk.workspace, "C0LUNCH", "dinner")

    assert desk.triage.name == "it-triage"
    assert channels.find_channel(session, desk.workspace.id, "C0LUNCH") is None


def test_a_channel_without_a_role_has_nothing_to_turn_off(session: Session, desk: Desk) -> None:
    with pytest.raises(NotFound, match="has no role"):
        channels.get_channel(session, desk.workspace.id, "C0LUNCH")

    assert channels.get_channel(session, desk.workspace.id, "C0HELP") is desk.help


def test_another_workspaces_channel_of_the_same_id_is_another_channel(session: Session, desk: Desk) -> None:
    theirs = make_channel(session, make_workspace(session, "T0OTHER"), "C0TRIAGE")

    assert channels.find_channel(session, desk.workspace.id, "C0TRIAGE") is desk.triage
    assert channels.find_channel(session, theirs.workspace_id, "C0TRIAGE") is theirs


def test_people_of_one_slack_id_in_two_workspaces_are_two(session: Session, desk: Desk) -> None:
    elsewhere = make_workspace(session, "T0OTHER")

    theirs = make_person(session, elsewhere, "U0ADA")

    assert people.find_person(session, desk.workspace.id, "U0ADA") is desk.ada
    assert people.find_person(session, elsewhere.id, "U0ADA") is theirs
