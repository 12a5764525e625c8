"""What is drawn when a message opened no ticket but its author may want one."""

from bot.views import limits
from bot.views.blocks import actions, button, fallback, sentence
from bot.views.content import Content
from bot.views.desk import intake_wording
from bot.views.desk.action_ids import ActionId

MOST_WORDS = 1_900
"""How many UTF-16 units of a message travel in the button; Slack lets its value have two thousand characters."""


def form_offer(text: str) -> Content:
    """Draw a button that opens the request form, filled in with what somebody wrote already, which may be nothing."""
    said, spoken = intake_wording.OFFER_HERE, intake_wording.OPEN_EMPTY_FORM_ALOUD
    if text:
        said, spoken = intake_wording.OFFER, intake_wording.OPEN_FORM_ALOUD
    kept = limits.cut(text, MOST_WORDS) or EMPTY
    opening = button(intake_wording.OPEN_FORM, ActionId.OPEN_OFFERED_FORM, kept, spoken=spoken, primary=True)
    return Content(fallback(said), [sentence(said), actions("request/offer", [opening])])


EMPTY = "-"
"""The value of a button that brings no words: Slack's must not be empty."""


def offered_words(value: str) -> str:
    """Return the words a button brings."""
    return "" if value == EMPTY else value
