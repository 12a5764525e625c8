"""Who may say how good the help was: the lines of the table about ratings. Agents may not, nor admins."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from bot.views.desk.action_ids import ActionId, CallbackId
from bot.views.desk.rating_prompt import ANSWERS
from models.desk import Rating, RatingState, Ticket
from tests.actors.policies import Policy, Send
from tests.actors.sent import Body, button, click, form
from tests.actors.town import REQUESTER, Town
from tests.support.desk_rows import NOON

WHO_ASKED: Final = frozenset({REQUESTER})


def _pressed(action_id: ActionId) -> Send:
    return lambda town, ticket, role: click(town, role, button(action_id, str(_ask(town, ticket))))


def _ask(town: Town, ticket: Ticket) -> int:
    """Have the requester of a ticket asked, on the scale that has every answer; return the question's id."""
    with town.sessions.begin() as session:
        rating = Rating(
            workspace_id=ticket.workspace_id,
            ticket_id=ticket.id,
            queue_id=ticket.queue_id,
            requester_id=ticket.requester_id,
            scale=5,
            state=RatingState.ASKED,
            ask_at=NOON,
            asked_at=NOON,
            open_until=NOON + timedelta(hours=1),
        )
        session.query(Rating).filter_by(ticket_id=ticket.id).delete()
        session.add(rating)
        session.flush()
        return rating.id


def _sent(town: Town, ticket: Ticket, role: str) -> Body:
    town.dispatch(_pressed(ActionId.CHANGE_RATING)(town, ticket, REQUESTER))
    return form(town, role, town.slack.views[-1][1], rating__score="2", rating__comment="It took three days")


POLICIES: Final[Mapping[str, Policy]] = {
    **{f"press {action_id}": Policy(_pressed(action_id), WHO_ASKED) for action_id in ANSWERS.values()},
    f"press {ActionId.CHANGE_RATING}": Policy(_pressed(ActionId.CHANGE_RATING), WHO_ASKED, changes=False),
    f"send {CallbackId.SEND_RATING}": Policy(_sent, WHO_ASKED),
}
"""Every line, by what is sent."""
