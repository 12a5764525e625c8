"""Notifications: telling people about tickets in direct messages, once, not too many at a time, and not at night.

`tell` is the one door. Who is concerned is decided by `bot.services.desk.audience` and by those who call it directly.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Boolean, ColumnElement, func, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from bot.domain.desk.notifications import GATHERING, NotificationKind, due_when_gathered
from bot.domain.desk.outbox_kinds import OutboxKind
from bot.domain.desk.quiet_hours import quiet_hours_of
from bot.services.desk import outbox
from models.desk import Notification, Person, Priority, Ticket

MOST_DUE: Final = 500
"""How many people of a workspace one run of the job looks after."""


def tell(
    session: Session,
    person: Person,
    ticket: Ticket,
    kind: NotificationKind,
    cause: str,
    facts: Mapping[str, str],
    *,
    now: datetime,
) -> None:
    """Have somebody told something about a ticket in a direct message, unless they turned that kind off.

    The first two of a kind within ten minutes go out at once; further ones are gathered into one message. In the
    person's quiet hours everything but what is urgent (p1) waits for their morning. Whether they may still see the
    ticket, and whether it still matters, is asked again when it is sent.

    Callers leave out who did it themselves: nobody is told of their own act.

    Args:
        session: an open transaction.
        person: who is to be told.
        ticket: what about.
        kind: what happened.
        cause: names what happened, as `message/12`; a person is told once of each. What is said again of the same cause
            before it was sent takes the place of what was said first.
        facts: what `kind` says it needs.
        now: the desk's time.
    """
    if kind in person.muted or person.is_bot or person.is_deactivated:
        return
    due_at = _due_at(session, person, ticket, kind, now=now)
    row = insert(Notification).values(
        workspace_id=ticket.workspace_id,
        person_id=person.id,
        ticket_id=ticket.id,
        kind=kind,
        cause=cause,
        facts=dict(facts),
        created_at=now,
        due_at=due_at,
    )
    said = row.on_conflict_do_update(
        index_elements=[Notification.person_id, Notification.cause],
        set_={"kind": row.excluded.kind, "facts": row.excluded.facts},
    )
    is_new = literal_column("xmax = 0", Boolean)  # PostgreSQL's own way to tell an inserted row from an updated one
    notification_id, is_first = session.execute(said.returning(Notification.id, is_new)).one()
    if is_first and due_at <= now:
        _send(session, person, [notification_id], now=now)


def list_due_person_ids(session: Session, workspace_id: int, *, now: datetime) -> list[int]:
    """Return the people of a workspace for whom something is due, at most `MOST_DUE`."""
    due = select(Notification.person_id).where(Notification.workspace_id == workspace_id, *_is_due(now))
    due = due.group_by(Notification.person_id)
    return list(session.scalars(due.order_by(func.min(Notification.due_at)).limit(MOST_DUE)))


def tell_due(session: Session, person_id: int, *, now: datetime) -> int:
    """Tell one person in one message what is due for them, and return how many things that is.

    What another run is about to tell is left to it. What came due in the person's quiet hours waits on.
    """
    person = session.get_one(Person, person_id)
    held = (
        select(Notification, Ticket.priority)
        .join(Ticket, Ticket.id == Notification.ticket_id)
        .where(Notification.workspace_id == person.workspace_id, Notification.person_id == person.id, *_is_due(now))
        .order_by(Notification.id)
        .with_for_update(of=Notification, skip_locked=True)
    )
    rows = session.execute(held).all()
    quiet_until = find_end_of_quiet(person, now)
    told = [row for row, priority in rows if quiet_until is None or priority is Priority.P1]
    for row, _ in rows:
        if row not in told and quiet_until is not None:
            row.due_at = quiet_until
    if told:
        _send(session, person, [row.id for row in told], now=now)
    return len(told)


def find_end_of_quiet(person: Person, instant: datetime) -> datetime | None:
    """Return when the quiet hours end that this instant is in for this person; None when it is in none."""
    hours = quiet_hours_of(person.quiet_from, person.quiet_until, person.zone)
    return None if hours is None else hours.find_end(instant)


def _due_at(session: Session, person: Person, ticket: Ticket, kind: NotificationKind, *, now: datetime) -> datetime:
    """Return when to tell it. One that is being decided elsewhere in this moment counts like those that were."""
    is_alone = session.scalar(select(func.pg_try_advisory_xact_lock(func.hashtextextended(_deciding(person, kind), 0))))
    is_gathered = Notification.told_at.is_(None) & Notification.due_at.between(now, now + GATHERING)
    recent, gathered_until = session.execute(
        select(func.count(), func.min(Notification.due_at).filter(is_gathered)).where(
            Notification.workspace_id == person.workspace_id,
            Notification.person_id == person.id,
            Notification.kind == kind,
            Notification.created_at > now - GATHERING,
        )
    ).one()
    due_at = due_when_gathered(recent=recent if is_alone else recent + 1, gathered_until=gathered_until, now=now)
    if ticket.priority is Priority.P1:
        return due_at
    return find_end_of_quiet(person, due_at) or due_at


def _deciding(person: Person, kind: NotificationKind) -> str:
    """Return the name of the lock that who decides about a kind for a person has. Nobody ever waits for it."""
    return f"notification/{person.id}/{kind}"


def _is_due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Notification.told_at.is_(None), Notification.due_at <= now


def _send(session: Session, person: Person, notification_ids: Sequence[int], *, now: datetime) -> None:
    told = update(Notification).where(
        Notification.workspace_id == person.workspace_id, Notification.id.in_(notification_ids)
    )
    session.execute(told.values(told_at=now))
    outbox.enqueue(
        session,
        OutboxKind.TELL_NOTIFICATIONS,
        workspace_id=person.workspace_id,
        lane=outbox.person_lane(person.id),
        subject_id=person.id,
        payload={"ids": list(notification_ids)},
    )
