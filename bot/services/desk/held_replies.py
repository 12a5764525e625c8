"""Held replies: what agents answer waits a few seconds, where its queue says so, and can be taken back meanwhile.

Until it leaves nothing comes of it but its row in the outbox, behind which its lane waits: who is concerned is told,
and the status follows, when it stands on the other side.
"""

import math
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from bot.domain.desk.happenings import MessageAdded, ReplyHeld
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.errors import Refusal
from bot.services.desk import happenings, outbox, triage_talk
from models.desk import Message, MessageKind, OutboxRow, OutboxState, Person, Queue, Side, Ticket

TAKEN_BACK = "it was taken back or deleted before it left"
"""The reason a row was dropped because what it was to say is not to be said any more."""


def kind_of_reply(session: Session, ticket: Ticket, *, said_at: datetime, now: datetime) -> MessageKind:
    """Return what an agent's new reply is: held, or a reply at once where nobody can be waiting to take it back.

    Args:
        session: an open transaction.
        ticket: the ticket it answers.
        said_at: when it was written; what reaches us only now was meant, and leaves.
        now: the desk's time.
    """
    wait = _wait_in(session, ticket)
    return MessageKind.HELD if wait and now - said_at <= wait else MessageKind.REPLY


def announce(
    session: Session, ticket: Ticket, message: Message, author: Person, *, thread_ts: str | None, now: datetime
) -> None:
    """Announce a reply or note that was just added to a ticket; of a held reply, that it waits.

    `thread_ts` is the thread its author is in; None where they are in none.
    """
    if message.kind is MessageKind.HELD:
        held = ReplyHeld(author, ticket, message, _wait_in(session, ticket), thread_ts)
        happenings.announce(session, held, now=now)
    else:
        happenings.announce(session, MessageAdded(author, ticket, message), now=now)


def follow_edit(session: Session, message: Message) -> bool:
    """Let a reply leave with the words it has now; return whether it still waits to."""
    row = _find_waiting(session, message)
    if row is None:
        return False
    row.payload = payload_of(message) | {"edited_ts": message.edited_ts}
    return True


def stop(session: Session, message: Message) -> bool:
    """Have a reply not leave any more; return whether it still waited to. Nobody learns of it then."""
    row = _find_waiting(session, message)
    if row is None:
        return False
    row.state, row.finished_at, row.last_error = OutboxState.DROPPED, func.now(), TAKEN_BACK
    outbox.wake_workers(session)  # what stands behind it in its lane
    return True


def leave(session: Session, ticket: Ticket, message: Message, *, now: datetime) -> None:
    """Say of a reply that waited that it has left: only now it is one, and what follows from it happens.

    It is out whatever stands against what follows, as a ticket that cannot be changed by now; then nothing follows.
    """
    if message.kind is not MessageKind.HELD or message.deleted_at is not None:
        return
    message.kind = MessageKind.REPLY
    session.flush()
    author = session.get_one(Person, message.author_id)
    with suppress(Refusal), session.begin_nested():
        happenings.announce(session, MessageAdded(author, ticket, message, has_left=True), now=now)


def find_seconds_left(session: Session, message: Message) -> int | None:
    """Return in how many seconds a reply leaves, at least one; None when it waits no more."""
    if message.kind is not MessageKind.HELD or message.deleted_at is not None:
        return None
    left = func.extract("epoch", OutboxRow.due_at - func.now())
    seconds = session.scalar(_waiting(message).with_only_columns(left))
    return math.ceil(seconds) if seconds is not None and seconds > 0 else None


def payload_of(message: Message) -> dict[str, object]:
    """Return what the outbox row of a message that crosses carries: its words as they are now."""
    words = triage_talk.words_for_requester(message)
    return {"text": words.text, "blocks": words.blocks, "files": words.files}


def _wait_in(session: Session, ticket: Ticket) -> timedelta:
    return timedelta(seconds=session.get_one(Queue, ticket.queue_id).undo_seconds)


def _find_waiting(session: Session, message: Message) -> OutboxRow | None:
    """Return the row of a message that has not left, held; None when it has, or is leaving in this moment.

    Whoever sends it has its row and then waits for the ticket, which we hold: we must not wait for them.
    """
    return session.scalar(_waiting(message).with_for_update(skip_locked=True))


def _waiting(message: Message) -> Select[OutboxRow]:
    return select(OutboxRow).where(
        OutboxRow.workspace_id == message.workspace_id,
        OutboxRow.lane == outbox.ticket_lane(message.ticket_id, Side.REQUESTER),
        OutboxRow.kind == OutboxKind.POST_REPLY,
        OutboxRow.subject_id == message.id,
        OutboxRow.state == OutboxState.PENDING,
        ~OutboxRow.in_doubt,
    )
