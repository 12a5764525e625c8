"""Conversations: what people write in a ticket's two threads, and how it crosses, or never does.

`receive_message` is the one door for Slack's `message` events, live or read from history. Whatever order and however
often they come, the rows end up the same: a message is known by its channel and ts, an edit by its own ts.
Only of messages that make one ticket, because somebody wrote them in quick succession, the first to come opens it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from bot.domain.desk.happenings import (
    MessageAdded,
    MessageChanged,
    NoteMarkedPublic,
    ReplyTakenBack,
    ReplyWithdrawn,
)
from bot.domain.desk.incoming import Deletion, Edit, Post, read_event
from bot.domain.desk.instants import is_newer
from bot.domain.desk.thread_words import ThreadWord, read_order
from bot.services.desk import (
    agents,
    arrivals,
    audit,
    channels,
    happenings,
    held_replies,
    intake,
    merging,
    message_versions,
    move_notices,
    notices,
    parking,
    people,
    plan_limits,
    private_talk,
    slack_time,
    succession,
    thread_fetches,
    thread_orders,
    triage_talk,
)
from models.desk import (
    AuditTag,
    ChannelRole,
    Message,
    MessageKind,
    ParkedKind,
    Person,
    Side,
    Ticket,
    TicketStatus,
    Workspace,
)


def receive_message(
    session: Session, workspace: Workspace, event: Mapping[str, Any], *, late: bool, now: datetime
) -> None:
    """Do what a Slack `message` event asks for; doing it again changes nothing.

    Args:
        late: whether the message was read from history after an outage. A reply of the triage side that was edited
            before we read it may have been private once, so it is kept private.
    """
    match read_event(event):
        case Post(thread_ts=None) as post:
            _receive_top_level(session, workspace, post, now=now)
        case Post(thread_ts=str() as thread_ts) as post:
            _receive_reply(session, workspace, thread_ts, post, event, late=late, now=now)
        case Edit() as edit:
            _receive_edit(session, workspace, edit, event, now=now)
        case Deletion() as deletion:
            _receive_deletion(session, workspace, deletion, event, now=now)
        case None:
            pass


def add_thread(
    session: Session, workspace: Workspace, ticket: Ticket, opening: Post, posts: Sequence[Post], *, now: datetime
) -> None:
    """Add what was written in a thread before its ticket was opened, in order, and then what came in meanwhile.

    Args:
        session: an open transaction, which holds the root of the thread and every message of it.
        workspace: the ticket's.
        ticket: the ticket that was just opened.
        opening: what it was opened from.
        posts: what else people wrote there, as it was read.
        now: the desk's time.
    """
    root_ts = opening.thread_ts or opening.ts
    for post in posts:
        author = people.get_or_stub(session, workspace, post.slack_user_id, slack_team_id=post.slack_team_id, now=now)
        message = _add_message(session, ticket, post, kind=MessageKind.REPLY, side=Side.REQUESTER, author=author)
        if message is not None:
            happenings.announce(session, MessageAdded(author, ticket, message, is_backfilled=True), now=now)
    read_to = max(post.ts for post in (opening, *posts))
    for ts in (root_ts, *(post.ts for post in (opening, *posts))):
        _take_up(session, workspace.id, opening.slack_channel_id, ts, read_to=read_to, now=now)


def record_copy(session: Session, message_id: int, slack_channel_id: str, ts: str) -> None:
    """Record where the copy of a reply was posted."""
    message = session.get_one(Message, message_id, with_for_update=True)
    message.copy_slack_channel_id, message.copy_ts = slack_channel_id, ts


def record_card(session: Session, ticket_id: int, key: str, ts: str, *, now: datetime) -> None:
    """Record where the card was posted of a ticket that had this key, and take up the replies waiting for it.

    When the ticket moved on in the meantime, the card is a former one.
    """
    ticket = session.get_one(Ticket, ticket_id)
    parking.hold(session, ticket.workspace_id, ticket.triage_slack_channel_id, ts)
    session.refresh(ticket, with_for_update=True)
    if ticket.key != key:
        move_notices.record_late_card(session, ticket, key, ts)
        return
    ticket.card_ts = ts
    session.flush()
    _take_up(session, ticket.workspace_id, ticket.triage_slack_channel_id, ts, now=now)


def record_opening(session: Session, ticket_id: int, slack_channel_id: str, ts: str, *, now: datetime) -> None:
    """Record where the DM thread of a ticket made by command begins, and take up the replies waiting for it."""
    ticket = session.get_one(Ticket, ticket_id)
    parking.hold(session, ticket.workspace_id, slack_channel_id, ts)
    ticket.requester_slack_channel_id, ticket.requester_thread_ts = slack_channel_id, ts
    session.flush()
    notices.redraw_card(session, ticket)  # it links to the conversation now
    _take_up(session, ticket.workspace_id, slack_channel_id, ts, now=now)


def _receive_top_level(session: Session, workspace: Workspace, post: Post, *, now: datetime) -> None:
    accepted = arrivals.receive_post(session, workspace, post, now=now)
    if accepted is None:
        return
    if accepted.is_grouped:
        _add_reply(session, accepted.ticket, post, MessageKind.REPLY, Side.REQUESTER, accepted.author, now=now)
    _take_up(session, workspace.id, post.slack_channel_id, post.ts, now=now)


def _receive_reply(
    session: Session,
    workspace: Workspace,
    thread_ts: str,
    post: Post,
    event: Mapping[str, Any],
    *,
    late: bool,
    now: datetime,
) -> None:
    parking.hold(session, workspace.id, post.slack_channel_id, thread_ts)
    parking.hold(session, workspace.id, post.slack_channel_id, post.ts)
    thread_orders.hold_first(session, workspace.id, post.slack_channel_id, thread_ts, post.words.text)
    found = _find_thread(session, workspace.id, post.slack_channel_id, thread_ts)
    has_no_open = found is None or found[0].status is TicketStatus.CLOSED
    if has_no_open and private_talk.turn_away(session, workspace, thread_ts, post, now=now):
        return
    if found is None:
        if move_notices.turn_away(session, workspace, thread_ts, post, now=now):
            return
        _park(session, workspace, ParkedKind.REPLY, post.slack_channel_id, thread_ts, post.ts, event, now=now)
        return
    ticket, side = found
    author = people.get_or_stub(session, workspace, post.slack_user_id, slack_team_id=post.slack_team_id, now=now)
    if side is Side.TRIAGE and (author.is_bot or agents.is_held(author)):
        return  # who is held is neither an agent nor heard
    if side is Side.TRIAGE and merging.turn_away(session, workspace, ticket, post, now=now):
        return
    if side is Side.REQUESTER:
        ticket = merging.get_survivor(session, ticket)
        successor = succession.continue_closed(session, workspace, ticket, post, author=author, now=now)
        if successor is not None:
            _take_up(session, workspace.id, post.slack_channel_id, post.ts, now=now)
            return
    kind = _kind_of_reply(session, ticket, post, side, author, late=late, now=now)
    if _add_reply(session, ticket, post, kind, side, author, now=now):
        _take_up(session, workspace.id, post.slack_channel_id, post.ts, now=now)


def _kind_of_reply(
    session: Session, ticket: Ticket, post: Post, side: Side, author: Person, *, late: bool, now: datetime
) -> MessageKind:
    """Return whether a reply crosses. An order never does; a late one that was edited may have been private once."""
    if side is Side.REQUESTER:
        return MessageKind.REPLY
    may_have_been_private = late and post.edited_ts is not None
    if may_have_been_private or not triage_talk.crosses(session, ticket, post.words):
        return MessageKind.NOTE
    if plan_limits.hold_back(session, ticket, author, slack_channel_id=post.slack_channel_id):
        return MessageKind.NOTE
    return held_replies.kind_of_reply(session, ticket, said_at=slack_time.desk_instant(session, post.ts), now=now)


def _receive_edit(
    session: Session, workspace: Workspace, edit: Edit, event: Mapping[str, Any], *, now: datetime
) -> None:
    parking.hold(session, workspace.id, edit.slack_channel_id, edit.ts)
    found = _find_message(session, workspace.id, edit.slack_channel_id, edit.ts)
    if found is None:
        _park(session, workspace, ParkedKind.EDIT, edit.slack_channel_id, edit.ts, edit.edit_ts, event, now=now)
        return
    ticket, message = found
    replaced_ts = message.edited_ts
    is_withdrawn = triage_talk.is_withdrawn_by(session, ticket, message, edit.words)
    is_marked_too_late = triage_talk.is_marked_too_late(message, edit.words)
    if message_versions.take_edit(session, message, edit, now=now):
        if message.kind is MessageKind.OPENING and message.deleted_at is None and not ticket.is_titled_by_hand:
            ticket.title = intake.title_of(workspace, edit.words)
    elif not is_withdrawn:
        return  # overtaken; but an edit that made a reply private counts whenever it comes
    if is_withdrawn:
        never_left = message.kind is MessageKind.HELD and held_replies.stop(session, message)
        message.kind = MessageKind.NOTE
        withdrawn = ReplyTakenBack if never_left else ReplyWithdrawn
        _announce_change(session, ticket, message, AuditTag.REPLY_WITHDRAWN, withdrawn, replaced_ts, now=now)
        return
    happening = NoteMarkedPublic if is_marked_too_late else MessageChanged
    _announce_change(session, ticket, message, AuditTag.MESSAGE_EDITED, happening, replaced_ts, now=now)


def _receive_deletion(
    session: Session, workspace: Workspace, deletion: Deletion, event: Mapping[str, Any], *, now: datetime
) -> None:
    parking.hold(session, workspace.id, deletion.slack_channel_id, deletion.ts)
    found = _find_message(session, workspace.id, deletion.slack_channel_id, deletion.ts)
    if found is None:
        channel, ts = deletion.slack_channel_id, deletion.ts
        _park(session, workspace, ParkedKind.DELETION, channel, ts, deletion.deletion_ts, event, now=now)
        return
    ticket, message = found
    if message.deleted_at is None:
        message.deleted_at = now
        if message.kind is MessageKind.OPENING and not ticket.is_titled_by_hand:
            ticket.title = ""  # views say that it was deleted
        _announce_change(session, ticket, message, AuditTag.MESSAGE_DELETED, MessageChanged, now=now)


def _announce_change(
    session: Session,
    ticket: Ticket,
    message: Message,
    tag: AuditTag,
    happening: type[MessageChanged],
    replaced_ts: str | None = None,
    *,
    now: datetime,
) -> None:
    """Write a change down and announce it; `replaced_ts` names the version whose words an edit replaced."""
    author = session.get_one(Person, message.author_id)
    details = {"message_id": message.id, "version": replaced_ts}
    audit.record(
        session, tag, workspace_id=ticket.workspace_id, actor=author, ticket_id=ticket.id, details=details, now=now
    )
    happenings.announce(session, happening(author, ticket, message), now=now)


def _find_thread(session: Session, workspace_id: int, slack_channel_id: str, ts: str) -> tuple[Ticket, Side] | None:
    """Return the newest ticket whose thread has this root, locked, and which side of it that is."""
    tickets = select(Ticket).where(Ticket.workspace_id == workspace_id).with_for_update()
    tickets = tickets.execution_options(populate_existing=True)  # as they stand once the lock is ours
    asked_here = Ticket.requester_slack_channel_id == slack_channel_id, Ticket.requester_thread_ts == ts
    ticket = session.scalar(tickets.where(*asked_here).order_by(Ticket.id.desc()).limit(1))
    if ticket is not None:
        return ticket, Side.REQUESTER
    worked_here = Ticket.triage_slack_channel_id == slack_channel_id, Ticket.card_ts == ts
    ticket = session.scalar(tickets.where(*worked_here))
    if ticket is not None:
        return ticket, Side.TRIAGE
    joined = select(Message.ticket_id).where(
        Message.workspace_id == workspace_id,
        Message.slack_channel_id == slack_channel_id,
        Message.ts == ts,
        Message.thread_ts.is_(None),
        Message.kind == MessageKind.REPLY,
    )
    ticket = session.scalar(tickets.where(Ticket.id == joined.scalar_subquery()))  # a grouped message has a thread, too
    return None if ticket is None else (ticket, Side.REQUESTER)


def _find_message(session: Session, workspace_id: int, slack_channel_id: str, ts: str) -> tuple[Ticket, Message] | None:
    """Return a message and its ticket, the ticket locked before the message is read."""
    source = Message.workspace_id == workspace_id, Message.slack_channel_id == slack_channel_id, Message.ts == ts
    tickets = select(Ticket).join(Message, Message.ticket_id == Ticket.id).where(*source).with_for_update(of=Ticket)
    as_they_stand = {"populate_existing": True}
    ticket = session.scalar(tickets, execution_options=as_they_stand)
    if ticket is None:
        return None
    return ticket, session.scalars(select(Message).where(*source), execution_options=as_they_stand).one()


def _add_reply(
    session: Session, ticket: Ticket, post: Post, kind: MessageKind, side: Side, author: Person, *, now: datetime
) -> bool:
    """Add what somebody wrote to a locked ticket, and announce it or do what it orders; return whether it is new."""
    message = _add_message(session, ticket, post, kind=kind, side=side, author=author)
    if message is None:
        return False
    order = read_order(post.words.text) if side is Side.TRIAGE else None
    if order is None or order.word is ThreadWord.NOTE:
        held_replies.announce(session, ticket, message, author, thread_ts=post.thread_ts, now=now)
    else:
        thread_orders.do_order(session, ticket, order, actor=author, slack_channel_id=post.slack_channel_id, now=now)
    return True


def _add_message(
    session: Session, ticket: Ticket, post: Post, *, kind: MessageKind, side: Side, author: Person
) -> Message | None:
    """Add a reply or note to a locked ticket; None when it is there already."""
    row = insert(Message).values(
        workspace_id=ticket.workspace_id,
        ticket_id=ticket.id,
        queue_id=ticket.queue_id,
        kind=kind,
        side=side,
        author_id=author.id,
        thread_ts=post.thread_ts,
        slack_channel_id=post.slack_channel_id,
        ts=post.ts,
        text=post.words.text,
        blocks=post.words.blocks,
        files=post.words.files,
        edited_ts=post.edited_ts,
        sent_at=slack_time.desk_instant(session, post.ts),
    )
    added = row.on_conflict_do_nothing(constraint="uq_message_source").returning(Message)
    return session.scalars(added).one_or_none()


def _park(
    session: Session,
    workspace: Workspace,
    kind: ParkedKind,
    slack_channel_id: str,
    awaited_ts: str,
    event_ts: str,
    event: Mapping[str, Any],
    *,
    now: datetime,
) -> None:
    """Park an event whose message may still come; drop one whose message never concerned us."""
    if not _may_concern_us(session, workspace, slack_channel_id, awaited_ts):
        return
    parking.park(
        session,
        workspace.id,
        slack_channel_id=slack_channel_id,
        awaited_ts=awaited_ts,
        kind=kind,
        event_ts=event_ts,
        event=event,
        now=now,
    )


def _may_concern_us(session: Session, workspace: Workspace, slack_channel_id: str, ts: str) -> bool:
    if slack_channel_id.startswith("D"):
        return True  # a DM with the bot
    channel = channels.find_channel(session, workspace.id, slack_channel_id)
    if channel is not None and (channel.role is ChannelRole.TRIAGE or intake.takes(channel, ts)):
        return True
    return thread_fetches.is_under_way(session, workspace.id, slack_channel_id)


def _take_up(
    session: Session, workspace_id: int, slack_channel_id: str, ts: str, *, read_to: str | None = None, now: datetime
) -> None:
    """Handle the events that waited for this message.

    Where its thread was just read from Slack up to `read_to`, older replies that waited are there already, or gone.
    """
    workspace = session.get_one(Workspace, workspace_id)
    for event in parking.take_parked(session, workspace_id, slack_channel_id, ts):
        if isinstance(read_event(event), Post) and read_to is not None and not is_newer(event["ts"], read_to):
            continue
        receive_message(session, workspace, event, late=False, now=now)
