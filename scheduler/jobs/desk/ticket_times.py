"""Jobs that look at the times agents gave tickets: snoozed ones that come back, due ones to remind of."""

from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.services.desk import due_times, reconciliation, snoozing


def wake_snoozed(sessions: Sessions, clock: Clock) -> int:
    """Bring back the tickets whose snooze is over, in a transaction each; return how many those were."""
    now, woken = clock(), 0
    with sessions.begin() as session:
        workspaces = reconciliation.list_workspace_ids(session)
        due = [each for workspace in workspaces for each in snoozing.list_due_ids(session, workspace, now=now)]
    for ticket_id in due:
        with sessions.begin() as session:
            woken += snoozing.wake_due(session, ticket_id, now=now)
    return woken


def remind_of_due(sessions: Sessions, clock: Clock) -> int:
    """Remind the assignees of tickets that are due, in a transaction each; return how many tickets those were."""
    now, reminded = clock(), 0
    with sessions.begin() as session:
        workspaces = reconciliation.list_workspace_ids(session)
        due = [each for workspace in workspaces for each in due_times.list_due_ids(session, workspace, now=now)]
    for ticket_id in due:
        with sessions.begin() as session:
            reminded += due_times.remind_of_due(session, ticket_id, now=now)
    return reminded
