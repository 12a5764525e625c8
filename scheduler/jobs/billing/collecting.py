"""Has invoices that are not paid asked for again, and providers that told no end."""

from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.services.billing import dunning, ledgers


def collect_unpaid(sessions: Sessions, clock: Clock) -> int:
    """Take the steps that are due in every workspace, in one transaction each; return how many that were."""
    with sessions.begin() as session:
        workspace_ids = ledgers.list_workspaces(session)
    taken = 0
    for workspace_id in workspace_ids:
        with sessions.begin() as session:
            taken += dunning.take_steps(session, workspace_id, now=clock())
    return taken
