"""Turning a channel on again: the Undo button in the answer that says it is off."""

from typing import Any

from slack_bolt import Ack, App

from bot.domain.desk.instants import Clock
from bot.errors import NotUnderstood
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries, payloads, submissions
from bot.listeners.desk import slack_reads
from bot.services.desk import turning_off
from bot.views.desk.action_ids import ActionId, turned_off_in


def register(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Listen to the button."""

    @app.action(ActionId.TURN_CHANNEL_ON_AGAIN)
    def undo(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        named = turned_off_in(action["value"])
        read = slack_reads.prepared(lambda: slack_reads.read_channel(slack, _known(named)[0]))
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            lines = turning_off.turn_on_again(session, read(), _known(named)[1], actor=actor, now=clock())
            deliveries.tell(session, body, " ".join(lines), now=clock())
        ack()


def _known(named: tuple[str, int] | None) -> tuple[str, int]:
    """Return the channel and the line of the ledger that a button names. Raises: NotUnderstood."""
    if named is None:
        raise NotUnderstood(submissions.STALE_FORM)
    return named
