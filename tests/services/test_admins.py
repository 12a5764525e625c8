"""Desk admins: the first one, those after, and the last one."""

from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import AdminsOnly, Refusal
from bot.gateways.database import Sessions
from bot.gateways.slack_port import Profile
from bot.services.desk import deliveries, people
from models.desk import Person
from tests.services.evidence import audited, in_parallel
from tests.support.desk_rows import NOON, Desk, make_person, make_workspace

ADA = Profile(
    slack_user_id="U0ADA",
    slack_team_id="T0ACME",
    display_name="Ada L.",
    image_url="https://example.com/ada.png",
    zone="Europe/Berlin",
    locale="de-DE",
    is_bot=False,
    is_guest=False,
    is_deactivated=False,
    is_slack_admin=True,
)


def test_the_first_admin_is_the_slack_admin_who_asks(session: Session, desk: Desk) -> None:
    owner = make_person(session, desk.workspace, "U0OWEN", is_slack_admin=True)

    changed = people.add_admin(session, owner, actor=owner, now=NOON)

    assert changed
    assert owner.is_desk_admin
    assert audited(session) == ["admin.added"]


def test_nobody_else_becomes_the_first(session: Session, desk: Desk) -> None:
    with pytest.raises(AdminsOnly):
        people.add_admin(session, desk.ada, actor=desk.ada, now=NOON)

    assert not people.has_admin(session, desk.workspace.id)


def test_once_there_is_an_admin_a_slack_admin_has_to_be_added(session: Session, desk: Desk) -> None:
    make_person(session, desk.workspace, "U0ADAM", is_desk_admin=True)
    owner = make_person(session, desk.workspace, "U0OWEN", is_slack_admin=True)

    with pytest.raises(AdminsOnly):
        people.add_admin(session, owner, actor=owner, now=NOON)

    assert not owner.is_desk_admin


def test_admins_add_admins_and_adding_twice_changes_nothing(session: Session, desk: Desk) -> None:
    adam = make_person(session, desk.workspace, "U0ADAM", is_desk_admin=True)

    changes = [people.add_admin(session, desk.ada, actor=adam, now=NOON) for _ in range(2)]

    assert changes == [True, False]
    assert audited(session) == ["admin.added"]


@pytest.mark.parametrize("fact", ["is_bot", "is_guest", "is_outsider", "is_deactivated"])
def test_an_admin_is_a_full_member(session: Session, desk: Desk, fact: str) -> None:
    adam = make_person(session, desk.workspace, "U0ADAM", is_desk_admin=True)
    other = make_person(session, desk.workspace, "U0OTHER", **{fact: True})

    with pytest.raises(Refusal, match="full member"):
        people.add_admin(session, other, actor=adam, now=NOON)

    assert not other.is_desk_admin


def test_the_last_admin_stays(session: Session, desk: Desk) -> None:
    adam = make_person(session, desk.workspace, "U0ADAM", is_desk_admin=True)

    with pytest.raises(Refusal, match="last admin"):
        people.remove_admin(session, adam, actor=adam, now=NOON)

    assert adam.is_desk_admin


def test_an_admin_whose_account_is_gone_does_not_count(session: Session, desk: Desk) -> None:
    adam = make_person(session, desk.workspace, "U0ADAM", is_desk_admin=True)
    gone = make_person(session, desk.workspace, "U0GONE", is_desk_admin=True, is_deactivated=True)

    with pytest.raises(Refusal, match="last admin"):
        people.remove_admin(session, adam, actor=adam, now=NOON)

    assert people.remove_admin(session, gone, actor=adam, now=NOON)


def test_a_desk_whose_only_admin_left_the_company_can_be_taken_over(session: Session, desk: Desk) -> None:
    make_person(session, desk.workspace, "U0GONE", is_desk_admin=True, is_deactivated=True)
    owner = make_person(session, desk.workspace, "U0OWEN", is_slack_admin=True)

    assert people.add_admin(session, owner, actor=owner, now=NOON)


def test_an_admin_among_several_can_go(session: Session, desk: Desk) -> None:
    adam = make_person(session, desk.workspace, "U0ADAM", is_desk_admin=True)
    eve = make_person(session, desk.workspace, "U0EVE", is_desk_admin=True)

    changes = [people.remove_admin(session, eve, actor=adam, now=NOON) for _ in range(2)]

    assert changes == [True, False]
    assert audited(session) == ["admin.removed"]


