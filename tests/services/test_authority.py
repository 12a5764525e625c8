"""Who may change a ticket: every change, tried by everybody."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from bot.domain.desk.members import Told
from bot.errors import AgentsOnly, NotAnAgentOfQueue
from bot.services.desk import channels, members, tickets
from models.desk import Person, Priority, Ticket, TicketStatus
from tests.services.evidence import all_rows
from tests.support.desk_rows import (
    NOON,
    Desk,
    make_desk,
    make_member,
    make_person,
    make_queue,
    make_ticket,
    make_triage_channel,
    make_workspace,
    ts_at,
)
from tests.support.queries import counting_queries


@dataclass(frozen=True)
class Town:
    """A desk with everybody who might try something. `people` is by what they are."""

    desk: Desk
    people: dict[str, Person]


@pytest.fixture
def town(session: Session) -> Town:
    desk = make_desk(session)
    everybody = {
        "requester": desk.rosa,
        "other member": make_person(session, desk.workspace, "U0MAX"),
        "agent": desk.ada,
        "agent of another queue": make_person(session, desk.workspace, "U0HANA"),
        "guest agent": make_person(session, desk.workspace, "U0GUS", is_guest=True),
        "outsider in the channel": make_person(
            session, desk.workspace, "U0OTTO", slack_team_id="T0ELSE", is_outsider=True
        ),
        "bot in the channel": make_person(session, desk.workspace, "U0BOT", is_bot=True),
        "admin not in the channel": make_person(session, desk.workspace, "U0ADAM", is_desk_admin=True),
        "deactivated agent": make_person(session, desk.workspace, "U0DORA", is_deactivated=True),
        "agent of another workspace": _agent_of_another_workspace(session),
    }
    for role in ("guest agent", "outsider in the channel", "bot in the channel", "deactivated agent"):
        make_member(session, desk.triage, everybody[role])
    make_triage_channel(session, make_queue(session, desk.workspace, "HR"), everybody["agent of another queue"])
    return Town(desk, everybody)


def _agent_of_another_workspace(session: Session) -> Person:
    elsewhere = make_workspace(session, "T0OTHER")
    agent = make_person(session, elsewhere, "U0ADA")  # ids may repeat between workspaces
    make_triage_channel(session, make_queue(session, elsewhere), agent)
    return agent


Change = Callable[[Session, int, Person, Desk], object]

CHANGES: dict[str, Change] = {
    "claim": lambda session, ticket, actor, _: tickets.claim_ticket(session, ticket, actor=actor, now=NOON),
    "assign": lambda session, ticket, actor, desk: tickets.assign_ticket(
        session, ticket, desk.ben, actor=actor, now=NOON
    ),
    "set priority": lambda session, ticket, actor, _: tickets.set_priority(
        session, ticket, Priority.P1, actor=actor, now=NOON
    ),
    "set status": lambda session, ticket, actor, _: tickets.set_status(
        session, ticket, TicketStatus.WAITING, actor=actor, now=NOON
    ),
    "resolve": lambda session, ticket, actor, _: tickets.resolve_ticket(session, ticket, actor=actor, now=NOON),
    "close": lambda session, ticket, actor, _: tickets.close_ticket(session, ticket, actor=actor, now=NOON),
    "reopen": lambda session, ticket, actor, _: tickets.reopen_ticket(session, ticket, actor=actor, now=NOON),
}
AGENTS = {"agent", "guest agent"}
EVERYBODY = (
    "requester",
    "other member",
    "agent",
    "agent of another queue",
    "guest agent",
    "outsider in the channel",
    "bot in the channel",
    "admin not in the channel",
    "deactivated agent",
    "agent of another workspace",
)


def _may(role: str, change: str) -> bool:
    return role in AGENTS or (role == "requester" and change == "reopen")


def _ticket_for(session: Session, desk: Desk, change: str) -> Ticket:
    ticket = make_ticket(session, desk)
    if change == "reopen":
        tickets.resolve_ticket(session, ticket.id, actor=desk.ben, now=NOON)
    return ticket


def _pairs(*, allowed: bool) -> list[tuple[str, str]]:
    return [(role, change) for change in CHANGES for role in EVERYBODY if _may(role, change) is allowed]


@pytest.mark.parametrize(("role", "change"), _pairs(allowed=True))
def test_whoever_may_change_a_ticket_does(session: Session, town: Town, role: str, change: str) -> None:
    ticket = _ticket_for(session, town.desk, change)
    before = all_rows(session)

    CHANGES[change](session, ticket.id, town.people[role], town.desk)

    after = all_rows(session)
    assert after["ticket"] != before["ticket"]
    assert after["audit_entry"][-1].actor_id == town.people[role].id


@pytest.mark.parametrize(("role", "change"), _pairs(allowed=False))
def test_whoever_may_not_is_refused_and_nothing_moves(session: Session, town: Town, role: str, change: str) -> None:
    ticket = _ticket_for(session, town.desk, change)
    before = all_rows(session)

    with pytest.raises(AgentsOnly):
        CHANGES[change](session, ticket.id, town.people[role], town.desk)

    assert all_rows(session) == before


@pytest.mark.parametrize("change", CHANGES)
def test_an_unknown_ticket_and_a_hidden_one_are_refused_alike(session: Session, town: Town, change: str) -> None:
    ticket, stranger = _ticket_for(session, town.desk, change), town.people["other member"]
    refusals, queries = [], []

    for ticket_id in (ticket.id, ticket.id + 1000):
        with counting_queries(session) as run, pytest.raises(AgentsOnly) as refusal:
            CHANGES[change](session, ticket_id, stranger, town.desk)
        refusals.append(str(refusal.value))
        queries.append(len(run))

    assert refusals[0] == refusals[1]
    assert queries == [2, 2]


@pytest.mark.parametrize("role", sorted(set(EVERYBODY) - AGENTS))
def test_a_ticket_is_assigned_to_agents_of_its_queue_only(session: Session, town: Town, role: str) -> None:
    ticket = make_ticket(session, town.desk)
    before = all_rows(session)

    with pytest.raises(NotAnAgentOfQueue, match="is not an agent of IT"):
        tickets.assign_ticket(session, ticket.id, town.people[role], actor=town.desk.ada, now=NOON)

    assert all_rows(session) == before


def test_leaving_the_triage_channel_ends_an_agents_rights_at_once(session: Session, town: Town) -> None:
    ticket, ada = make_ticket(session, town.desk), town.desk.ada

    left = Told("Ev1", ts_at(0))
    members.receive_leave(session, town.desk.workspace, "C0TRIAGE", ada.slack_user_id, told=left, now=NOON)

    with pytest.raises(AgentsOnly):
        tickets.claim_ticket(session, ticket.id, actor=ada, now=NOON)


def test_a_queue_whose_triage_channel_left_the_desk_has_no_agents(session: Session, town: Town) -> None:
    ticket = make_ticket(session, town.desk, status=TicketStatus.RESOLVED, resolved_at=NOON)
    channels.leave_desk(session, town.desk.help, actor=None, now=NOON)
    channels.leave_desk(session, town.desk.triage, actor=None, now=NOON)

    with pytest.raises(AgentsOnly):
        tickets.close_ticket(session, ticket.id, actor=town.desk.ada, now=NOON)

    assert ticket.status is TicketStatus.RESOLVED
