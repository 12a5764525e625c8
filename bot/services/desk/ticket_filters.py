"""Filters: what a query's `status:open` and the like say in SQL. What is typed is matched, never put into SQL.

What only agents know of a ticket, its tags and its due time, finds it for its agents only.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import and_, false, func, not_, or_, select

from bot.domain.desk import lifecycle
from bot.domain.desk.queries import Filter, FilterName, day_of, no_such_value
from bot.domain.desk.typed import person_id_in
from bot.errors import NotUnderstood
from bot.services.desk import categories, priority_scales, queues, visibility
from bot.services.desk.pages import Condition, Reading
from models.desk import Person, Priority, QueueStatus, Ticket, TicketStatus, TicketTag

DUE_SOON: Final = timedelta(days=1)
"""How near a due time is soon."""

ME: Final = frozenset({"me", "@me"})
NOBODY: Final = frozenset({"nobody", "none", "unassigned"})
OPEN, SNOOZED = "open", "snoozed"
OVERDUE, SOON, ANY = "overdue", "soon", "any"


def condition_of(reading: Reading, wanted: Filter, *, now: datetime) -> Condition:
    """Return what a filter asks of a ticket.

    Raises: NotUnderstood, for a value there is none of; it says what there is.
    """
    matches = _MATCHERS[wanted.name]
    found = or_(*(matches(reading, value, now) for value in wanted.values))
    return not_(func.coalesce(found, false())) if wanted.is_excluded else found


def is_open() -> Condition:
    """Say that somebody still owes something."""
    return and_(
        Ticket.status.in_(lifecycle.OPEN_STATUSES),
        Ticket.closed_at.is_(None),  # says what OPEN_STATUSES say, for the partial indexes
    )


def is_awake(now: datetime) -> Condition:
    """Say that a ticket is not snoozed."""
    return or_(Ticket.snoozed_at.is_(None), Ticket.snoozed_until <= now)


def is_due(now: datetime, within: timedelta) -> Condition:
    """Say that an open ticket is overdue, or will be within a time."""
    return and_(is_open(), Ticket.due_at <= now + within)


def _has_status(reading: Reading, value: str, now: datetime) -> Condition:
    plain = value.replace("-", "_").replace(" ", "_")
    if plain == OPEN:
        return is_open()
    if plain == SNOOZED:
        return and_(is_open(), not_(func.coalesce(is_awake(now), false())))
    if plain in {status.value for status in TicketStatus}:
        return Ticket.status == TicketStatus(plain)
    own = _own_statuses(reading)
    ids = [status.id for status in own if plain in {status.key.lower(), status.name.lower().replace(" ", "_")}]
    if not ids:
        names = [OPEN, *TicketStatus, SNOOZED, *(status.key for status in own)]
        raise no_such_value(FilterName.STATUS, value, list(dict.fromkeys(names)))
    return Ticket.queue_status_id.in_(ids)


def _own_statuses(reading: Reading) -> Sequence[QueueStatus]:
    """Return the statuses that the reader's own queues name for themselves."""
    own = select(QueueStatus).where(
        QueueStatus.workspace_id == reading.reader.workspace_id, QueueStatus.queue_id.in_(reading.queue_ids)
    )
    return reading.session.scalars(own.order_by(QueueStatus.queue_id, QueueStatus.position)).all()


def _has_assignee(reading: Reading, value: str, _now: datetime) -> Condition:
    return Ticket.assignee_id.is_(None) if value in NOBODY else Ticket.assignee_id.in_(_people_called(reading, value))


def _has_requester(reading: Reading, value: str, _now: datetime) -> Condition:
    return Ticket.requester_id.in_(_people_called(reading, value))


def _people_called(reading: Reading, value: str) -> Sequence[int]:
    """Return the people somebody means: themselves, who was picked from Slack's list, or who has that name."""
    if value in ME:
        return [reading.reader.id]
    slack_user_id = person_id_in(value.upper())
    named = (
        Person.slack_user_id == slack_user_id
        if slack_user_id
        else func.lower(Person.display_name) == value.removeprefix("@")
    )
    people = select(Person.id).where(Person.workspace_id == reading.reader.workspace_id, named)
    found = reading.session.scalars(people).all()
    if not found:
        raise NotUnderstood(f"I know nobody called {value}. Write `@me`, or type @ and pick them from the list.")
    return found


def _has_priority(reading: Reading, value: str, _now: datetime) -> Condition:
    scale = priority_scales.scale_of(reading.workspace)
    priority = scale.find(value)
    if priority is None:
        raise no_such_value(FilterName.PRIORITY, value, [scale.typed(each) for each in Priority])
    return Ticket.priority == priority


def _has_queue(reading: Reading, value: str, _now: datetime) -> Condition:
    choices = queues.list_choices(reading.session, reading.reader.workspace_id)
    ids = [choice.id for choice in choices if value in {choice.key.lower(), choice.name.lower()}]
    if not ids:
        raise no_such_value(FilterName.QUEUE, value, [choice.key.lower() for choice in choices])
    return Ticket.queue_id.in_(ids)


def _has_tag(reading: Reading, value: str, _now: datetime) -> Condition:
    tagged = select(TicketTag.ticket_id).where(
        TicketTag.workspace_id == reading.reader.workspace_id, TicketTag.tag == value.removeprefix("#")
    )
    return and_(visibility.is_worked_by(reading.queue_ids), Ticket.id.in_(tagged))


def _has_category(reading: Reading, value: str, _now: datetime) -> Condition:
    offered = categories.list_categories(reading.session, reading.reader.workspace_id)
    ids = [each.id for each in offered if value in {each.key.lower(), each.name.lower()}]
    if not ids:
        raise no_such_value(FilterName.CATEGORY, value, [each.key for each in offered])
    return Ticket.category_id.in_(ids)


def _has_due(reading: Reading, value: str, now: datetime) -> Condition:
    due: Mapping[str, Condition] = {
        OVERDUE: is_due(now, timedelta(0)),
        SOON: is_due(now, DUE_SOON),
        ANY: Ticket.due_at.is_not(None),
    }
    if value not in due:
        raise no_such_value(FilterName.DUE, value, list(due))
    return and_(visibility.is_worked_by(reading.queue_ids), due[value])


def _is_opened_before(reading: Reading, value: str, now: datetime) -> Condition:
    return Ticket.opened_at < _midnight(reading, value, days=0, now=now)


def _is_opened_after(reading: Reading, value: str, now: datetime) -> Condition:
    return Ticket.opened_at >= _midnight(reading, value, days=1, now=now)


def _midnight(reading: Reading, value: str, *, days: int, now: datetime) -> datetime:
    """Return when the day somebody means begins for them, or one some days later."""
    zone = _zone_of(reading.reader)
    day = day_of(value, today=now.astimezone(zone).date()) + timedelta(days=days)
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _zone_of(reader: Person) -> ZoneInfo:
    try:
        return ZoneInfo(reader.zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


_MATCHERS: Final[Mapping[FilterName, Callable[[Reading, str, datetime], Condition]]] = {
    FilterName.STATUS: _has_status,
    FilterName.ASSIGNEE: _has_assignee,
    FilterName.REQUESTER: _has_requester,
    FilterName.PRIORITY: _has_priority,
    FilterName.QUEUE: _has_queue,
    FilterName.TAG: _has_tag,
    FilterName.CATEGORY: _has_category,
    FilterName.DUE: _has_due,
    FilterName.BEFORE: _is_opened_before,
    FilterName.AFTER: _is_opened_after,
}