def test_another_workspaces_admins_are_not_ours(session: Session, desk: Desk) -> None:
    make_person(session, make_workspace(session, "T0OTHER"), "U0ADAM", is_desk_admin=True)

    assert not people.has_admin(session, desk.workspace.id)


@pytest.mark.parametrize("fact", ["is_deactivated", "is_outsider"])
def test_an_admin_who_is_gone_is_refused(session: Session, desk: Desk, fact: str) -> None:
    adam = make_person(session, desk.workspace, "U0ADAM", is_desk_admin=True, **{fact: True})

    with pytest.raises(AdminsOnly):
        people.require_admin(adam)

    people.require_admin(make_person(session, desk.workspace, "U0EVE", is_desk_admin=True))


def test_of_slack_admins_who_ask_at_once_one_becomes_the_first(sessions: Sessions, open_desk: Desk) -> None:
    with sessions.begin() as session:
        owners = [make_person(session, open_desk.workspace, f"U0O{number}", is_slack_admin=True) for number in range(5)]

    outcomes = in_parallel([partial(_ask_first, sessions, owner) for owner in owners])

    assert [type(outcome) for outcome in outcomes].count(AdminsOnly) == 4
    with sessions() as session:
        assert len(session.scalars(select(Person).where(Person.is_desk_admin)).all()) == 1


def _ask_first(sessions: Sessions, owner: Person) -> bool:
    with sessions.begin() as session:
        deliveries.first_sight(session, owner.slack_user_id, workspace_id=owner.workspace_id, now=NOON)
        mine = session.get_one(Person, owner.id)
        return people.add_admin(session, mine, actor=mine, now=NOON)


def test_admins_who_remove_each_other_at_once_leave_one(sessions: Sessions, open_desk: Desk) -> None:
    with sessions.begin() as session:
        adam, eve = (
            make_person(session, open_desk.workspace, name, is_desk_admin=True) for name in ("U0ADAM", "U0EVE")
        )

    outcomes = in_parallel([partial(_remove, sessions, adam, eve), partial(_remove, sessions, eve, adam)])

    assert [type(outcome) for outcome in outcomes].count(Refusal) == 1
    with sessions() as session:
        assert len(session.scalars(select(Person).where(Person.is_desk_admin)).all()) == 1


def _remove(sessions: Sessions, person: Person, actor: Person) -> bool:
    with sessions.begin() as session:
        deliveries.first_sight(session, actor.slack_user_id, workspace_id=actor.workspace_id, now=NOON)
        return people.remove_admin(session, session.get_one(Person, person.id), actor=actor, now=NOON)


def test_a_profile_brings_a_person_up_to_date(session: Session, desk: Desk) -> None:
    later: datetime = NOON.replace(hour=13)

    ada = people.record_profile(session, desk.ada.id, ADA, now=later)

    facts = people.facts_of(ada)
    assert (facts.name, facts.zone, facts.locale) == ("Ada L.", "Europe/Berlin", "de-DE")
    assert (ada.is_slack_admin, ada.is_outsider, ada.profile_read_at) == (True, False, later)


def test_a_profile_tells_an_outsider_by_their_team(session: Session, desk: Desk) -> None:
    ada = people.record_profile(session, desk.ada.id, replace(ADA, slack_team_id="T0ELSE"), now=NOON)

    assert ada.is_outsider


def test_in_an_organisation_of_several_workspaces_all_of_its_people_are_colleagues(
    session: Session, desk: Desk
) -> None:
    in_both = replace(ADA, slack_team_id="T0ELSE", further_team_ids=frozenset({"T0ACME", "T0ELSE"}))

    ada = people.record_profile(session, desk.ada.id, in_both, now=NOON)

    assert not ada.is_outsider


def test_a_stub_is_someone_and_its_profile_is_read_first(session: Session, desk: Desk) -> None:
    stub = people.get_or_stub(session, desk.workspace, "U0NEW", now=NOON)

    assert people.facts_of(stub).name == "Someone"
    assert people.names_of(session, desk.workspace.id, ["U0NEW", "U0ADA", "U0BEN"]) == {"U0ADA": "Ada", "U0BEN": "Ben"}
    assert people.names_of(session, desk.workspace.id, []) == {}
    everybody = ["U0ADA", *(f"U0{number}" for number in range(70_000))]
    assert people.names_of(session, desk.workspace.id, everybody) == {"U0ADA": "Ada"}, (
        "more than Postgres has parameters"
    )
