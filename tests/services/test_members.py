"""Who is in a triage channel: events in any order, complete reads, and reads that are not believed at once."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.members import Told
from bot.services.desk import agents, member_reads, members, people, slack_time
from models.desk import Admission, Channel, ChannelMember, HeldRead, OutboxRow, Person
from tests.services.evidence import audited, clear_outbox, queued
from tests.services.test_invitations import profile_of
from tests.support.desk_rows import NOON, Desk, make_member, make_person, make_queue, make_triage_channel, ts_at

BOT = "U0DESKBELL"
MINUTE = timedelta(minutes=1)
CROWD = [f"U0CROWD{number:02}" for number in range(21)]


def members_of(session: Session, channel: Channel) -> set[str]:
    session.flush()
    found = select(Person.slack_user_id).join(ChannelMember, ChannelMember.person_id == Person.id)
    return set(session.scalars(found.where(ChannelMember.channel_id == channel.id)))


def told(seconds: float = 0) -> Told:
    return Told(f"Ev{seconds}", ts_at(seconds))


def join(session: Session, desk: Desk, user: str, *, seconds: float = 0, team: str | None = "T0ACME") -> None:
    args = session, desk.workspace, "C0TRIAGE", user
    members.receive_join(*args, slack_team_id=team, told=told(seconds), now=NOON + MINUTE)


def leave(session: Session, desk: Desk, user: str, *, seconds: float = 0) -> None:
    members.receive_leave(session, desk.workspace, "C0TRIAGE", user, told=told(seconds), now=NOON + MINUTE)


def read(
    session: Session, desk: Desk, users: Sequence[str], *, minutes: float = 60, channel: Channel | None = None
) -> None:
    began = NOON + minutes * MINUTE
    channel_id = (channel or desk.triage).id
    member_reads.record(session, channel_id, [*users, BOT], started_at=began, now=began)


def test_whoever_joins_becomes_an_agent_once(session: Session, desk: Desk) -> None:
    for _ in range(2):
        join(session, desk, "U0ROSA")

    assert agents.is_agent(session, desk.rosa, desk.queue.id)
    assert audited(session) == ["agent.joined"]
    assert queued(session) == ["fetch_members"]


@pytest.mark.parametrize(
    ("slack_user_id", "team", "channel", "expected"),
    [
        ("U0NEW", "T0ACME", "C0TRIAGE", True),
        ("U0OTTO", "T0ELSE", "C0TRIAGE", False),
        ("U0NEW", "T0ACME", "C0HELP", False),
    ],
    ids=["a colleague", "an outsider", "a request channel"],
)
def test_joining_makes_agents_of_colleagues_in_triage_channels(
    session: Session, desk: Desk, slack_user_id: str, team: str, channel: str, *, expected: bool
) -> None:
    args = session, desk.workspace, channel, slack_user_id
    members.receive_join(*args, slack_team_id=team, told=told(), now=NOON)

    person = people.get_or_stub(session, desk.workspace, slack_user_id, now=NOON)
    assert agents.is_agent(session, person, desk.queue.id) is expected


@pytest.mark.parametrize(
    ("is_outsider", "admission", "expected"),
    [
        (True, None, False),
        (True, Admission.ADMITTED, True),
        (True, Admission.REFUSED, False),
        (False, Admission.WAITING, False),
        (False, Admission.REFUSED, False),
        (False, Admission.ADMITTED, True),
    ],
)
def test_who_is_held_is_an_agent_once_admitted(
    session: Session, desk: Desk, *, is_outsider: bool, admission: Admission | None, expected: bool
) -> None:
    desk.ada.is_outsider, desk.ada.admission = is_outsider, admission

    assert agents.is_agent(session, desk.ada, desk.queue.id) is expected


def test_the_bot_itself_is_no_agent(session: Session, desk: Desk) -> None:
    join(session, desk, BOT)

    assert members_of(session, desk.triage) == {"U0ADA", "U0BEN"}


def test_leaving_twice_is_leaving_once(session: Session, desk: Desk) -> None:
    for _ in range(2):
        leave(session, desk, "U0ADA")

    assert audited(session) == ["agent.left"]
    assert agents.list_queue_ids(session, desk.ada) == []


def test_a_leaving_that_is_told_before_its_coming_stands(session: Session, desk: Desk) -> None:
    leave(session, desk, "U0ZOE", seconds=9)

    join(session, desk, "U0ZOE", seconds=5)

    assert members_of(session, desk.triage) == {"U0ADA", "U0BEN"}


def test_a_coming_that_is_told_again_after_a_leaving_changes_nothing(session: Session, desk: Desk) -> None:
    join(session, desk, "U0ROSA", seconds=1)
    leave(session, desk, "U0ROSA", seconds=2)

    join(session, desk, "U0ROSA", seconds=1)

    assert members_of(session, desk.triage) == {"U0ADA", "U0BEN"}
    assert audited(session) == ["agent.joined", "agent.left"]


def test_an_agent_of_two_queues_keeps_the_other(session: Session, desk: Desk) -> None:
    hr = make_queue(session, desk.workspace, "HR")
    make_triage_channel(session, hr, desk.ada)

    leave(session, desk, "U0ADA")

    assert agents.list_queue_ids(session, desk.ada) == [hr.id]


def test_a_deactivated_agent_leaves_every_channel_at_once_and_is_read_anew(session: Session, desk: Desk) -> None:
    other = make_triage_channel(session, make_queue(session, desk.workspace, "HR"), desk.ada, desk.ben)

    people.receive_user_change(session, desk.workspace, {"id": "U0ADA", "deleted": True}, told=told(), now=NOON)

    assert members_of(session, desk.triage) == members_of(session, other) == {"U0BEN"}
    assert audited(session) == ["agent.left"] * 2
    row = session.scalars(select(OutboxRow)).one()
    assert (row.kind, row.subject_id) == ("slack.fetch_person", desk.ada.id)


def test_an_agent_who_is_active_again_is_looked_for_in_the_channels(session: Session, desk: Desk) -> None:
    desk.ada.is_deactivated = True

    people.record_profile(session, desk.ada.id, profile_of(desk.ada), now=NOON)

    assert queued(session) == ["fetch_members"]


def test_the_members_become_exactly_those_slack_names(session: Session, desk: Desk) -> None:
    read(session, desk, ["U0BEN", "U0ZOE"])

    assert members_of(session, desk.triage) == {"U0BEN", "U0ZOE"}
    assert audited(session) == ["agent.joined", "agent.left"]
    assert queued(session) == ["fetch_person"]


def test_members_of_a_channel_that_is_none_of_agents_are_not_kept(session: Session, desk: Desk) -> None:
    read(session, desk, ["U0ROSA"], channel=desk.help)

    assert members_of(session, desk.help) == set()


def test_a_read_without_the_bot_proves_nothing(session: Session, desk: Desk) -> None:
    member_reads.record(session, desk.triage.id, ["U0BEN"], started_at=NOON, now=NOON)

    assert members_of(session, desk.triage) == {"U0ADA", "U0BEN"}
    assert queued(session) == ["fetch_channel"]


def test_a_read_says_nothing_of_who_came_shortly_before_it(session: Session, desk: Desk) -> None:
    join(session, desk, "U0ROSA", seconds=30)
    clear_outbox(session)

    read(session, desk, ["U0ADA", "U0BEN"], minutes=2)

    assert members_of(session, desk.triage) == {"U0ADA", "U0BEN", "U0ROSA"}
    assert queued(session) == ["fetch_members"]  # a little later


def test_what_was_told_after_a_read_began_wins(session: Session, desk: Desk) -> None:
    leave(session, desk, "U0ADA", seconds=30)

    read(session, desk, ["U0ADA", "U0BEN"], minutes=0)

    assert members_of(session, desk.triage) == {"U0BEN"}


def test_a_later_read_corrects_what_events_told(session: Session, desk: Desk) -> None:
    join(session, desk, "U0ROSA", seconds=30)

    read(session, desk, ["U0ADA", "U0BEN"], minutes=5)

    assert members_of(session, desk.triage) == {"U0ADA", "U0BEN"}


def test_events_and_reads_are_compared_in_slacks_own_time(session: Session, desk: Desk) -> None:
    session.info.update(slack_time.with_ahead({}, lambda: timedelta(days=30)))
    join(session, desk, "U0ROSA", seconds=30)

    read(session, desk, ["U0ADA", "U0BEN"], minutes=30 * 24 * 60 + 1)

    assert members_of(session, desk.triage) == {"U0ADA", "U0BEN", "U0ROSA"}


def test_a_stub_that_turns_out_to_be_an_outsider_is_held(session: Session, desk: Desk) -> None:
    read(session, desk, ["U0ADA", "U0BEN", "U0OTTO"])

    otto = people.get_or_stub(session, desk.workspace, "U0OTTO", slack_team_id="T0ELSE", now=NOON)

    assert not agents.is_agent(session, otto, desk.queue.id)


@pytest.mark.parametrize("users", [[], ["U0ADA", "U0BEN", *CROWD]], ids=["most are gone", "a crowd is there"])
def test_a_strange_read_gives_and_takes_nothing_and_admins_are_told_once(
    session: Session, desk: Desk, users: list[str]
) -> None:
    make_person(session, desk.workspace, "U0ADMIN", is_desk_admin=True)

    for minutes in (0, 0.5):
        read(session, desk, users, minutes=minutes)

    assert members_of(session, desk.triage) == {"U0ADA", "U0BEN"}
    assert queued(session) == ["fetch_members", "message_person"]
    assert session.scalars(select(HeldRead)).one().told_at == NOON


@pytest.mark.parametrize("users", [[], ["U0ADA", "U0BEN", *CROWD]], ids=["most are gone", "a crowd is there"])
def test_a_strange_read_is_believed_when_the_next_one_agrees(session: Session, desk: Desk, users: list[str]) -> None:
    read(session, desk, users, minutes=0)

    read(session, desk, users, minutes=1)

    assert members_of(session, desk.triage) == set(users)
    assert session.scalars(select(HeldRead)).all() == []


def test_a_strange_read_that_is_not_repeated_is_forgotten(session: Session, desk: Desk) -> None:
    read(session, desk, [], minutes=0)

    read(session, desk, ["U0ADA", "U0BEN"], minutes=1)

    assert members_of(session, desk.triage) == {"U0ADA", "U0BEN"}
    assert session.scalars(select(HeldRead)).all() == []


def test_two_strange_reads_that_differ_confirm_nothing(session: Session, desk: Desk) -> None:
    for name in ("U0CARA", "U0DORA"):
        make_member(session, desk.triage, make_person(session, desk.workspace, name))
    read(session, desk, ["U0ADA"], minutes=0)

    read(session, desk, ["U0BEN"], minutes=1)
    assert len(members_of(session, desk.triage)) == 4

    read(session, desk, ["U0BEN"], minutes=2)
    assert members_of(session, desk.triage) == {"U0BEN"}


def test_the_first_read_of_a_channel_is_believed(session: Session, desk: Desk) -> None:
    new = make_triage_channel(session, make_queue(session, desk.workspace, "HR"))

    read(session, desk, CROWD, channel=new)

    assert members_of(session, new) == set(CROWD)
