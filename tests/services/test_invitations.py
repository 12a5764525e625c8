"""The bot is invited: who is asked what, what needs no question, and what is decided already."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.invitations import Invitation, InvitationAnswer, answer_to
from bot.domain.desk.members import Told
from bot.errors import AdminsOnly, ChannelUnusable, NotFound
from bot.gateways.slack_port import ChannelProfile, Profile
from bot.services.desk import channel_setup, channels, invitations
from bot.services.desk.channel_setup import ChosenQueue
from models.desk import Channel, ChannelRole, OutboxRow, Person
from tests.services.evidence import audited, clear_outbox, queued
from tests.support.desk_rows import (
    NOON,
    Desk,
    make_person,
    make_queue,
    make_triage_channel,
    make_workspace,
    ts_at,
)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A small desk whose admin is Ada."""
    desk.ada.is_desk_admin = True
    return desk


def lobby(**facts: Any) -> ChannelProfile:
    columns = {"name": "lobby", "is_private": False, "is_shared": False, "is_archived": False, "is_member": True}
    return ChannelProfile("C0LOBBY", **{**columns, **facts})


def profile_of(person: Person, **facts: Any) -> Profile:
    columns: dict[str, Any] = {
        "slack_team_id": "T0ACME",
        "display_name": person.display_name,
        "image_url": None,
        "zone": None,
        "locale": None,
        "is_bot": False,
        "is_guest": False,
        "is_deactivated": False,
        "is_slack_admin": False,
    }
    return Profile(person.slack_user_id, **{**columns, **facts})


def invite(session: Session, desk: Desk, inviter: Person | None) -> None:
    invitations.receive_join(
        session,
        desk.workspace,
        "C0LOBBY",
        desk.workspace.slack_bot_user_id,
        slack_team_id=None,
        told=Told("Ev1", ts_at(0), None if inviter is None else inviter.slack_user_id),
        now=NOON,
    )


def answer(session: Session, desk: Desk, inviter: Person, channel: ChannelProfile, **facts: Any) -> Channel:
    """Have somebody invite the bot, and Slack say who they are and where."""
    invite(session, desk, inviter)
    row = channels.find_channel(session, desk.workspace.id, "C0LOBBY")
    assert row is not None
    clear_outbox(session)
    invitations.record(session, row.id, channel, profile_of(inviter, **facts), now=NOON)
    return row


def asked(session: Session) -> list[dict[str, Any]]:
    session.flush()
    return list(session.scalars(select(OutboxRow.payload).where(OutboxRow.kind == "slack.answer_invitation")))


BY_ADMIN = {"by_admin": True, "by_member": True}
BY_MEMBER = {"by_admin": False, "by_member": True}
BY_GUEST = {"by_admin": False, "by_member": False}
READY = {"has_queues": True, "has_default": True}
EMPTY = {"has_queues": False, "has_default": False}


@pytest.mark.parametrize(
    ("who", "is_private", "what_there_is", "follows"),
    [
        (BY_ADMIN, True, READY, InvitationAnswer.ASK_ROLE),
        (BY_ADMIN, True, EMPTY, InvitationAnswer.ASK_ROLE),
        (BY_ADMIN, False, READY, InvitationAnswer.ASK_QUEUE),
        (BY_ADMIN, False, EMPTY, InvitationAnswer.TRIAGE_FIRST),
        (BY_MEMBER, False, READY, InvitationAnswer.TAKE_REQUESTS),
        (BY_MEMBER, False, EMPTY, InvitationAnswer.ADMIN_NEEDED),
        (BY_MEMBER, True, READY, InvitationAnswer.ADMIN_NEEDED),
        (BY_GUEST, False, READY, InvitationAnswer.ADMIN_NEEDED),
    ],
)
def test_the_right_person_is_asked_the_right_question(
    who: dict[str, bool], is_private: bool, what_there_is: dict[str, bool], follows: InvitationAnswer
) -> None:
    assert answer_to(Invitation(is_private=is_private, **who, **what_there_is)) is follows


def test_an_invitation_has_slack_asked_first_and_a_second_event_asks_nothing_new(session: Session, desk: Desk) -> None:
    invite(session, desk, desk.ada)

    assert queued(session) == ["fetch_invitation"]


def test_nobody_is_asked_when_nobody_invited_it(session: Session, desk: Desk) -> None:
    invite(session, desk, None)

    assert queued(session) == []


def test_an_admin_is_asked_in_a_private_channel_and_nobody_else(session: Session, desk: Desk) -> None:
    channel = answer(session, desk, desk.ada, lobby(is_private=True))

    assert asked(session) == [{"answer": "ask_role", "slack_user_id": "U0ADA"}]
    assert channel.role is ChannelRole.NONE


def test_a_members_public_channel_takes_requests_for_the_default_queue_and_is_told(
    session: Session, desk: Desk
) -> None:
    channel = answer(session, desk, desk.rosa, lobby())

    assert (channel.role, channel.queue_id) == (ChannelRole.REQUEST, desk.queue.id)
    assert queued(session) == ["greet_channel"]
    assert audited(session) == ["channel.takes_requests"]


