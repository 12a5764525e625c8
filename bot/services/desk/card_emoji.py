"""Emoji on a ticket's card: the quickest way for an agent to claim or to resolve it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.incoming import Reaction
from bot.errors import Refusal
from bot.services.desk import people, tickets
from models.desk import Ticket, Workspace


def work_by_emoji(session: Session, workspace: Workspace, reaction: Reaction, *, now: datetime) -> None:
    """Claim or resolve the ticket whose card got the workspace's emoji for that; anything else does nothing.

    What stands against it is shown to who reacted. Taking the emoji away again changes nothing.
    """
    act = {workspace.claim_emoji: tickets.claim_ticket, workspace.resolve_emoji: tickets.resolve_ticket}.get(
        reaction.emoji
    )
    if act is None:
        return
    card = select(Ticket.id).where(
        Ticket.workspace_id == workspace.id,
        Ticket.triage_slack_channel_id == reaction.slack_channel_id,
        Ticket.card_ts == reaction.ts,
    )
    ticket_id = session.scalar(card)
    actor = people.get_or_stub(session, workspace, reaction.slack_user_id, now=now)
    if ticket_id is None or actor.is_bot:
        return
    try:
        with session.begin_nested():
            act(session, ticket_id, actor=actor, now=now)
    except Refusal as refusal:
        people.show(session, actor, str(refusal), slack_channel_id=reaction.slack_channel_id)
