"""The question how good the help was, as its requester finds it. Others may read it there, so it shows no answer."""

from collections.abc import Mapping
from typing import Final

from bot.domain.desk.satisfaction import RatingFacts
from bot.views.blocks import actions, button, context, date, fallback, mrkdwn, sentence
from bot.views.content import Block, Content
from bot.views.desk import rating_wording, wording
from bot.views.desk.action_ids import ActionId, ticket_block_id
from models.desk import RatingState

ANSWERS: Final[Mapping[int, ActionId]] = {
    1: ActionId.RATE_1,
    2: ActionId.RATE_2,
    3: ActionId.RATE_3,
    4: ActionId.RATE_4,
    5: ActionId.RATE_5,
}
"""The button of each score."""


def rating_prompt(rating: RatingFacts) -> Content:
    """Draw the question with a button for each answer; what was answered is thanked for, and shown to nobody."""
    if rating.state is RatingState.WITHDRAWN:
        return _said(rating_wording.withdrawn(rating.ticket_key), rating)
    if rating.score is not None:
        return _thanks(rating)
    if rating.state is RatingState.ENDED:
        return _said(rating_wording.ended_unanswered(rating.ticket_key), rating)
    text = rating_wording.question(rating.ticket_key)
    hint = rating_wording.small_print_mrkdwn(date(rating.open_until, wording.DATE))
    blocks = [sentence(text, strong=rating.ticket_key), _row(rating, _answers(rating)), context(mrkdwn(hint))]
    return Content(fallback(f"{text} {rating_wording.answers(rating.scale)}"), blocks)


def _thanks(rating: RatingFacts) -> Content:
    if rating.state is RatingState.ENDED:
        return _said(rating_wording.NOTED, rating)
    change = button(
        rating_wording.CHANGE, ActionId.CHANGE_RATING, str(rating.rating_id), spoken=rating_wording.CHANGE_ALOUD
    )
    hint = rating_wording.changeable_mrkdwn(date(rating.open_until, wording.DATE))
    blocks = [sentence(rating_wording.NOTED), _row(rating, [change]), context(mrkdwn(hint))]
    return Content(fallback(rating_wording.NOTED), blocks)


def _answers(rating: RatingFacts) -> list[Block]:
    """Return the answers, the best first, and the way back to the team."""
    row = [
        button(
            label,
            ANSWERS[score],
            str(rating.rating_id),
            spoken=rating_wording.answer_aloud(rating.ticket_key, label),
        )
        for score, label in rating_wording.LABELS[rating.scale].items()
    ]
    if rating.can_reopen:
        spoken = wording.reopen_aloud(rating.ticket_key)
        row.append(button(wording.REOPEN, ActionId.REOPEN_TICKET, str(rating.ticket_id), spoken=spoken))
    return row


def _row(rating: RatingFacts, elements: list[Block]) -> Block:
    revision = "answered" if rating.score else "asked"
    return actions(ticket_block_id(rating.ticket_id, "rating", f"{rating.rating_id}.{revision}"), elements)


def _said(text: str, rating: RatingFacts) -> Content:
    return Content(fallback(text), [sentence(text, strong=rating.ticket_key)])
