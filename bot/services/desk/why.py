"""Why a ticket is one, and why a message is one or is none. No answer tells what a message says."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.domain.desk.facts import PersonFacts
from bot.domain.desk.intake_rules import MAKES_TICKET, IntakeRule
from bot.domain.desk.reasons import Circumstance, Reason
from bot.errors import TicketNotFound
from bot.services.desk import backfill, channels, intake, people, ticket_lists
from models.desk import ChannelRole, IntakeDecision, Person, Ticket, TicketSource, Workspace

_BY_SOURCE: Final[Mapping[TicketSource, IntakeRule | Circumstance]] = {
    TicketSource.MESSAGE: IntakeRule.EVERY_MESSAGE,
    TicketSource.EMOJI: IntakeRule.EMOJI,
    TicketSource.SHORTCUT: IntakeRule.SHORTCUT,
    TicketSource.MENTION: IntakeRule.MENTION,
    TicketSource.DM: IntakeRule.DIRECT_MESSAGE,
    TicketSource.COMMAND: Circumstance.BY_COMMAND,
    TicketSource.FORM: Circumstance.BY_FORM,
    TicketSource.REPLY: IntakeRule.REPLY_TO_CLOSED,
    TicketSource.SPLIT: IntakeRule.SPLIT,
}


def explain_ticket(session: Session, typed: str, *, reader: Person) -> Reason:
    """Return why the ticket with this key is one, for somebody who may see it.

    Raises: NotUnderstood, when it is no key; TicketNotFound, for an unknown ticket and a hidden one alike.
    """
    facts, _ = ticket_lists.get_visible(session, typed, reader=reader)
    ticket = session.get_one(Ticket, facts.id)
    decisions = select(IntakeDecision).where(
        IntakeDecision.workspace_id == reader.workspace_id, IntakeDecision.ticket_id == ticket.id
    )
    made = decisions.where(IntakeDecision.rule.in_(MAKES_TICKET)).order_by(IntakeDecision.id).limit(1)
    decision = session.scalar(made)
    grouped = decisions.where(IntakeDecision.rule == IntakeRule.GROUPED).subquery()
    return Reason(
        ground=_BY_SOURCE[ticket.source] if decision is None else IntakeRule(decision.rule),
        is_ticket=True,
        ticket_key=ticket.key,
        create_emoji=_create_emoji(session, reader),
        asked_by=_asked_by(session, ticket),
        closed_key=None if decision is None else decision.details.get("closed_key"),
        joined=session.scalars(select(func.count()).select_from(grouped)).one(),
    )


def explain_message(
    session: Session, slack_channel_id: str, ts: str, *, root_ts: str, is_by_app: bool, reader: Person
) -> Reason:
    """Return why a message is a ticket, or none, for somebody who has it before them.

    Args:
        session: an open transaction.
        slack_channel_id: where it stands.
        ts: Slack's ts of it.
        root_ts: that of the root of its thread; its own when it is no reply.
        is_by_app: whether an app wrote it.
        reader: who asks. A ticket they may not see is not named.
    """
    decision = session.scalar(
        select(IntakeDecision).where(
            IntakeDecision.workspace_id == reader.workspace_id,
            IntakeDecision.slack_channel_id == slack_channel_id,
            IntakeDecision.ts == ts,
        )
    )
    ticket = backfill.find_ticket(session, reader.workspace_id, slack_channel_id, ts, root_ts)
    if decision is not None:
        ground: IntakeRule | Circumstance = IntakeRule(decision.rule)
    elif ticket is not None:
        ground = Circumstance.IN_TICKETS_THREAD
    else:
        ground = _circumstance(session, slack_channel_id, ts, root_ts=root_ts, is_by_app=is_by_app, reader=reader)
    is_visible = ticket is not None and _can_see(session, ticket, reader)
    return Reason(
        ground=ground,
        is_ticket=ticket is not None,
        ticket_key=ticket.key if ticket is not None and is_visible else None,
        create_emoji=_create_emoji(session, reader),
        asked_by=_asked_by(session, ticket) if ticket is not None and is_visible else None,
        closed_key=decision.details.get("closed_key") if decision is not None and is_visible else None,
    )


def _circumstance(
    session: Session, slack_channel_id: str, ts: str, *, root_ts: str, is_by_app: bool, reader: Person
) -> Circumstance:
    """Return why nothing was ever decided about a message that belongs to no ticket."""
    channel = channels.find_channel(session, reader.workspace_id, slack_channel_id)
    if is_by_app:
        return Circumstance.BY_APP
    if channel is None or channel.role is ChannelRole.NONE:
        return Circumstance.NO_ROLE
    if channel.role is ChannelRole.TRIAGE:
        return Circumstance.TRIAGE_CHANNEL
    if not intake.takes(channel, ts):
        return Circumstance.TOO_EARLY
    return Circumstance.FORGOTTEN if ts == root_ts else Circumstance.IN_A_THREAD


def _asked_by(session: Session, ticket: Ticket) -> PersonFacts | None:
    if ticket.author_id == ticket.requester_id:
        return None
    return people.facts_of(session.get_one(Person, ticket.author_id))


def _can_see(session: Session, ticket: Ticket, reader: Person) -> bool:
    try:
        ticket_lists.get_visible(session, ticket.key, reader=reader)
    except TicketNotFound:
        return False
    return True


def _create_emoji(session: Session, reader: Person) -> str:
    return session.get_one(Workspace, reader.workspace_id).create_emoji
