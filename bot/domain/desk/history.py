"""A ticket's history as its agents read it: who changed what, when, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.domain.desk.facts import MessageFacts, PersonFacts
from bot.domain.desk.priorities import DEFAULT_SCALE, PriorityScale

Value: TypeAlias = str | datetime | PersonFacts | None
"""What a field held: words, an aware UTC instant, somebody; None where it was empty."""


@dataclass(frozen=True)
class FieldChange:
    """One field, by its name in the ledger, and what it held before and after."""

    field: str
    before: Value
    after: Value


@dataclass(frozen=True)
class HistoryLine:
    """One line of the ledger.

    Attributes:
        tag: A value of `models.desk.AuditTag`.
        at: When it happened, aware UTC.
        actor: Who did it; None for Deskbell itself.
        changes: What changed, if the line says from what to what.
        named: Names the line mentions besides, as another ticket's key.
        lost: The words that an edit replaced or a deletion removed; None where there are none, or where they were
            written in another queue.
    """

    tag: str
    at: datetime
    actor: PersonFacts | None
    changes: Sequence[FieldChange] = ()
    named: Sequence[str] = ()
    lost: MessageFacts | None = None


@dataclass(frozen=True)
class HistoryPage:
    """A page of lines, newest first. `older` names the line the next page goes on below; None at the end.

    `scale` is what the priorities are called today, whatever they were called then.
    """

    ticket_id: int
    ticket_key: str
    lines: Sequence[HistoryLine]
    older: int | None
    scale: PriorityScale = DEFAULT_SCALE
