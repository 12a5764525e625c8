"""Private talk: tickets whose conversation left the public thread they were asked in for the requester's messages."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from bot.domain.desk.happenings import TicketCreated
from bot.domain.desk.incoming import Post
from bot.domain.desk.intake_rules import IntakeRule
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.services.desk import intake, intake_decisions, outbox, people
from models.desk import IntakeDecision, Ticket, Workspace


def say_where_talk_goes(session: Session, happening: TicketCreated, *, now: datetime) -> None:
    """Have the public thread of a private queue's new ticket told, once, that its talk goes on elsewhere."""
    del now  # every subscriber is given it
    ticket = happening.ticket
    if ticket.left_thread_ts is None:
        return
    outbox.enqueue(
        session,
        OutboxKind.POST_PRIVATE_NOTICE,
        workspace_id=ticket.workspace_id,
        lane=_public_lane(ticket),
        subject_id=ticket.id,
    )


def turn_away(session: Session, workspace: Workspace, thread_ts: str, post: Post, *, now: datetime) -> bool:
    """Keep a post in the public thread of a private ticket off that ticket; return whether it was such a post.

    It is deleted where Slack lets us, and its author is told, once. The caller holds the post.
    """
    ticket = _find_ticket(session, workspace.id, post.slack_channel_id, thread_ts)
    if ticket is None:
        return False
    if _was_turned_away(session, workspace.id, post) or intake.is_said(session, workspace.id, post):
        return True
    author = people.get_or_stub(session, workspace, post.slack_user_id, slack_team_id=post.slack_team_id, now=now)
    rule = IntakeRule.PRIVATE_THREAD
    intake_decisions.record(session, workspace.id, post.slack_channel_id, post.ts, rule, now=now)
    payload = {
        "slack_channel_id": post.slack_channel_id,
        "thread_ts": thread_ts,
        "ts": post.ts,
        "is_requester": author.id == ticket.requester_id,
        "text": post.words.text,
        "blocks": post.words.blocks,
        "files": post.words.files,
    }
    outbox.enqueue(
        session,
        OutboxKind.TURN_POST_AWAY,
        workspace_id=workspace.id,
        lane=_public_lane(ticket),
        subject_id=author.id,
        payload=payload,
    )
    return True


def _find_ticket(session: Session, workspace_id: int, slack_channel_id: str, thread_ts: str) -> Ticket | None:
    left = select(Ticket).where(
        Ticket.workspace_id == workspace_id,
        Ticket.origin_slack_channel_id == slack_channel_id,
        Ticket.left_thread_ts == thread_ts,
    )
    return session.scalar(left.order_by(Ticket.id.desc()).limit(1))


def _was_turned_away(session: Session, workspace_id: int, post: Post) -> bool:
    decided = exists().where(
        IntakeDecision.workspace_id == workspace_id,
        IntakeDecision.slack_channel_id == post.slack_channel_id,
        IntakeDecision.ts == post.ts,
        IntakeDecision.rule == IntakeRule.PRIVATE_THREAD,
    )
    return bool(session.scalar(select(decided)))


def _public_lane(ticket: Ticket) -> str:
    return f"ticket/{ticket.id}/public"
