"""Reminds people that their trial ends."""

from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.services.billing import trials


def remind_of_trials(sessions: Sessions, clock: Clock) -> int:
    """Send the reminders that are due, in one transaction per workspace; return to how many workspaces."""
    with sessions.begin() as session:
        workspace_ids = trials.list_in_trial(session)
    reminded = 0
    for workspace_id in workspace_ids:
        with sessions.begin() as session:
            reminded += trials.remind(session, workspace_id, now=clock())
    return reminded
