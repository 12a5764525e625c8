"""Why a ticket is one, and why a message is one or is none."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.incoming import Words
from bot.domain.desk.intake_rules import IntakeRule
from bot.domain.desk.reasons import Circumstance, Reason
from bot.errors import TicketNotFound
from bot.services.desk import conversations, intake, intake_decisions, upkeep, why
from models.desk import Channel, Intake, IntakeDecision, Person, Ticket, TicketSource, Workspace
from tests.support.desk_rows import MORNING, NOON, Desk, Event, make_person, make_ticket, posted, ts_at
from tests.support.queries import counting_queries


def receive(session: Session, desk: Desk, *events: Event) -> None:
    workspace = session.get_one(Workspace, desk.workspace.id)
    for event in events:
        conversations.receive_message(session, workspace, event, late=False, now=NOON)
    session.flush()


def asked(
    session: Session,
    event: Event,
    reader: Person,
    *,
    is_by_app: bool = False,
) -> Reason:
    """Return what somebody is told who asks why about the message of an event."""
    root_ts = event["thread_ts"] if "thread_ts" in event else event["ts"]
    return why.explain_message(
        session, event["channel"], event["ts"], root_ts=root_ts, is_by_app=is_by_app, reader=reader
    )


def told(reason: Reason) -> tuple[Any, bool, str | None]:
    return reason.ground, reason.is_ticket, reason.ticket_key


def test_a_ticket_tells_which_rule_made_it_and_how_much_joined_it(session: Session, desk: Desk) -> None:
    desk.queue.group_within_seconds = 120
    receive(session, desk, posted("My VPN is down", seconds=1), posted("It says error 42", seconds=9))

    reason = why.explain_ticket(session, "it-1", reader=desk.rosa)

    assert told(reason) == (IntakeRule.EVERY_MESSAGE, True, "IT-1")
    assert (reason.joined, reason.asked_by) == (1, None)


@pytest.mark.parametrize(
    ("source", "ground"),
    [(TicketSource.COMMAND, Circumstance.BY_COMMAND), (TicketSource.FORM, Circumstance.BY_FORM)],
)
def test_a_ticket_that_no_message_made_tells_what_did(
    session: Session, desk: Desk, source: TicketSource, ground: Circumstance
) -> None:
    words = Words(text="It smells", blocks=None, files=[])
    intake.open_from_form(session, desk.queue.id, title="Smell", words=words, actor=desk.rosa, source=source, now=NOON)

    assert why.explain_ticket(session, "IT-1", reader=desk.rosa).ground is ground


def test_a_ticket_that_somebody_else_asked_for_names_them(session: Session, desk: Desk) -> None:
    make_ticket(session, desk, source=TicketSource.EMOJI, author_id=desk.ben.id)

    reason = why.explain_ticket(session, "IT-1", reader=desk.rosa)

    assert reason.ground is IntakeRule.EMOJI
    assert reason.asked_by is not None
    assert reason.asked_by.name == "Ben"


def test_a_hidden_ticket_and_an_unknown_one_are_not_told_apart(session: Session, desk: Desk) -> None:
    make_ticket(session, desk)
    stranger = make_person(session, desk.workspace, "U0STRANGER")
    costs = []

    for key in ("IT-1", "IT-99"):
        with counting_queries(session) as statements, pytest.raises(TicketNotFound):
            why.explain_ticket(session, key, reader=stranger)
        costs.append(len(statements))

    assert costs[0] == costs[1]


def test_a_message_that_became_a_ticket_says_so_and_names_it_to_who_may_see_it(session: Session, desk: Desk) -> None:
    request = posted("My VPN is down", seconds=1)
    receive(session, desk, request)
    stranger = make_person(session, desk.workspace, "U0STRANGER")

    assert told(asked(session, request, desk.rosa)) == (IntakeRule.EVERY_MESSAGE, True, "IT-1")
    assert told(asked(session, request, desk.ben)) == (IntakeRule.EVERY_MESSAGE, True, "IT-1")
    assert told(asked(session, request, stranger)) == (IntakeRule.EVERY_MESSAGE, True, None)


def test_a_message_that_was_left_alone_says_by_which_rule(session: Session, desk: Desk) -> None:
    greeting = posted("Good morning", seconds=1)
    receive(session, desk, greeting)

    reason = asked(session, greeting, desk.ben)

    assert (*told(reason), reason.create_emoji) == (IntakeRule.GREETING, False, None, "ticket")


def test_a_joined_message_names_the_ticket_it_joined(session: Session, desk: Desk) -> None:
    desk.queue.group_within_seconds = 120
    joined = posted("It says error 42", seconds=9)
    receive(session, desk, posted("My VPN is down", seconds=1), joined)

    assert told(asked(session, joined, desk.rosa)) == (IntakeRule.GROUPED, True, "IT-1")


def test_what_no_rule_decided_about_says_why_not(session: Session, desk: Desk) -> None:
    make_ticket(session, desk)
    session.get_one(Channel, desk.help.id).intake = Intake.EMOJI
    before = (MORNING - NOON - timedelta(hours=1)).total_seconds()
    cases = {
        Circumstance.IN_TICKETS_THREAD: posted("any news?", seconds=9, thread_ts=ts_at(0)),
        Circumstance.NO_ROLE: posted("lunch?", channel="C0LUNCH"),
        Circumstance.TRIAGE_CHANNEL: posted("who is on call?", channel="C0TRIAGE"),
        Circumstance.TOO_EARLY: posted("is anybody here?", seconds=before),
        Circumstance.IN_A_THREAD: posted("me too", seconds=9, thread_ts=ts_at(5)),
        Circumstance.FORGOTTEN: posted("long ago", seconds=7),
    }

    grounds = {circumstance: asked(session, event, desk.ada).ground for circumstance, event in cases.items()}

    assert grounds == {circumstance: circumstance for circumstance in cases}
    assert asked(session, posted("deployed"), desk.ada, is_by_app=True).ground is Circumstance.IN_TICKETS_THREAD
    elsewhere = posted("deployed", channel="C0LUNCH")
    assert asked(session, elsewhere, desk.ada, is_by_app=True).ground is Circumstance.BY_APP


def test_why_a_message_became_no_ticket_is_forgotten_after_a_while_and_tickets_reasons_are_kept(
    session: Session, desk: Desk
) -> None:
    receive(session, desk, posted("My VPN is down", seconds=1), posted("thanks", seconds=2))

    assert upkeep.forget_decisions(session, decided_before=NOON) == 0
    assert upkeep.forget_decisions(session, decided_before=NOON + timedelta(seconds=1)) == 1

    assert session.scalars(select(IntakeDecision.rule)).all() == [IntakeRule.EVERY_MESSAGE]


def test_a_message_that_became_a_ticket_keeps_that_reason(session: Session, desk: Desk) -> None:
    receive(session, desk, posted("thanks", seconds=1))
    place = desk.workspace.id, "C0HELP", ts_at(1)
    ticket = make_ticket(session, desk, seconds=50)

    intake_decisions.record(session, *place, IntakeRule.EMOJI, ticket_id=ticket.id, now=NOON)
    intake_decisions.record(session, *place, IntakeRule.THANKS, now=NOON)

    decision = session.scalars(select(IntakeDecision).where(IntakeDecision.ts == ts_at(1))).one()
    assert (decision.rule, decision.ticket_id) == (IntakeRule.EMOJI, session.scalars(select(Ticket.id)).one())