@pytest.mark.parametrize("facts", [{"is_guest": True}, {"slack_team_id": "T0OTHER"}])
def test_a_guest_or_an_outsider_sets_nothing_up(session: Session, desk: Desk, facts: dict[str, Any]) -> None:
    channel = answer(session, desk, desk.rosa, lobby(), **facts)

    assert channel.role is ChannelRole.NONE
    assert asked(session) == [{"answer": "admin_needed", "slack_user_id": "U0ROSA"}]


def test_a_channel_with_a_role_keeps_it_and_is_looked_at(session: Session, desk: Desk) -> None:
    channel = answer(session, desk, desk.rosa, lobby())
    since = channel.takes_requests_since
    clear_outbox(session)

    invite(session, desk, desk.ada)
    invitations.record(session, channel.id, lobby(), profile_of(desk.ada), now=NOON)

    assert (channel.role, channel.takes_requests_since) == (ChannelRole.REQUEST, since)
    assert queued(session) == ["fetch_channel"]


def test_a_bot_that_was_removed_again_meanwhile_says_nothing(session: Session, desk: Desk) -> None:
    answer(session, desk, desk.rosa, lobby(is_member=False))

    assert queued(session) == []


def test_requests_leads_to_the_question_which_queue(session: Session, desk: Desk) -> None:
    invitations.choose_requests(session, lobby(is_private=True), actor=desk.ada, now=NOON)

    assert asked(session) == [{"answer": "ask_queue", "slack_user_id": "U0ADA"}]


def test_the_queue_an_admin_chooses_takes_the_channels_requests(session: Session, desk: Desk) -> None:
    hr = make_queue(session, desk.workspace, "HR")
    make_triage_channel(session, hr)

    lines = channel_setup.take_requests_once(session, lobby(), hr.id, actor=desk.ada, now=NOON)

    assert lines == ["Every new message in #lobby now opens a ticket in HR."]


def test_a_second_admin_is_told_what_the_first_decided(session: Session, desk: Desk) -> None:
    desk.ben.is_desk_admin = True
    channel_setup.take_requests_once(session, lobby(is_private=True), desk.queue.id, actor=desk.ada, now=NOON)
    again = lobby(is_private=True)

    with pytest.raises(ChannelUnusable, match=r"#lobby takes requests for IT.*request off #lobby"):
        channel_setup.make_triage_once(session, again, ChosenQueue("HR"), actor=desk.ben, now=NOON)
    with pytest.raises(ChannelUnusable, match="decided already"):
        invitations.offer_triage(session, again, [], actor=desk.ben, now=NOON)
    with pytest.raises(ChannelUnusable, match="decided already"):
        invitations.choose_requests(session, again, actor=desk.ben, now=NOON)


def test_a_button_in_the_hands_of_somebody_else_does_nothing(session: Session, desk: Desk) -> None:
    private = lobby(is_private=True)

    for press in (
        lambda: invitations.choose_requests(session, private, actor=desk.ben, now=NOON),
        lambda: invitations.offer_triage(session, private, [], actor=desk.ben, now=NOON),
        lambda: channel_setup.make_triage_once(session, private, ChosenQueue("HR"), actor=desk.ben, now=NOON),
        lambda: channel_setup.take_requests_once(session, private, desk.queue.id, actor=desk.ben, now=NOON),
    ):
        with pytest.raises(AdminsOnly):
            press()

    assert channels.find_channel(session, desk.workspace.id, "C0LOBBY") is None


def test_the_offer_names_who_becomes_an_agent_and_the_queues_that_are_free(session: Session, desk: Desk) -> None:
    make_person(session, desk.workspace, "U0PAGER", is_bot=True)
    make_person(session, desk.workspace, "U0OLAF", is_outsider=True)
    make_queue(session, desk.workspace, "OPS")
    members = ["U0ADA", "U0NEW", "U0PAGER", "U0OLAF", desk.workspace.slack_bot_user_id]

    offer = invitations.offer_triage(
        session, lobby(name="hr-triage", is_private=True), members, actor=desk.ada, now=NOON
    )

    assert list(offer.agents) == ["U0ADA", "U0NEW"]
    assert [queue.key for queue in offer.free_queues] == ["OPS"]
    assert offer.suggested_key == "HR"


@pytest.mark.parametrize("facts", [{"is_private": False}, {"is_private": True, "is_shared": True}])
def test_a_channel_others_read_is_not_offered(session: Session, desk: Desk, facts: dict[str, bool]) -> None:
    with pytest.raises(ChannelUnusable, match="#lobby is"):
        invitations.offer_triage(session, lobby(**facts), [], actor=desk.ada, now=NOON)


def test_another_workspaces_queue_is_none(session: Session, desk: Desk) -> None:
    theirs = make_queue(session, make_workspace(session, "T0OTHER"), "HR")

    with pytest.raises(NotFound):
        channel_setup.take_requests_once(session, lobby(), theirs.id, actor=desk.ada, now=NOON)
