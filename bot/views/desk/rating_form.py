"""The form in which somebody changes what they found of the help, or says more about it."""

from enum import StrEnum

from bot.domain.desk.satisfaction import COMMENT_LENGTH, RatingFacts
from bot.views import forms
from bot.views.blocks import sentence
from bot.views.desk import rating_wording as wording
from bot.views.desk.action_ids import CallbackId
from bot.views.forms import View


class RatingField(StrEnum):
    """The fields of the form: both block id and action id."""

    SCORE = "rating.score"  # radio buttons, the scores as digits
    COMMENT = "rating.comment"


def rating_form(rating: RatingFacts) -> View:
    """Draw the form with what was answered so far; closing it takes nothing back."""
    labels = {str(score): label for score, label in wording.LABELS[rating.scale].items()}
    chosen = None if rating.score is None else str(rating.score)
    comment = forms.text_input(rating.comment, most=COMMENT_LENGTH, is_multiline=True)
    return forms.modal(
        wording.TITLE,
        [
            sentence(wording.ABOUT),
            forms.field(RatingField.SCORE, wording.ANSWER, forms.radio_buttons(labels, chosen)),
            forms.field(RatingField.COMMENT, wording.COMMENT, comment, hint=wording.COMMENT_HINT, is_optional=True),
        ],
        callback_id=CallbackId.SEND_RATING,
        submit=wording.SUBMIT,
        close=wording.CANCEL,
        private_metadata=str(rating.rating_id),
    )
