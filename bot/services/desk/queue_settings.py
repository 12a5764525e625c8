"""Queue settings: how a queue's team works, and the statuses it names for itself."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.desk.queue_rules import OwnStatus, QueueSettings
from bot.services.desk import audit, statuses, ticket_words
from models.desk import AuditTag, Person, Queue, QueueStatus


@dataclass(frozen=True)
class Changed:
    """One thing that was changed, as `name` of the settings, from and to."""

    name: str
    before: Any
    after: Any


def settings_of(queue: Queue) -> QueueSettings:
    """Return how a queue's team works now."""
    return QueueSettings(
        triage_replies=queue.triage_replies,
        private_replies=queue.private_replies,
        assign=queue.assign,
        group_messages_within=timedelta(seconds=queue.group_within_seconds),
        close_resolved_after=_length(queue.close_resolved_after_seconds),
        remind_requester_after=_length(queue.remind_requester_after_seconds),
        undo_within=timedelta(seconds=queue.undo_seconds),
        asks_for_rating=queue.asks_for_rating,
        rating_scale=queue.rating_scale,
    )


def change_settings(
    session: Session, queue: Queue, settings: QueueSettings, *, actor: Person | None, now: datetime
) -> list[Changed]:
    """Give a queue these settings; return what that changed. Open tickets go on as they were opened."""
    before = settings_of(queue)
    changes = [
        Changed(name, getattr(before, name), wanted)
        for name, wanted in _fields(settings).items()
        if getattr(before, name) != wanted
    ]
    if not changes:
        return []
    queue.triage_replies, queue.private_replies = settings.triage_replies, settings.private_replies
    queue.assign = settings.assign
    queue.group_within_seconds = int(settings.group_messages_within.total_seconds())
    queue.close_resolved_after_seconds = _seconds(settings.close_resolved_after)
    queue.remind_requester_after_seconds = _seconds(settings.remind_requester_after)
    queue.undo_seconds = int(settings.undo_within.total_seconds())
    queue.asks_for_rating, queue.rating_scale = settings.asks_for_rating, settings.rating_scale
    details = {change.name: [_plain(change.before), _plain(change.after)] for change in changes}
    _audit(session, queue, details, actor=actor, now=now)
    return changes


def set_language(session: Session, queue: Queue, language: str | None, *, actor: Person | None, now: datetime) -> bool:
    """Say in which language a queue's tickets are written, None for the workspace's; return whether that is news.

    Search reads them in it: their words are gathered anew, a batch at a time, and found again once they are.
    """
    if queue.language == language:
        return False
    before, queue.language = queue.language, language
    ticket_words.forget_words(session, queue.workspace_id, queue_id=queue.id)
    _audit(session, queue, {"language": [before, language]}, actor=actor, now=now)
    return True


def set_statuses(
    session: Session, queue: Queue, wanted: Sequence[OwnStatus], *, actor: Person | None, now: datetime
) -> bool:
    """Make a queue's own statuses exactly these, in this order; return whether that changed anything.

    One that is left out is retired: tickets that have it keep it, nobody can choose it any more.
    """
    known = {row.key: row for row in session.scalars(select(QueueStatus).where(QueueStatus.queue_id == queue.id))}
    before = [own_status(row) for row in statuses.list_own(session, queue.id, workspace_id=queue.workspace_id)]
    if before == list(wanted):
        return False
    for row in known.values():
        row.is_retired = True
    for position, status in enumerate(wanted):
        row = known.get(status.key) or _new_status(session, queue, status)
        row.name, row.base, row.position, row.is_retired = status.name, status.base, position, False
    session.flush()
    details = {"statuses": [[status.key for status in before], [status.key for status in wanted]]}
    _audit(session, queue, details, actor=actor, now=now)
    return True


def _new_status(session: Session, queue: Queue, status: OwnStatus) -> QueueStatus:
    row = QueueStatus(workspace_id=queue.workspace_id, queue_id=queue.id, key=status.key)
    session.add(row)
    return row


def own_status(row: QueueStatus) -> OwnStatus:
    """Return a status as people are shown it."""
    return OwnStatus(row.key, row.name, row.base)


def _fields(settings: QueueSettings) -> dict[str, Any]:
    return asdict(settings)


def _length(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def _seconds(length: timedelta | None) -> int | None:
    return None if length is None else int(length.total_seconds())


def _plain(value: Any) -> Any:
    return int(value.total_seconds()) if isinstance(value, timedelta) else value


def _audit(session: Session, queue: Queue, details: dict[str, Any], *, actor: Person | None, now: datetime) -> None:
    audit.record(
        session,
        AuditTag.QUEUE_CHANGED,
        workspace_id=queue.workspace_id,
        actor=actor,
        details={"queue": queue.key, **details},
        now=now,
    )
