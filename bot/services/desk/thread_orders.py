"""Thread orders: doing what an agent typed in a card's thread, and telling them alone what stands against it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, TypeAlias

from sqlalchemy import and_
from sqlalchemy.orm import Session

from bot.domain.desk import mrkdwn
from bot.domain.desk.incoming import Words
from bot.domain.desk.snoozes import Snooze, SnoozeChoice, end_of
from bot.domain.desk.thread_words import ThreadOrder, ThreadWord, nearest_word, read_order
from bot.domain.desk.typed import person_id_in
from bot.errors import NotUnderstood, Refusal
from bot.services.desk import (
    canned_replies,
    followers,
    moves,
    people,
    priority_scales,
    queues,
    snoozing,
    status_names,
    ticket_details,
    tickets,
    written_replies,
)
from models.desk import Person, Priority, Ticket, Workspace

Act: TypeAlias = Callable[[Session, Ticket, str, Person, datetime], object]
"""Does what a word asks for, with what follows it."""

HELP: Final = (
    "In this thread you can type `!claim`, `!assign @someone`, `!resolve`, `!close`, `!reopen`, `!status waiting`, "
    "`!priority high`, `!tag vpn`, `!move HR`, `!watch`, `!unwatch`, `!snooze tomorrow`, `!wake`, `!reply saved-reply` "
    "and `!note text`. None of it reaches the requester but a saved reply."
)
SNOOZES: Final[Mapping[str, SnoozeChoice]] = {
    "1h": SnoozeChoice.ONE_HOUR,
    "4h": SnoozeChoice.FOUR_HOURS,
    "tomorrow": SnoozeChoice.TOMORROW,
    "monday": SnoozeChoice.NEXT_WEEK,
    "reply": SnoozeChoice.NEXT_REPLY,
}


def hold_first(session: Session, workspace_id: int, slack_channel_id: str, card_ts: str, typed: str) -> None:
    """Lock what an order typed in this thread has to have locked before its ticket: the queue to move to."""
    order = read_order(typed)
    if order is not None and order.word is ThreadWord.MOVE:
        ticket = and_(Ticket.triage_slack_channel_id == slack_channel_id, Ticket.card_ts == card_ts)
        moves.hold_queue_named(session, workspace_id, order.rest, ticket)


def do_order(
    session: Session, ticket: Ticket, order: ThreadOrder, *, actor: Person, slack_channel_id: str, now: datetime
) -> None:
    """Do what was typed. What stands against it is shown to who typed it, and to nobody else; then nothing is done."""
    try:
        with session.begin_nested():
            _act_of(order)(session, ticket, order.rest, actor, now)
    except Refusal as refusal:
        people.show(session, actor, str(refusal), slack_channel_id=slack_channel_id)


def _act_of(order: ThreadOrder) -> Act:
    if order.word is None:
        nearest = nearest_word(order.typed)
        meant = f" Did you mean `!{nearest}`?" if nearest else ""
        raise NotUnderstood(
            f"I do not know `!{order.typed}`, so I did nothing and told nobody.{meant} `!help` lists what there is."
        )
    return _ACTS[order.word]


def _assign(session: Session, ticket: Ticket, rest: str, actor: Person, now: datetime) -> None:
    slack_user_id = actor.slack_user_id if rest.lower() in {"me", "@me"} else person_id_in(rest)
    if slack_user_id is None:
        raise NotUnderstood("Type `!assign @someone`, or `!assign me`.")
    workspace = session.get_one(Workspace, ticket.workspace_id)
    assignee = people.get_or_stub(session, workspace, slack_user_id, now=now)
    tickets.assign_ticket(session, ticket.id, assignee, actor=actor, now=now)


def _set_priority(session: Session, ticket: Ticket, rest: str, actor: Person, now: datetime) -> None:
    scale = priority_scales.scale_of(session.get_one(Workspace, ticket.workspace_id))
    priority = scale.find(rest)
    if priority is None:
        raise NotUnderstood(f"Type `!priority` and one of {', '.join(map(scale.typed, Priority))}.")
    tickets.set_priority(session, ticket.id, priority, actor=actor, now=now)


def _set_status(session: Session, ticket: Ticket, rest: str, actor: Person, now: datetime) -> None:
    if not rest:
        raise NotUnderstood("Type `!status` and the name of a status, as `!status waiting`.")
    status_names.set_status_named(session, ticket.id, rest, actor=actor, now=now)


def _tag(session: Session, ticket: Ticket, rest: str, actor: Person, now: datetime) -> None:
    ticket_details.add_tags(session, ticket.id, rest, actor=actor, now=now)


def _move(session: Session, ticket: Ticket, rest: str, actor: Person, now: datetime) -> None:
    queue = queues.get_queue(session, ticket.workspace_id, rest)
    moves.move_ticket(session, ticket.id, queue.id, actor=actor, now=now)


def _snooze(session: Session, ticket: Ticket, rest: str, actor: Person, now: datetime) -> None:
    choice = SNOOZES.get(rest.lower())
    if choice is None:
        raise NotUnderstood(f"Type `!snooze` and one of {', '.join(SNOOZES)}. The card's menu knows any time.")
    snooze = Snooze(end_of(choice, now=now, zone=actor.zone), wakes_on_reply=True)
    snoozing.snooze_ticket(session, ticket.id, snooze, actor=actor, now=now)


def _reply(session: Session, ticket: Ticket, rest: str, actor: Person, now: datetime) -> None:
    ticket = tickets.get_for_agent(session, ticket.id, actor=actor)
    text = canned_replies.words_of(session, ticket, rest, agent=actor)
    words = Words(text=mrkdwn.escape(text), blocks=None, files=[])
    written_replies.write_reply(session, ticket.id, words, in_thread=True, actor=actor, now=now)


def _help(_session: Session, _ticket: Ticket, _rest: str, _actor: Person, _now: datetime) -> None:
    raise NotUnderstood(HELP)


_ACTS: Final[Mapping[ThreadWord, Act]] = {
    ThreadWord.CLAIM: lambda session, ticket, _, actor, now: tickets.claim_ticket(
        session, ticket.id, actor=actor, now=now
    ),
    ThreadWord.ASSIGN: _assign,
    ThreadWord.RESOLVE: lambda session, ticket, _, actor, now: tickets.resolve_ticket(
        session, ticket.id, actor=actor, now=now
    ),
    ThreadWord.CLOSE: lambda session, ticket, _, actor, now: tickets.close_ticket(
        session, ticket.id, actor=actor, now=now
    ),
    ThreadWord.REOPEN: lambda session, ticket, _, actor, now: tickets.reopen_ticket(
        session, ticket.id, actor=actor, now=now
    ),
    ThreadWord.STATUS: _set_status,
    ThreadWord.PRIORITY: _set_priority,
    ThreadWord.TAG: _tag,
    ThreadWord.MOVE: _move,
    ThreadWord.WATCH: lambda session, ticket, _, actor, now: followers.watch_ticket(
        session, ticket.id, actor=actor, now=now
    ),
    ThreadWord.UNWATCH: lambda session, ticket, _, actor, now: followers.unwatch_ticket(
        session, ticket.id, actor=actor, now=now
    ),
    ThreadWord.SNOOZE: _snooze,
    ThreadWord.WAKE: lambda session, ticket, _, actor, now: snoozing.wake_ticket(
        session, ticket.id, actor=actor, now=now
    ),
    ThreadWord.REPLY: _reply,
    ThreadWord.HELP: _help,
}
