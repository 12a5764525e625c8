"""How good the help was: when to ask, what an answer means, and how many it takes to speak of a share."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from models.desk import RatingState

SCALES: Final = (3, 5)
"""How many answers a queue can offer."""

ASK_AFTER: Final = timedelta(minutes=15)
"""How long after a resolution to ask, so that "thanks, but…" can reopen the ticket first."""

OPEN_FOR: Final = timedelta(hours=72)
"""How long a question can be answered, and its answer changed. Agents learn the answer then."""

ASK_AGAIN_AFTER: Final = timedelta(days=7)
"""How long a person who was asked is left in peace, whatever else of theirs is resolved."""

TOO_QUICK: Final = timedelta(minutes=2)
"""A requester who is done with their own ticket sooner than this needed no help."""

SUMMED_UP: Final = timedelta(days=30)
"""How far back a team's ratings are summed up."""

FEWEST_ANSWERS: Final = 5
"""With fewer answers a share would say more about single people than about the help."""

COMMENT_LENGTH: Final = 2_000


@dataclass(frozen=True)
class RatingFacts:
    """A question to a requester as it stands, with their answer.

    Attributes:
        rating_id: What its buttons carry.
        ticket_id: The ticket it is about.
        ticket_key: The same, as IT-42.
        state: How far the question is.
        scale: How many answers there are to choose from, of `SCALES`.
        score: What they answered, from 1, the worst, to `scale`; None while they have not.
        comment: What they said about it, plain; empty if nothing.
        open_until: Until when it can be answered or changed, aware UTC.
        can_reopen: Whether the ticket is resolved, and not closed.
    """

    rating_id: int
    ticket_id: int
    ticket_key: str
    state: RatingState
    scale: int
    score: int | None
    comment: str
    open_until: datetime
    can_reopen: bool = False


@dataclass(frozen=True)
class RatingSummary:
    """What the people a queue has helped said lately: how many were asked, answered, and found it good."""

    queue_key: str
    asked: int
    answers: int
    positive: int

    @property
    def share(self) -> int | None:
        """How many of a hundred answers found the help good; None where there are too few to say."""
        return None if self.answers < FEWEST_ANSWERS else round(100 * self.positive / self.answers)


def is_positive(score: int, scale: int) -> bool:
    """Return whether an answer is above the middle of its scale."""
    return score > (scale + 1) // 2


def is_negative(score: int, scale: int) -> bool:
    """Return whether an answer is below the middle of its scale."""
    return score < (scale + 1) // 2


def written_score(score: int, scale: int) -> str:
    """Return an answer as the ledger and the outbox carry it, as 2/3."""
    return f"{score}/{scale}"
