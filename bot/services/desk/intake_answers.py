"""What somebody is told, or shown, when a message of theirs was left alone. In most cases: nothing."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from bot.domain.desk import rich_text
from bot.domain.desk.incoming import Post
from bot.domain.desk.intake_rules import Arrival, IntakeRule, Place
from bot.domain.desk.notices import PersonNotice
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.services.desk import intake_decisions, outbox, people
from models.desk import IntakeDecision, Person, Workspace

GREETING_RESTS: Final = timedelta(hours=1)
"""How long somebody who greets Deskbell again gets no second answer."""

ANSWERED: Final = "answered"
"""In a decision's details: that its author was answered."""


NOBODY_TAKES_REQUESTS: Final = "Nobody takes requests here yet. An admin can start with `/desk triage #channel IT`."


def leave_alone(
    session: Session,
    workspace: Workspace,
    author: Person,
    post: Post,
    arrival: Arrival,
    rule: IntakeRule,
    *,
    now: datetime,
) -> None:
    """Record that a message becomes no ticket, and answer its author where that helps.

    Args:
        session: an open transaction.
        workspace: whose message.
        author: who wrote it.
        post: the message.
        arrival: what the rules saw in it.
        rule: the one that decided.
        now: the desk's time.
    """
    is_direct, is_greeting = arrival.place is Place.DIRECT, rule is IntakeRule.GREETING
    returns_greeting = is_direct and is_greeting and not _was_greeted(session, post, author, now=now)
    intake_decisions.record(
        session,
        workspace.id,
        post.slack_channel_id,
        post.ts,
        rule,
        details={ANSWERED: True} if returns_greeting else {},
        now=now,
    )
    if returns_greeting:
        people.message(session, author, PersonNotice.GREETING_RETURNED, {})
    elif rule is IntakeRule.NO_QUEUE:
        where = None if is_direct else post.slack_channel_id
        people.show(session, author, NOBODY_TAKES_REQUESTS, slack_channel_id=where)
    elif rule in _SHOWN_THE_FORM or (is_greeting and arrival.mentions_desk):
        _offer_form(session, workspace, author, post)


_SHOWN_THE_FORM: Final = frozenset({IntakeRule.FORM_CHANNEL, IntakeRule.BARE_MENTION})


def _was_greeted(session: Session, post: Post, author: Person, *, now: datetime) -> bool:
    """Return whether a greeting in this conversation was answered not long ago."""
    answered = exists().where(
        IntakeDecision.workspace_id == author.workspace_id,
        IntakeDecision.slack_channel_id == post.slack_channel_id,
        IntakeDecision.rule == IntakeRule.GREETING,
        IntakeDecision.details.has_key(ANSWERED),
        IntakeDecision.decided_at > now - GREETING_RESTS,
    )
    return bool(session.scalar(select(answered)))


def _offer_form(session: Session, workspace: Workspace, author: Person, post: Post) -> None:
    """Have somebody shown, where they wrote, a button that opens the form with their words in it."""
    words = rich_text.without_mention(post.words, workspace.slack_bot_user_id)
    text = rich_text.plain_text_of(words.blocks, words.text)
    outbox.enqueue(
        session,
        OutboxKind.OFFER_FORM,
        workspace_id=workspace.id,
        lane=outbox.person_lane(author.id),
        subject_id=author.id,
        payload={"slack_channel_id": post.slack_channel_id, "text": text},
    )
