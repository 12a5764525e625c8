"""What requesters answer when they are asked how good the help was: a button, and a form to change it or say more."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.domain.desk import satisfaction
from bot.domain.desk.instants import Clock
from bot.domain.desk.satisfaction import RatingFacts
from bot.errors import NotUnderstood
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries, payloads, submissions
from bot.listeners.desk import modals
from bot.services.desk import ratings
from bot.views.desk import rating_wording as wording
from bot.views.desk.action_ids import ActionId, CallbackId
from bot.views.desk.rating_form import RatingField, rating_form
from bot.views.desk.rating_prompt import ANSWERS

Payload = dict[str, Any]


def register(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Listen to the question's buttons and to the form."""
    for score, action_id in ANSWERS.items():
        _register_answer(app, sessions, clock, slack, score, action_id)

    @app.action(ActionId.CHANGE_RATING)
    def open_form(ack: Ack, body: Payload, action: Payload) -> None:
        rating_id = submissions.row_id_of(action["value"])
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            view = rating_form(ratings.load_form(session, rating_id, actor=actor, now=clock()))
        modals.open_or_tell(view, body, sessions, clock, slack)
        ack()

    @app.view(CallbackId.SEND_RATING)
    def send(ack: Ack, body: Payload, view: Payload) -> None:
        rating_id = submissions.row_id_of(view["private_metadata"])
        score = read_score(view)
        comment = submissions.text_of(view, RatingField.COMMENT)
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            ratings.rate(session, rating_id, score, comment=comment, actor=actor, now=clock())
        ack()


def read_score(view: Mapping[str, Any]) -> int:
    """Return the score that was chosen in the form. Raises: NotUnderstood."""
    chosen = {str(score): score for score in ANSWERS}.get(submissions.choice_of(view, RatingField.SCORE) or "")
    if chosen is None:
        raise NotUnderstood(submissions.STALE_FORM)
    return chosen


def _register_answer(
    app: App, sessions: Sessions, clock: Clock, slack: SlackPort, score: int, action_id: ActionId
) -> None:
    @app.action(action_id)
    def answer(ack: Ack, body: Payload, action: Payload) -> None:
        rating_id = submissions.row_id_of(action["value"])
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            answered = ratings.rate(session, rating_id, score, actor=actor, now=clock())
        if _asks_why(answered):
            modals.open_or_tell(rating_form(answered), body, sessions, clock, slack, otherwise=wording.NOT_OPENED)
        ack()


def _asks_why(answered: RatingFacts) -> bool:
    """Return whether to ask at once what went wrong: a good answer is not asked for reasons."""
    return answered.score is not None and satisfaction.is_negative(answered.score, answered.scale)
