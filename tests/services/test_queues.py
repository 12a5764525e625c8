"""Queues: their keys, the default, and which can take a request."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from bot.errors import NotFound, NotUnderstood, Refusal
from bot.gateways.slack_port import Identity
from bot.services.desk import queues, workspaces
from models.desk import Queue
from tests.services.evidence import audited
from tests.support.desk_rows import NOON, Desk, make_queue, make_ticket, make_triage_channel, make_workspace


def test_the_first_queue_is_the_default_and_the_next_is_not(session: Session) -> None:
    workspace = make_workspace(session)

    first, second = (queues.create_queue(session, workspace, key, actor=None, now=NOON) for key in ("it", "hr"))

    assert (first.key, first.name, first.is_default) == ("IT", "IT", True)
    assert (second.key, second.is_default) == ("HR", False)
    assert audited(session) == ["queue.created"] * 2


@pytest.mark.parametrize("key", ["", "1T", "I T", "ABCDEFGHIJK", "IT-1", "ÏT", "IT\n"])
def test_a_key_is_letters_and_digits(session: Session, desk: Desk, key: str) -> None:
    with pytest.raises(NotUnderstood, match="one to ten letters and digits"):
        queues.create_queue(session, desk.workspace, key, actor=None, now=NOON)

    assert session.query(Queue).count() == 1


def test_a_new_default_takes_over(session: Session, desk: Desk) -> None:
    hr = queues.create_queue(session, desk.workspace, "HR", is_default=True, actor=None, now=NOON)

    assert (desk.queue.is_default, hr.is_default) == (False, True)


def test_a_change_is_audited_and_no_change_is_not(session: Session, desk: Desk) -> None:
    def change(name: str) -> bool:
        return queues.change_queue(session, desk.queue, name=name, is_default=True, actor=desk.ada, now=NOON)

    assert [change("Help"), change("Help")] == [True, False]
    assert audited(session) == ["queue.changed"]


def test_a_changed_default_leaves_one(session: Session, desk: Desk) -> None:
    hr = make_queue(session, desk.workspace, "HR")

    queues.change_queue(session, hr, name="HR", is_default=True, actor=desk.ada, now=NOON)

    assert (desk.queue.is_default, hr.is_default) == (False, True)


def test_a_queue_is_found_in_whatever_case_and_otherwise_the_others_are_named(session: Session, desk: Desk) -> None:
    assert queues.get_queue(session, desk.workspace.id, "it") is desk.queue
    with pytest.raises(NotFound, match=r"There is no queue HR\. The queues are: IT\."):
        queues.get_queue(session, desk.workspace.id, "HR")


def test_people_choose_among_queues_that_have_agents_the_default_first(session: Session, desk: Desk) -> None:
    make_triage_channel(session, make_queue(session, desk.workspace, "HR"))
    make_queue(session, desk.workspace, "OLD")

    assert [choice.key for choice in queues.list_choices(session, desk.workspace.id)] == ["IT", "HR"]


@pytest.mark.parametrize(
    ("channel_name", "expected"),
    [
        ("it-triage", "IT"),
        ("triage", "DESK"),
        ("triage-people-ops", "PEOPLEOPS"),
        ("2nd-level", "NDLEVEL"),
        ("büro", "BRO"),
        ("a-very-long-channel-name", "AVERYLONGC"),
    ],
)
def test_a_key_is_suggested_from_the_channels_name(channel_name: str, expected: str) -> None:
    assert queues.suggest_key(channel_name) == expected


def _with_ticket(session: Session, desk: Desk) -> Queue:
    make_ticket(session, desk)
    return desk.queue


def _with_ticket_that_left(session: Session, desk: Desk) -> Queue:
    ticket = make_ticket(session, desk)
    ticket.queue_id = make_queue(session, desk.workspace, "HR").id
    return desk.queue


@pytest.mark.parametrize(
    ("prepare", "reason"),
    [
        (_with_ticket, "IT has or had"),
        (_with_ticket_that_left, "IT has or had"),
        (lambda _session, desk: desk.queue, "IT still has channels"),
    ],
    ids=["tickets", "tickets that moved away", "channels"],
)
def test_a_used_queue_stays(
    session: Session, desk: Desk, prepare: Callable[[Session, Desk], Queue], reason: str
) -> None:
    queue = prepare(session, desk)
    there = session.query(Queue).count()

    with pytest.raises(Refusal, match=reason):
        queues.remove_queue(session, queue, actor=desk.ada, now=NOON)

    assert session.query(Queue).count() == there


def test_a_queue_that_was_never_used_can_go(session: Session, desk: Desk) -> None:
    queues.remove_queue(session, make_queue(session, desk.workspace, "OLD"), actor=desk.ada, now=NOON)

    assert queues.find_queue(session, desk.workspace.id, "OLD") is None


def test_installing_again_brings_the_workspace_up_to_date(session: Session) -> None:
    def install(name: str, *scopes: str) -> int:
        identity = Identity("T0ACME", name, "https://acme.slack.com/", "U0BELL", "B0BELL", scopes, NOON)
        return workspaces.install(session, identity, now=NOON).id

    ids = {install("Acme", "chat:write"), install("Acme Inc.", "users:read", "chat:write")}

    workspace = workspaces.get_workspace(session, "T0ACME")
    assert (ids, workspace.name) == ({workspace.id}, "Acme Inc.")
    assert workspace.granted_scopes == ["chat:write", "users:read"]
    assert workspaces.the_workspace(session) is workspace


def test_a_workspace_nobody_installed_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound, match="not installed"):
        workspaces.get_workspace(session, "T0NOWHERE")
    with pytest.raises(NotFound, match="has not met Slack yet"):
        workspaces.the_workspace(session)
