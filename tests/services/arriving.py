"""Handing messages to the desk as Slack tells of them, and what they came to."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.desk import conversations, mentions
from models.desk import Channel, Intake, IntakeDecision, OutboxRow, Ticket, Workspace
from tests.support.desk_rows import NOON, Desk, Event


def receive(session: Session, desk: Desk, *events: Event, now: datetime = NOON) -> None:
    """Receive the events of messages."""
    workspace = session.get_one(Workspace, desk.workspace.id)
    for event in events:
        conversations.receive_message(session, workspace, event, late=False, now=now)
    session.flush()


def mention(session: Session, desk: Desk, *events: Event) -> None:
    """Receive the same as mentions."""
    workspace = session.get_one(Workspace, desk.workspace.id)
    for event in events:
        mentions.receive_mention(session, workspace, {**event, "type": "app_mention"}, now=NOON)
    session.flush()


def decided(session: Session) -> list[str]:
    """Return the rules that decided, in the order the messages were written."""
    return list(session.scalars(select(IntakeDecision.rule).order_by(IntakeDecision.ts)))


def tickets(session: Session) -> list[Ticket]:
    """Return all tickets, the first one first."""
    return list(session.scalars(select(Ticket).order_by(Ticket.id)))


def shown(session: Session) -> list[dict[str, Any]]:
    """Return what is to be shown to somebody where they wrote."""
    rows = select(OutboxRow.payload).where(OutboxRow.kind.in_(["slack.tell_person", "slack.offer_form"]))
    return list(session.scalars(rows.order_by(OutboxRow.id)))


def take_in_by(session: Session, desk: Desk, intake: Intake) -> None:
    """Let the help channel take requests in another way."""
    session.get_one(Channel, desk.help.id).intake = intake
    session.flush()
