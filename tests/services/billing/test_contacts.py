"""Billing contacts: named by admins, one by one or all at once; they need be nothing else."""

import pytest
from sqlalchemy.orm import Session

from bot.errors import AdminsOnly, Refusal
from bot.gateways.slack_port import Profile
from bot.services.billing import contacts
from tests.support.desk_rows import NOON, Desk, make_person


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.ada.is_desk_admin = True
    return desk


def ids_of(session: Session, desk: Desk) -> list[str]:
    return [person.slack_user_id for person in contacts.list_all(session, desk.workspace.id)]


def profile(slack_user_id: str) -> Profile:
    return Profile(slack_user_id, "T0ACME", slack_user_id, None, None, None, False, False, False, False)


def test_a_contact_is_named_and_taken_off_once(session: Session, desk: Desk) -> None:
    named = [contacts.add_contact(session, desk.rosa, actor=desk.ada, now=NOON) for _ in range(2)]
    reads = contacts.may_read(session, desk.rosa)
    dropped = [contacts.remove_contact(session, desk.rosa, actor=desk.ada, now=NOON) for _ in range(2)]

    assert (named, reads, dropped) == ([True, False], True, [True, False])
    assert not contacts.may_read(session, desk.rosa)


def test_the_page_says_exactly_who_they_are(session: Session, desk: Desk) -> None:
    contacts.add_contact(session, desk.rosa, actor=desk.ada, now=NOON)

    contacts.save_contacts(session, [profile("U0BEN"), profile("U0NEW")], actor=desk.ada, now=NOON)

    assert ids_of(session, desk) == ["U0BEN", "U0NEW"]


@pytest.mark.parametrize("facts", [{"is_bot": True}, {"is_deactivated": True}])
def test_nobody_is_one_who_reads_nothing(session: Session, desk: Desk, facts: dict[str, bool]) -> None:
    nobody = make_person(session, desk.workspace, "U0NOBODY", **facts)

    with pytest.raises(Refusal, match="somebody who reads"):
        contacts.add_contact(session, nobody, actor=desk.ada, now=NOON)

    assert ids_of(session, desk) == []


def test_only_admins_name_them(session: Session, desk: Desk) -> None:
    for forbidden in (
        lambda: contacts.add_contact(session, desk.rosa, actor=desk.ben, now=NOON),
        lambda: contacts.remove_contact(session, desk.rosa, actor=desk.ben, now=NOON),
        lambda: contacts.save_contacts(session, [], actor=desk.ben, now=NOON),
    ):
        with pytest.raises(AdminsOnly):
            forbidden()
