"""Search: tickets by words and filters, a page at a time. What somebody may not see is never found."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, case, cast, func, literal, select, union_all
from sqlalchemy.dialects.postgresql import REGCONFIG
from sqlalchemy.orm import Session, aliased

from bot.domain.desk.facts import TicketPage
from bot.domain.desk.languages import configuration_of, with_spaces
from bot.domain.desk.queries import Sort, TicketQuery
from bot.services.desk import pages, ticket_filters, visibility
from bot.services.desk.pages import Condition, Order, Reading
from models.desk import Person, Queue, Ticket, TicketWords

_ORDERS: Final = {
    Sort.OLDEST: (Ticket.opened_at.asc(),),
    Sort.PRIORITY: (Ticket.priority.asc(), Ticket.opened_at.asc()),
    Sort.UPDATED: (Ticket.updated_at.desc(),),
}
_NEWEST_FIRST: Final = (Ticket.opened_at.desc(),)
_Worded = aliased(Ticket)


@dataclass(frozen=True)
class _Question:
    """The words somebody typed, as the language of some queues' tickets reads them."""

    queue_ids: Sequence[int]
    asked: ColumnElement[Any]


def find_tickets(session: Session, query: TicketQuery, *, reader: Person, page: int = 0, now: datetime) -> TicketPage:
    """Return one page of the tickets that somebody looks for, among those they may see.

    A query that is a ticket's key finds that ticket, by a key it had before as well. `page` counts from 0; one beyond
    the end is the last.

    Raises: NotUnderstood, for a filter's value there is none of; it says what there is.
    """
    reading = pages.begin_reading(session, reader)
    by_key = _ids_by_key(reading, query.keys)
    words = query.words if by_key else " ".join([query.words, *query.keys]).strip()
    questions = _questions(reading, words) if words else []
    matching = [ticket_filters.condition_of(reading, wanted, now=now) for wanted in query.filters]
    matching.append(_has_words(reading, questions) if questions else _is_visible(reading))
    if by_key:
        matching.append(Ticket.id.in_(by_key))
    return pages.load_page(reading, matching, _order(reading, query.sort, questions), page=page)


def _is_visible(reading: Reading) -> Condition:
    return visibility.is_visible_to(reading.reader, reading.queue_ids)


def _ids_by_key(reading: Reading, keys: Sequence[str]) -> Sequence[int]:
    """Return the tickets with these keys that the reader may see; a word may look like a key and be none."""
    if not keys:
        return []
    workspace_id = reading.reader.workspace_id
    named = Ticket.workspace_id == workspace_id, visibility.has_key(workspace_id, keys), _is_visible(reading)
    return reading.session.scalars(select(Ticket.id).where(*named)).all()


def _questions(reading: Reading, words: str) -> list[_Question]:
    """Return the words as each language of the workspace's queues reads them."""
    workspace = reading.workspace
    speaking = defaultdict(list)
    queues = select(Queue.id, Queue.language).where(Queue.workspace_id == workspace.id)
    for queue_id, language in reading.session.execute(queues):
        speaking[configuration_of(language or workspace.language)].append(queue_id)
    return [
        _Question(queue_ids, func.websearch_to_tsquery(cast(literal(configuration), REGCONFIG), with_spaces(words)))
        for configuration, queue_ids in speaking.items()
    ]


def _has_words(reading: Reading, questions: Sequence[_Question]) -> Condition:
    """Say that a ticket has the words in what the reader may read of it."""
    found = (
        select(TicketWords.ticket_id)
        .join(_Worded, _Worded.id == TicketWords.ticket_id)
        .where(TicketWords.workspace_id == reading.reader.workspace_id)
    )
    is_shown = TicketWords.ticket_id.in_(visibility.shown_ids(reading.reader))
    matching = []
    for question in questions:
        worked = [queue_id for queue_id in reading.queue_ids if queue_id in question.queue_ids]
        says, notes = (words.op("@@")(question.asked) for words in (TicketWords.public_words, TicketWords.agent_words))
        matching.append(found.where(_Worded.queue_id.in_(question.queue_ids), says, is_shown))
        if worked:
            matching.append(found.where(_Worded.queue_id.in_(worked), notes))
    return Ticket.id.in_(union_all(*matching))


def _order(reading: Reading, sort: Sort | None, questions: Sequence[_Question]) -> Sequence[Order]:
    if questions and sort in {None, Sort.BEST}:
        return [_rank(reading, questions).desc(), *_NEWEST_FIRST]
    return _NEWEST_FIRST if sort is None else _ORDERS.get(sort, _NEWEST_FIRST)


def _rank(reading: Reading, questions: Sequence[_Question]) -> Order:
    """Say how well a ticket matches by what the reader may read of it; words of its title count most."""
    is_worked = visibility.is_worked_by(reading.queue_ids)
    words = case((is_worked, TicketWords.agent_words), else_=TicketWords.public_words)
    ranks = [(Ticket.queue_id.in_(each.queue_ids), func.ts_rank(words, each.asked)) for each in questions]
    ranked = select(case(*ranks, else_=0.0)).where(TicketWords.ticket_id == Ticket.id).correlate(Ticket)
    return ranked.scalar_subquery()
