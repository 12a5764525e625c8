"""What people choose to be told in direct messages, and when."""

from collections.abc import Collection
from datetime import datetime, time

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.domain.desk.notifications import FOR_AGENTS, NotificationKind, NotificationSettings
from bot.services.desk import agents
from models.desk import Notification, Person


def load_settings(session: Session, person: Person) -> NotificationSettings:
    """Return what somebody chose; the kinds that only agents are told are offered to agents alone."""
    offered = _offered_to(session, person)
    return NotificationSettings(
        offered=offered,
        on=frozenset(kind for kind in offered if kind not in person.muted),
        quiet_from=person.quiet_from,
        quiet_until=person.quiet_until,
        zone=person.zone,
    )


def change_settings(
    session: Session,
    person: Person,
    *,
    on: Collection[NotificationKind],
    quiet: tuple[time, time] | None,
    now: datetime,
) -> None:
    """Keep what somebody chose for themselves.

    Kinds they were not offered stay as they are. What was being held back for them is looked at anew: it is told soon,
    or waits for the end of their new quiet hours.

    Args:
        session: an open transaction.
        person: whose settings.
        on: the kinds they want, of those they are offered.
        quiet: from when until when they want to be left in peace, on their own clock; None for never.
        now: the desk's time.
    """
    offered = _offered_to(session, person)
    kept = [kind for kind in person.muted if kind not in offered]
    person.muted = kept + [kind for kind in offered if kind not in on]
    person.quiet_from, person.quiet_until = quiet or (None, None)
    held = update(Notification).where(
        Notification.workspace_id == person.workspace_id,
        Notification.person_id == person.id,
        Notification.told_at.is_(None),
        Notification.due_at > now,
    )
    session.execute(held.values(due_at=now))


def stop(session: Session, person: Person, kinds: Collection[NotificationKind]) -> None:
    """Turn some kinds off for somebody, what waits to be told included."""
    person.muted = [*person.muted, *(kind for kind in kinds if kind not in person.muted)]
    session.flush()


def _offered_to(session: Session, person: Person) -> tuple[NotificationKind, ...]:
    is_agent = bool(agents.list_queue_ids(session, person))
    return tuple(kind for kind in NotificationKind if is_agent or kind not in FOR_AGENTS)
