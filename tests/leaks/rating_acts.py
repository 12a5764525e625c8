"""Rating the help, in a story: what somebody says about it is for the team that has their ticket, and nobody else."""

from collections.abc import Callable
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.desk import rating_asks, ratings
from models.desk import Person, Rating, RatingState
from tests.leaks.said import Said, Version
from tests.leaks.story import Story

JOBS: Final[tuple[tuple[Callable[..., list[int]], Callable[..., object]], ...]] = (
    (rating_asks.list_due_ids, rating_asks.ask_due),
    (rating_asks.list_over_ids, rating_asks.end_over),
)
"""What finds the questions that are due, and what asks or ends one."""


def rate(story: Story, a: int, b: int, _c: int) -> None:
    """Somebody says how good the help was, and why: mostly who was asked."""
    token = story.new_token()

    def answer(session: Session) -> None:
        asked = session.scalars(select(Rating).where(Rating.state == RatingState.ASKED).order_by(Rating.id)).all()
        if not asked:
            return
        rating = asked[-1 - a % len(asked)]
        actor = story.pick_person(session, b // 4) if b % 4 == 3 else session.get_one(Person, rating.requester_id)
        ratings.rate(session, rating.id, 1 + b % 3, comment=f"{token} {story.words}", actor=actor, now=story.room.now())
        said = Said(actor.slack_user_id, None, None, None, None, [Version(token, False, {})], is_for_team=True)
        said.also_in.add(rating.ticket_id)
        story.note_typed(said)

    story.do(answer)
