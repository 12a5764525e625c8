"""Why a ticket cannot have the details somebody wants it to have: all reasons at once, by field."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from bot.domain.desk.ticket_details import MOST_FOLLOWERS, MOST_TAGS, DetailField, TicketDetails
from bot.errors import PriorityNotOfCategory, QueueTakesNoTickets
from bot.services.desk import categories, followers, moves, people, priority_scales
from models.desk import Category, Person, Ticket, Workspace

Fields = frozenset[DetailField]


def find_refusals(
    session: Session,
    ticket: Ticket,
    wanted: TicketDetails,
    following: Sequence[Person],
    to_write: Fields,
    *,
    now: datetime,
) -> dict[DetailField, str]:
    """Return what to say about each field that cannot be written, of those that are to be."""
    judging = _Judging(session, ticket, wanted, following, to_write, now)
    found = {field: judge(judging) for field, judge in _JUDGES.items() if field in to_write}
    if DetailField.CATEGORY in to_write:
        found[DetailField.PRIORITY] = judging.of_priority()
    return {field: words for field, words in found.items() if words}


@dataclass(frozen=True)
class _Judging:
    """One form being judged. Each method returns what is wrong with one field, or nothing to say."""

    session: Session
    ticket: Ticket
    wanted: TicketDetails
    following: Sequence[Person]
    to_write: Fields
    now: datetime

    def of_title(self) -> str:
        return "" if self.wanted.title else "Please give the ticket a title."

    def of_category(self) -> str:
        key = self.wanted.category_key
        return "" if key is None or self._category() is not None else "This category is gone. Please choose another."

    def of_priority(self) -> str:
        """Say which priorities the category has: the one the ticket will have, whichever field changed."""
        category, priority = self._category(), self._priority()
        if category is None or priority in category.priorities:
            return ""
        scale = priority_scales.scale_of(self.session.get_one(Workspace, self.ticket.workspace_id))
        return str(PriorityNotOfCategory(category.name, scale.name_all(category.priorities)))

    def of_tags(self) -> str:
        return (
            f"A ticket can have {MOST_TAGS} tags. Please leave some out." if len(self.wanted.tags) > MOST_TAGS else ""
        )

    def of_due(self) -> str:
        due_at = self.wanted.due_at
        return "This is past already. Please choose a time to come." if due_at and due_at <= self.now else ""

    def of_followers(self) -> str:
        if len(self.following) > MOST_FOLLOWERS:
            return f"A ticket can have {MOST_FOLLOWERS} followers. Please leave some out."
        unfit = followers.list_unfit(self.session, self.ticket, self.following)
        names = ", ".join(people.facts_of(person).name for person in unfit)
        return f"{names} cannot follow this ticket. Bots, and people from outside, see nothing of it." if unfit else ""

    def of_queue(self) -> str:
        triage = moves.find_destination(self.session, self.ticket, self.wanted.queue_id)
        return str(QueueTakesNoTickets()) if triage is None else ""

    def _category(self) -> Category | None:
        """Return the category the ticket will have."""
        if DetailField.CATEGORY not in self.to_write:
            return None if self.ticket.category_id is None else self.session.get_one(Category, self.ticket.category_id)
        key = self.wanted.category_key
        return None if key is None else categories.find_category(self.session, self.ticket.workspace_id, key)

    def _priority(self) -> str:
        return self.wanted.priority if DetailField.PRIORITY in self.to_write else self.ticket.priority


_JUDGES: Final[Mapping[DetailField, Callable[[_Judging], str]]] = {
    DetailField.TITLE: _Judging.of_title,
    DetailField.CATEGORY: _Judging.of_category,
    DetailField.PRIORITY: _Judging.of_priority,
    DetailField.TAGS: _Judging.of_tags,
    DetailField.DUE: _Judging.of_due,
    DetailField.FOLLOWERS: _Judging.of_followers,
    DetailField.QUEUE: _Judging.of_queue,
}
