"""Asking requesters how good the help was: after which resolutions, when, whom, and when their answer stands.

No agent can ask, answer or skip it. Whatever an agent does to a ticket, it is asked about once it is over.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from bot.domain.desk import lifecycle, satisfaction
from bot.domain.desk.happenings import TicketStatusChanged
from bot.domain.desk.notices import ThreadNotice
from bot.domain.desk.notifications import NotificationKind
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.services.desk import agents, audit, notices, notifications, outbox, people
from models.desk import AuditTag, Person, Queue, Rating, RatingState, Side, Ticket, TicketStatus

MOST_DUE: Final = 500
"""How many questions of a workspace one run of a job looks after."""

LIVE: Final = (RatingState.WAITING, RatingState.ASKED)


def follow_status(session: Session, happening: TicketStatusChanged, *, now: datetime) -> None:
    """Plan to ask when a ticket is over, and take the question back when it is open again."""
    was_open, is_open = (status in lifecycle.OPEN_STATUSES for status in (happening.previous, happening.ticket.status))
    if was_open and not is_open:
        _plan(session, happening, now=now)
    elif not was_open:
        _follow(session, happening.ticket, is_open=is_open)


def list_due_ids(session: Session, workspace_id: int, *, now: datetime) -> list[int]:
    """Return the questions of a workspace that it is time to ask, at most `MOST_DUE`."""
    due = select(Rating.id).where(
        Rating.workspace_id == workspace_id, Rating.state == RatingState.WAITING, Rating.ask_at <= now
    )
    return list(session.scalars(due.order_by(Rating.ask_at).limit(MOST_DUE)))


def ask_due(session: Session, rating_id: int, *, now: datetime) -> bool:
    """Ask somebody, unless they are not to be asked; return whether there was anything to do.

    In their quiet hours it waits for their morning. Who is asked is locked first: one person, one question at a time.
    """
    requester_id = session.scalar(select(Rating.requester_id).where(Rating.id == rating_id))
    if requester_id is None:
        return False
    held = select(Person).where(Person.id == requester_id).with_for_update(key_share=True)
    requester = session.scalars(held.execution_options(populate_existing=True)).one()
    rating = _find_locked(session, rating_id)
    if rating is None or rating.state is not RatingState.WAITING or rating.ask_at > now:
        return False
    if (morning := notifications.find_end_of_quiet(requester, now)) is not None:
        rating.ask_at = morning
        return False
    ticket = session.get_one(Ticket, rating.ticket_id)
    if _is_to_be_asked(session, ticket, requester, now=now):
        _ask(session, rating, ticket, now=now)
    else:
        session.delete(rating)
    return True


def list_over_ids(session: Session, workspace_id: int, *, now: datetime) -> list[int]:
    """Return the questions of a workspace whose time to be answered is over, at most `MOST_DUE`."""
    over = select(Rating.id).where(
        Rating.workspace_id == workspace_id, Rating.state == RatingState.ASKED, Rating.open_until <= now
    )
    return list(session.scalars(over.order_by(Rating.open_until).limit(MOST_DUE)))


def end_over(session: Session, rating_id: int, *, now: datetime) -> bool:
    """Let an answer stand, and the agents learn it; return whether there was anything to do."""
    about = select(Ticket).join(Rating, Rating.ticket_id == Ticket.id).where(Rating.id == rating_id)
    ticket = session.scalar(about.with_for_update(of=Ticket).execution_options(populate_existing=True))
    rating = _find_locked(session, rating_id)
    if ticket is None or rating is None or rating.state is not RatingState.ASKED or not is_over(rating, now=now):
        return False
    rating.state, rating.ended_at = RatingState.ENDED, now
    session.flush()
    redraw_prompt(session, rating)
    if rating.score is not None:
        _tell_agents(session, rating, rating.score, ticket, now=now)
    return True


def is_over(rating: Rating, *, now: datetime) -> bool:
    """Return whether the time to answer a question is over, though the job may not have ended it yet."""
    return rating.open_until is not None and rating.open_until <= now


def redraw_prompt(session: Session, rating: Rating) -> None:
    """Have the question drawn as it stands now, where it is in Slack."""
    lane = outbox.ticket_lane(rating.ticket_id, Side.REQUESTER)
    outbox.refresh(session, OutboxKind.REFRESH_RATING_PROMPT, rating.id, workspace_id=rating.workspace_id, lane=lane)


def _plan(session: Session, happening: TicketStatusChanged, *, now: datetime) -> None:
    """Write down that a ticket somebody has just ended is to be asked about."""
    ticket, actor = happening.ticket, happening.actor
    queue = session.get_one(Queue, ticket.queue_id)
    if actor is None or not queue.asks_for_rating or ticket.merged_into_id is not None:
        return
    is_own_doing = actor.id == ticket.requester_id and now - ticket.opened_at < satisfaction.TOO_QUICK
    if is_own_doing or _find_live(session, ticket) is not None or (happening.is_undo and _renew(session, ticket, now)):
        return
    rating = Rating(
        workspace_id=ticket.workspace_id,
        ticket_id=ticket.id,
        queue_id=ticket.queue_id,
        requester_id=ticket.requester_id,
        scale=queue.rating_scale,
        ask_at=now + satisfaction.ASK_AFTER,
    )
    session.add(rating)
    session.flush()


def _renew(session: Session, ticket: Ticket, now: datetime) -> bool:
    """Put the question again that a reopening took back, now that the reopening was; return whether there is one."""
    withdrawn = select(Rating).where(
        Rating.workspace_id == ticket.workspace_id,
        Rating.ticket_id == ticket.id,
        Rating.state == RatingState.WITHDRAWN,
        Rating.open_until > now,
    )
    rating = session.scalar(withdrawn.order_by(Rating.id.desc()).limit(1))
    if rating is None:
        return False
    rating.state = RatingState.ASKED
    session.flush()
    redraw_prompt(session, rating)
    return True


def _follow(session: Session, ticket: Ticket, *, is_open: bool) -> None:
    """Take back a question that nobody answered when its ticket is open again; else only draw it anew."""
    rating = _find_live(session, ticket)
    is_dropped = is_open or ticket.merged_into_id is not None
    if rating is None or rating.score is not None:
        return
    if rating.state is RatingState.WAITING:
        if is_dropped:
            session.delete(rating)
        return
    if is_dropped:
        rating.state = RatingState.WITHDRAWN
    session.flush()
    redraw_prompt(session, rating)


def _is_to_be_asked(session: Session, ticket: Ticket, requester: Person, *, now: datetime) -> bool:
    """Return whether somebody is to be asked about a ticket now: agents of its queue and who asked not to be are not.

    Nor is who was asked lately. A question that was taken back does not count: nobody could skip one that way.
    """
    is_over = ticket.status in (TicketStatus.RESOLVED, TicketStatus.CLOSED) and ticket.merged_into_id is None
    if not is_over or requester.is_bot or requester.is_deactivated or NotificationKind.RATING in requester.muted:
        return False
    if not session.get_one(Queue, ticket.queue_id).asks_for_rating:
        return False
    asked_lately = exists().where(
        Rating.workspace_id == requester.workspace_id,
        Rating.requester_id == requester.id,
        Rating.asked_at > now - satisfaction.ASK_AGAIN_AFTER,
        Rating.state != RatingState.WITHDRAWN,
    )
    return not session.scalar(select(asked_lately)) and not agents.is_agent(session, requester, ticket.queue_id)


def _ask(session: Session, rating: Rating, ticket: Ticket, *, now: datetime) -> None:
    rating.state, rating.asked_at, rating.open_until = RatingState.ASKED, now, now + satisfaction.OPEN_FOR
    rating.queue_id, rating.scale = ticket.queue_id, session.get_one(Queue, ticket.queue_id).rating_scale
    session.flush()
    outbox.enqueue(
        session,
        OutboxKind.POST_RATING_PROMPT,
        workspace_id=rating.workspace_id,
        lane=outbox.ticket_lane(ticket.id, Side.REQUESTER),
        subject_id=rating.id,
    )


def _tell_agents(session: Session, rating: Rating, score: int, ticket: Ticket, *, now: datetime) -> None:
    """Put an answer into the history; one that is bad or says more is told in the card's thread as well."""
    requester = session.get_one(Person, rating.requester_id)
    written = satisfaction.written_score(score, rating.scale)
    audit.record(
        session,
        AuditTag.TICKET_RATED,
        workspace_id=rating.workspace_id,
        actor=requester,
        ticket_id=ticket.id,
        details={"rating": [None, written]},
        now=now,
    )
    if rating.comment or satisfaction.is_negative(score, rating.scale):
        facts = {"ticket_key": ticket.key, "name": people.facts_of(requester).name, "rating": written}
        notices.say(session, ThreadNotice.TICKET_RATED, ticket, Side.TRIAGE, {**facts, "comment": rating.comment or ""})


def _find_live(session: Session, ticket: Ticket) -> Rating | None:
    """Return the question about a ticket that waits to be asked or can be answered, locked, or None."""
    live = select(Rating).where(
        Rating.workspace_id == ticket.workspace_id, Rating.ticket_id == ticket.id, Rating.state.in_(LIVE)
    )
    return session.scalar(live.with_for_update().execution_options(populate_existing=True))


def _find_locked(session: Session, rating_id: int) -> Rating | None:
    held = select(Rating).where(Rating.id == rating_id).with_for_update()
    return session.scalar(held.execution_options(populate_existing=True))
