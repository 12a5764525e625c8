"""Plan limits: what the plan does not give is refused in words, nothing is lost, and reading always works."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.queue_rules import BotIdentity
from bot.errors import BeyondPlan, DeskReadOnly, QueueReadOnly, Refusal
from bot.services.desk import (
    bot_identity,
    conversations,
    history,
    moves,
    notes,
    plan_limits,
    queues,
    settings,
    ticket_lists,
    tickets,
)
from models.desk import Message, MessageKind, OutboxRow, PlanLimits, Ticket, TicketStatus
from tests.support.desk_rows import NOON, Desk, make_desk_of, make_ticket, posted, ts_at


def limit(session: Session, desk: Desk, **limits: Any) -> None:
    """Hold the desk to these limits; the others are none."""
    none = {"plan_name": "Team", "most_queues": None, "most_inbound_addresses": None, "has_white_label": True}
    columns = {**none, "is_read_only": False, **limits}
    session.merge(PlanLimits(workspace_id=desk.workspace.id, changed_at=NOON, **columns))
    session.flush()


Act = Callable[[Session, Desk, Ticket], object]

ACTS_OF_AGENTS: dict[str, Act] = {
    "claim": lambda session, desk, ticket: tickets.claim_ticket(session, ticket.id, actor=desk.ada, now=NOON),
    "resolve": lambda session, desk, ticket: tickets.resolve_ticket(session, ticket.id, actor=desk.ada, now=NOON),
    "note": lambda session, desk, ticket: notes.write_note(session, ticket.id, "Hm", actor=desk.ada, now=NOON),
}


@pytest.mark.parametrize("act", ACTS_OF_AGENTS.values(), ids=ACTS_OF_AGENTS)
def test_a_suspended_desk_is_read_and_not_worked(session: Session, desk: Desk, act: Act) -> None:
    ticket = make_ticket(session, desk)
    limit(session, desk, is_read_only=True)

    with pytest.raises(DeskReadOnly, match="`/desk billing`"):
        act(session, desk, ticket)

    assert ticket.status is TicketStatus.NEW
    shown, is_agent = ticket_lists.get_visible(session, ticket.key, reader=desk.ada)
    assert (shown.key, is_agent) == (ticket.key, True)
    assert history.load_page(session, ticket.id, actor=desk.ada).ticket_key == ticket.key


def test_a_suspended_desk_is_not_set_up_either(session: Session, desk: Desk) -> None:
    desk.ada.is_desk_admin = True
    limit(session, desk, is_read_only=True)

    with pytest.raises(DeskReadOnly):
        settings.change_marks(session, {"skip_mark": ":bell:"}, actor=desk.ada, now=NOON)

    assert settings.load_marks(session, actor=desk.ada).skip_mark == ":megaphone:"


def test_what_requesters_write_is_never_lost(session: Session, desk: Desk) -> None:
    limit(session, desk, is_read_only=True)

    conversations.receive_message(session, desk.workspace, posted("My VPN is down", seconds=1), late=False, now=NOON)
    ticket = session.scalars(select(Ticket)).one()
    more = posted("Still", seconds=9, thread_ts=ts_at(1))
    conversations.receive_message(session, desk.workspace, more, late=False, now=NOON)

    kinds = session.scalars(select(Message.kind).where(Message.ticket_id == ticket.id).order_by(Message.id)).all()
    assert kinds == [MessageKind.OPENING, MessageKind.REPLY]


def test_an_agents_reply_stays_with_the_team_and_they_are_told(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    limit(session, desk, is_read_only=True)
    reply = posted("Try now", seconds=9, user="U0ADA", channel="C0TRIAGE", thread_ts=ticket.card_ts)

    conversations.receive_message(session, desk.workspace, reply, late=False, now=NOON)

    newest = select(Message.kind).where(Message.ticket_id == ticket.id).order_by(Message.id.desc()).limit(1)
    assert session.scalars(newest).one() is MessageKind.NOTE
    told = session.scalars(select(OutboxRow.payload).where(OutboxRow.kind == "slack.tell_person")).all()
    assert [each["text"].partition(". ")[0] for each in told] == ["What you wrote stays with the team"]


def test_a_requester_reopens_their_ticket_all_the_same(session: Session, desk: Desk) -> None:
    ticket = make_ticket(session, desk)
    tickets.resolve_ticket(session, ticket.id, actor=desk.ada, now=NOON)
    limit(session, desk, is_read_only=True)

    with pytest.raises(DeskReadOnly):
        tickets.reopen_ticket(session, ticket.id, actor=desk.ada, now=NOON)
    reopened = tickets.reopen_ticket(session, ticket.id, actor=desk.rosa, now=NOON)

    assert reopened.status is TicketStatus.NEW


def test_a_queue_beyond_the_plan_is_not_made_and_the_words_name_the_plan(session: Session, desk: Desk) -> None:
    limit(session, desk, most_queues=1)

    with pytest.raises(BeyondPlan) as refusal:
        queues.create_queue(session, desk.workspace, "HR", actor=desk.ada, now=NOON)

    assert str(refusal.value) == (
        "The Team plan gives one queue, and you have 1. "
        "An admin can choose a larger plan in `/desk settings`, under Subscription."
    )


def test_after_a_downgrade_the_default_queue_is_worked_and_an_admin_chooses_which_that_is(
    session: Session, desk: Desk
) -> None:
    hr = make_desk_of(session, desk, "HR", desk.ada)
    asked, other = make_ticket(session, desk), make_ticket(session, hr, seconds=60)
    limit(session, desk, most_queues=1)

    with pytest.raises(QueueReadOnly) as refusal:
        tickets.claim_ticket(session, other.id, actor=desk.ada, now=NOON)
    tickets.claim_ticket(session, asked.id, actor=desk.ada, now=NOON)
    queues.change_queue(session, hr.queue, name="HR", is_default=True, actor=desk.ada, now=NOON)
    tickets.claim_ticket(session, other.id, actor=desk.ada, now=NOON)

    assert str(refusal.value) == (
        "HR can only be read: the Team plan gives one queue. An admin can choose a larger plan, or make this the "
        "default queue, in `/desk settings`."
    )
    assert other.assignee_id == desk.ada.id
    assert plan_limits.list_extra_queue_ids(session, desk.workspace.id) == [desk.queue.id]


def test_a_ticket_does_not_move_to_a_queue_that_is_only_read(session: Session, desk: Desk) -> None:
    hr = make_desk_of(session, desk, "HR", desk.ada)
    ticket = make_ticket(session, desk)
    limit(session, desk, most_queues=1)

    with pytest.raises(QueueReadOnly):
        moves.move_ticket(session, ticket.id, hr.queue.id, actor=desk.ada, now=NOON)


ACME = BotIdentity("Acme Helpdesk", ":bellhop_bell:")


def test_a_name_of_ones_own_takes_the_plan_and_slacks_leave(session: Session, desk: Desk) -> None:
    bot_identity.change_identity(session, desk.workspace, ACME, actor=None, now=NOON)
    without_leave = bot_identity.find_author(session, desk.workspace.id)
    desk.workspace.granted_scopes = ["chat:write.customize"]
    with_leave = bot_identity.find_author(session, desk.workspace.id)
    limit(session, desk, has_white_label=False)

    beyond_plan = bot_identity.find_author(session, desk.workspace.id)

    assert (without_leave, beyond_plan) == (None, None)
    assert with_leave is not None
    assert (with_leave.name, with_leave.icon_emoji) == ("Acme Helpdesk", ":bellhop_bell:")
    assert desk.workspace.bot_name == "Acme Helpdesk", "it is kept, and there again with a larger plan"


def test_a_name_the_plan_does_not_give_is_refused_and_can_be_taken_back(session: Session, desk: Desk) -> None:
    limit(session, desk, has_white_label=False)
    with pytest.raises(Refusal, match="The Team plan does not give"):
        bot_identity.change_identity(session, desk.workspace, ACME, actor=None, now=NOON)
    desk.workspace.bot_name = "Acme"

    changed = bot_identity.change_identity(session, desk.workspace, BotIdentity(), actor=None, now=NOON)

    assert changed
    assert desk.workspace.bot_name is None
