"""What is drawn for a message that opened no ticket, or one for a team nobody chose."""

from collections.abc import Sequence

from bot.domain.desk.characters import one_line
from bot.domain.desk.facts import QueueChoice
from bot.views import limits
from bot.views.blocks import actions, button, fallback, menu, sentence
from bot.views.content import Content
from bot.views.desk import intake_wording
from bot.views.desk.action_ids import ActionId, ticket_block_id

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


def confirmation_with_teams(ticket_id: int, confirmation: Content, teams: Sequence[QueueChoice]) -> Content:
    """Draw a confirmation with a menu of the teams that could help instead.

    Args:
        ticket_id: The ticket, which the menu's block names.
        confirmation: What is said above the menu.
        teams: The other queues, at least one; a menu holds a hundred.
    """
    choices = {str(team.id): one_line(team.name) for team in teams}
    chooser = menu(ActionId.CHOOSE_TEAM, intake_wording.WRONG_TEAM, choices, None)
    block = actions(ticket_block_id(ticket_id, "team", "new"), [chooser])
    return Content(confirmation.text, [*confirmation.blocks, block])


EMPTY = "-"
"""The value of a button that brings no words: Slack's must not be empty."""


def offered_words(value: str) -> str:
    """Return the words a button brings."""
    return "" if value == EMPTY else value
